"""Makes the command that starts the dashboards, and its environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ENTRY = Path(__file__).parent / "app.py"
LOCAL_HOSTS = ("localhost", "127.0.0.1")


def command(home: Path, audience: str, port: int, address: str = "127.0.0.1") -> list[str]:
    """Return the command that serves one audience's published file. Run it with `environment(home, audience)`.

    The server listens only on this machine unless another address is given. It sends no usage statistics, shows no
    traceback and serves only its own files. On this machine it answers only to local host names, so that no foreign
    page can be pointed at it.
    """
    del home, audience  # The environment carries them to the pages.
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
    """Return this process's environment with the home and the audience that the pages serve."""
    return {
        **os.environ,
        "HOTLINE_HOME": str(home.resolve()),
        "HOTLINE_AUDIENCE": audience,
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
