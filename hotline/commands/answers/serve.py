"""Serve the dashboards, in a process that takes the place of this one."""

from __future__ import annotations

import os
import socket
import sys

from dashboards.process.launch import command, environment
from hotline.warehouse.audiences import known_audience
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.program_files import county_shapes_of
from hotline.warehouse.publications.published_files import genuine_file
from hotline.warehouse.publications.shelves import current_shelf
from hotline.warehouse.question_limits import question_limits
from hotline.warehouse.settings import load_settings

# Nobody outside of this machine is served.
LOCAL = "127.0.0.1"


def execute(port: int | None, audience: str | None = None) -> int:
    """Serve `audience`, or that of the settings, until stopped; does not return.

    Raises WrongUsage if there is no such audience, CommandError if nothing is published or the port is taken,
    NotAsPublished if what is published was changed or is damaged.
    """
    settings = load_settings(port=port)
    home = Home(settings.home)
    who = known_audience(audience or settings.audience)
    if genuine_file(current_shelf(home), who) is None:
        raise CommandError(
            "Nothing is published yet: run 'hotline run' on a folder of extracts, or 'hotline demo', then serve."
        )
    require_free(settings.port)
    line = command(settings.port)
    sys.stderr.write(f"Serving {who} on http://localhost:{settings.port} (stop with Ctrl-C)\n")
    sys.stderr.flush()
    shapes, limits = county_shapes_of(settings.jurisdiction), question_limits(settings)
    os.execve(line[0], line, environment(home.root, who, shapes, limits))


def require_free(port: int) -> None:
    """Raise CommandError if something listens on the port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCAL, port))
        except OSError:
            raise CommandError(
                f"Port {port} is taken: stop what listens there, or give another one with --port."
            ) from None
