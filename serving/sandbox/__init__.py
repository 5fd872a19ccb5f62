"""The SQL sandbox: answers one question of a person from one published file, in a process of its own.

In: a published file, a question in SQL, limits. Out: columns, rows as text in chunks, and whether the answer was cut.
`ask.py` is the way in. `worker.py` is the program of the process; `confine.py` is what holds it.
"""
