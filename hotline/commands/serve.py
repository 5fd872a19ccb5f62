"""Serve the dashboards, in a process that takes the place of this one."""

from __future__ import annotations

import os
import socket
import sys

from dashboards.launch import command, environment
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.published_files import genuine_file
from hotline.warehouse.question_limits import question_limits
from hotline.warehouse.settings import load_settings
from hotline.warehouse.shelves import current_shelf


def execute(port: int | None) -> int:
    """Serve the settings' audience until stopped; does not return.

    Raises CommandError if nothing is published or the port is taken, NotAsPublished if what is published was changed
    or is damaged.
    """
    settings = load_settings(port=port)
    home = Home(settings.home)
    if genuine_file(current_shelf(home), settings.audience) is None:
        raise CommandError(
            "Nothing is published yet: run 'hotline run' on a folder of extracts, or 'hotline demo', then serve."
        )
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", settings.port))
        except OSError:
            raise CommandError(
                f"Port {settings.port} is taken: stop what listens there, or give another one with --port."
            ) from None
    line = command(settings.port)
    sys.stderr.write(f"Serving {settings.audience} on http://localhost:{settings.port} (stop with Ctrl-C)\n")
    sys.stderr.flush()
    os.execve(line[0], line, environment(home.root, settings.audience, question_limits(settings)))
