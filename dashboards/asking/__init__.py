"""The sections of the page SQL: the question in the address, the asking itself, the tables, the answer."""
