"""Read who somebody is, what they may do, and who holds what."""

from lagesbild_web.access.queries.actor import actor_for, actor_of, has_account
from lagesbild_web.access.queries.functions import (
    addresses_of_holders,
    choosable_functions,
    function_labels,
    function_ref,
    is_choosable,
    vacant_functions,
)
from lagesbild_web.access.queries.granted import granted_roles
from lagesbild_web.access.queries.letters import purpose_of_link
from lagesbild_web.access.queries.organisations import (
    all_municipalities,
    has_organisations,
    municipality_named,
    open_organisations,
    organisation_name,
    organisation_named,
    organisation_row,
    organisations_of,
    to_contract,
)
from lagesbild_web.access.queries.others import who_may
from lagesbild_web.access.queries.register import (
    function_for,
    functions_for,
    group_rule_for,
    group_rules,
    holding_for,
    managed_municipality,
    open_function_named,
    open_functions,
    organisation_for,
    organisations_for,
    people_for,
    person_for,
    role_demands,
)

__all__ = [
    "actor_for",
    "actor_of",
    "addresses_of_holders",
    "all_municipalities",
    "choosable_functions",
    "function_for",
    "function_labels",
    "function_ref",
    "functions_for",
    "granted_roles",
    "group_rule_for",
    "group_rules",
    "has_account",
    "has_organisations",
    "holding_for",
    "is_choosable",
    "managed_municipality",
    "municipality_named",
    "open_function_named",
    "open_functions",
    "open_organisations",
    "organisation_for",
    "organisation_name",
    "organisation_named",
    "organisation_row",
    "organisations_for",
    "organisations_of",
    "people_for",
    "person_for",
    "purpose_of_link",
    "role_demands",
    "to_contract",
    "vacant_functions",
    "who_may",
]
