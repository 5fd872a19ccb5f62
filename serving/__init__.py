"""Reads one audience's published file: figures, definitions and charts. It writes nothing and uses no other room."""
