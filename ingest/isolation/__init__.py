"""Reads delivered files in processes of their own, which may crash, hang or ask for memory without harm."""
