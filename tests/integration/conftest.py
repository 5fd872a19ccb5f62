"""Fixtures that several rooms of this folder use."""

from cli_fixture import extract, hotline, judge
from pages_fixture import home, visit

__all__ = ["extract", "home", "hotline", "judge", "visit"]
