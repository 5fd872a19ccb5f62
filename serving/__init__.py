"""Reads one audience's published file: figures, definitions, charts. Writes nothing, and uses no other room."""
