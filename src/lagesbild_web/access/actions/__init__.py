"""What can be done about accounts, organisations and functions; each room is a kind of thing."""

from lagesbild_web.access.actions.elsewhere import (
    add_group_rule,
    come_from_elsewhere,
    remove_group_rule,
)
from lagesbild_web.access.actions.functions import (
    change_function,
    create_function,
    end_function,
    end_holding,
    give_function,
    reopen_function,
    reopen_holding,
)
from lagesbild_web.access.actions.key_letters import tell_of_ending_key
from lagesbild_web.access.actions.keys import (
    create_api_key,
    note_api_key_used,
    renew_api_key,
    revoke_api_key,
)
from lagesbild_web.access.actions.links import ask_for_link, choose_password, take_link
from lagesbild_web.access.actions.log_in import (
    change_password,
    log_in,
    log_out,
    refuse_log_in,
    work_in,
)
from lagesbild_web.access.actions.organisations import (
    create_organisation,
    end_organisation,
    rename_organisation,
    reopen_organisation,
)
from lagesbild_web.access.actions.people import (
    close_account,
    create_account,
    erase_account,
    invite,
    invite_again,
    reopen_account,
    reset_password,
)
from lagesbild_web.access.actions.second_factor import (
    add_app,
    add_key,
    demand_second_factor,
    make_codes,
    remove_factor,
    reset_second_factor,
)

__all__ = [
    "add_app",
    "add_group_rule",
    "add_key",
    "ask_for_link",
    "change_function",
    "change_password",
    "choose_password",
    "close_account",
    "come_from_elsewhere",
    "create_account",
    "create_api_key",
    "create_function",
    "create_organisation",
    "demand_second_factor",
    "end_function",
    "end_holding",
    "end_organisation",
    "erase_account",
    "give_function",
    "invite",
    "invite_again",
    "log_in",
    "log_out",
    "make_codes",
    "note_api_key_used",
    "refuse_log_in",
    "remove_factor",
    "remove_group_rule",
    "rename_organisation",
    "renew_api_key",
    "reopen_account",
    "reopen_function",
    "reopen_holding",
    "reopen_organisation",
    "reset_password",
    "reset_second_factor",
    "revoke_api_key",
    "take_link",
    "tell_of_ending_key",
    "work_in",
]
