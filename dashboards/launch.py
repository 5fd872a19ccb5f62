"""How the dashboards are started: the command and its environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ENTRY = Path(__file__).parent / "app.py"
LOCAL_HOSTS = ("localhost", "127.0.0.1")


def command(home: Path, audience: str, port: int, address: str = "127.0.0.1") -> list[str]:
    """The command that serves one audience's published file; run it with `environment(home, audience)`.

    It listens on this machine alone unless another address is given, sends no usage statistics, shows no traceback,
    serves no file but its own, and answers to local host names only, so that no foreign page can be pointed at it.
    """
    del home, audience  # they travel in the environment, where the pages read them
    options = {
        "server.address": address,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.runOnSave": "false",
        "server.enableStaticServing": "false",
        "server.enableXsrfProtection": "true",
        "server.maxUploadSize": "1",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
        "client.toolbarMode": "minimal",
        "logger.level": "warning",
        "runner.magicEnabled": "false",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    if address in LOCAL_HOSTS:
        flags += [f"--server.allowedHosts={host}" for host in LOCAL_HOSTS]
    return [sys.executable, "-m", "streamlit", "run", str(ENTRY), *flags]


def environment(home: Path, audience: str) -> dict[str, str]:
    """This process's environment with the home and the audience that the pages serve."""
    return {
        **os.environ,
        "HOTLINE_HOME": str(home.resolve()),
        "HOTLINE_AUDIENCE": audience,
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
