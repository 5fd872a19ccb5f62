"""Fixtures that several modules of this room use."""

from sound_build import build, landing, previous, sound

__all__ = ["build", "landing", "previous", "sound"]
