"""Fixtures that several modules of this folder use."""

from pages_fixture import home, visit

__all__ = ["home", "visit"]
