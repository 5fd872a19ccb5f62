"""A second reading of the policy's rules, in plain Python from the policy's words, to compare the SQL with."""

from policy_reference import rules_of_families, rules_of_response, rules_of_screening
from policy_reference.engine import RULES, Verdict, verdicts
from policy_reference.world import Law, World

__all__ = [
    "RULES",
    "Law",
    "Verdict",
    "World",
    "rules_of_families",
    "rules_of_response",
    "rules_of_screening",
    "verdicts",
]
