"""The server of the dashboards: Streamlit behind a guard, in a process that turns to no other machine.

In: a port as the argument, and the environment that `launch.environment` makes. Out: pages on 127.0.0.1, until the
process is stopped. `launch.command` makes the command line. Streamlit reads the look of the pages from `.streamlit/`
beside this file, which is the program that starts.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from pathlib import Path
from typing import Any

from dashboards.process.guard import LOCAL_NAMES, Guard
from dashboards.process.no_way_out import close_every_way_out

ENTRY = Path(__file__).parent / "app.py"


def options(port: int) -> dict[str, Any]:
    """Streamlit's options by name.

    The server listens only on this machine, sends no usage statistics, shows no traceback, prints no address of this
    machine and serves only its own files. Every option that protects stands here, because a settings file of
    Streamlit's in the user's folder may change all others.
    """
    return {
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.allowedHosts": list(LOCAL_NAMES),
        "server.headless": True,
        "server.showEmailPrompt": False,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.enableStaticServing": False,
        "server.enableCORS": True,
        "server.corsAllowedOrigins": [],
        "server.enableXsrfProtection": True,
        "server.scriptHealthCheckEnabled": False,
        "server.enableAgentApi": False,
        "server.maxUploadSize": 1,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "global.developmentMode": False,
        "logger.level": "warning",
        "logger.hideWelcomeMessage": True,
        "runner.magicEnabled": False,
        # It took a third of the time of a page. What Python collects by itself is enough.
        "runner.postScriptGC": False,
    }


def main(port: int) -> None:
    """Serve the pages until the process is stopped. Raises TypeError if this version of Streamlit takes no guard."""
    close_every_way_out()
    import streamlit
    from starlette.middleware import Middleware

    from dashboards.process.warming import warm

    warm()
    # What is imported stays, so nobody need look through it again for what can be given back.
    gc.freeze()
    app = streamlit.App(ENTRY, middleware=[Middleware(Guard)])
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how an operator stops it
        app.run(config=options(port))


if __name__ == "__main__":
    main(int(sys.argv[1]))
