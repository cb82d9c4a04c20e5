"""Change agreements and promises: write, consult, sign, extend, follow up, hand out."""

from lagesbild_web.agreements.actions.deciding import (
    begin_revision,
    end_agreement,
    extend_agreement,
    register_consultation,
    replace_agreement,
    share_agreement,
    sign_for_party,
    take_back_signature,
)
from lagesbild_web.agreements.actions.following import (
    attach_file,
    export_agreement,
    export_agreements,
    hand_out_file,
    note_how_it_goes,
    retire_file,
)
from lagesbild_web.agreements.actions.writing import (
    add_party,
    change_agreement,
    draft_agreement,
    link_thing,
    remove_party,
    unlink_thing,
)

__all__ = [
    "add_party",
    "attach_file",
    "begin_revision",
    "change_agreement",
    "draft_agreement",
    "end_agreement",
    "export_agreement",
    "export_agreements",
    "extend_agreement",
    "hand_out_file",
    "link_thing",
    "note_how_it_goes",
    "register_consultation",
    "remove_party",
    "replace_agreement",
    "retire_file",
    "share_agreement",
    "sign_for_party",
    "take_back_signature",
    "unlink_thing",
]
