"""Change pictures: load, order, assess, review, decide, publish, withdraw, hand out. Every step is kept."""

from lagesbild_web.pictures.actions.assessing import (
    change_statement,
    drop_problem,
    hide_section,
    recommend_problem,
    restore_statement,
    retire_statement,
    show_section,
    write_statement,
)
from lagesbild_web.pictures.actions.composing import (
    fail_order,
    finish_order,
    order_again,
    order_picture,
    order_public_version,
)
from lagesbild_web.pictures.actions.contact import set_contact_point
from lagesbild_web.pictures.actions.deciding import (
    decide_picture,
    documents_again,
    fail_documents,
    finish_documents,
)
from lagesbild_web.pictures.actions.loading import export_picture, import_picture
from lagesbild_web.pictures.actions.publishing import publish_picture, withdraw_picture
from lagesbild_web.pictures.actions.reviewing import (
    answer_remark,
    finish_review,
    send_for_review,
    take_back_review,
    write_remark,
)

__all__ = [
    "answer_remark",
    "change_statement",
    "decide_picture",
    "documents_again",
    "drop_problem",
    "export_picture",
    "fail_documents",
    "fail_order",
    "finish_documents",
    "finish_order",
    "finish_review",
    "hide_section",
    "import_picture",
    "order_again",
    "order_picture",
    "order_public_version",
    "publish_picture",
    "recommend_problem",
    "restore_statement",
    "retire_statement",
    "send_for_review",
    "set_contact_point",
    "show_section",
    "take_back_review",
    "withdraw_picture",
    "write_remark",
    "write_statement",
]
