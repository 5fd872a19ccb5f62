"""Fixtures that several modules of this folder use."""

from cli_fixture import extract, hotline, judge
from pages_fixture import home, visit
from sound_build import build, landing, previous, sound

__all__ = ["build", "extract", "home", "hotline", "judge", "landing", "previous", "sound", "visit"]
