"""The sections of the page on policy exceptions: the choice of a rule, the list of all rules, and one rule."""
