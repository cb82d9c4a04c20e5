"""Plan walks, note what is seen, follow it up, and make the protocol."""

from lagesbild_web.walks.actions.following import (
    assign_finding,
    export_findings,
    link_finding,
    report_on_finding,
    unlink_finding,
)
from lagesbild_web.walks.actions.planning import (
    cancel_walk,
    change_walk,
    invite_functions,
    keep_attendance,
    plan_walk,
    save_checklist,
)
from lagesbild_web.walks.actions.protocol import hand_out_protocol, make_protocol
from lagesbild_web.walks.actions.walking import (
    change_finding,
    note_finding,
    restore_finding,
    retire_finding,
)

__all__ = [
    "assign_finding",
    "cancel_walk",
    "change_finding",
    "change_walk",
    "export_findings",
    "hand_out_protocol",
    "invite_functions",
    "keep_attendance",
    "link_finding",
    "make_protocol",
    "note_finding",
    "plan_walk",
    "report_on_finding",
    "restore_finding",
    "retire_finding",
    "save_checklist",
    "unlink_finding",
]
