"""Reads delivered extract files and lands their rows in the landing file.

In: files, and the jurisdiction's folder of seeds. Out: versions of rows, quarantined rows and the ledger. A file passes
through delivery (name and manifest), opening, scan (bytes), read (rows as text), minimise (no identifying value),
check (types and reasons), versions (its place among earlier rows), land (one transaction) and ledger (one line).
"""
