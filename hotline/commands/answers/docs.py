"""Serve the documentation of the models as dbt shows it: every table and column, and what each is made of."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dashboards.process.guard import LOCAL_NAMES
from hotline.building.docs_page import docs_page
from hotline.commands.answers.serve import LOCAL, require_free
from hotline.publishing.report_files import write_report
from hotline.terminal.print_line import print_line
from hotline.warehouse.errors import DONE
from hotline.warehouse.settings import load_settings

# The viewer is written so that it needs `unsafe-eval`. It may ask nobody for anything.
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def execute(port: int | None, to: Path | None) -> int:
    """Write the page to the file `to`, or serve it until stopped.

    Raises CommandError if the port is taken or dbt can't read the project.
    """
    settings = load_settings(port=port)
    if to is None:
        require_free(settings.port)
    page = docs_page(settings)
    if to is not None:
        [written] = write_report(to.absolute().parent, {to.name: page})
        print_line(written.path)
        return DONE
    with ThreadingHTTPServer((LOCAL, settings.port), handler(page)) as server:
        sys.stderr.write(f"Serving the documentation on http://localhost:{settings.port} (stop with Ctrl-C)\n")
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how an operator stops it
            server.serve_forever()
    return DONE


def handler(page: bytes) -> Callable[..., BaseHTTPRequestHandler]:
    """What answers: the page under `/`, and nothing else; another machine's name gets no answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = (self.headers.get("Host") or "").partition(":")[0]
            if name not in LOCAL_NAMES:
                self.send_error(HTTPStatus.FORBIDDEN)
            elif self.path.partition("?")[0] not in ("/", "/index.html"):
                self.send_error(HTTPStatus.NOT_FOUND)
            else:
                self.send_response(HTTPStatus.OK)
                for header, value in _HEADERS.items():
                    self.send_header(header, value)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Keep no record of what is read."""

    return Handler
