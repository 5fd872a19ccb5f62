"""Takes the README's pictures of a served publication.

Run `python tests/browser/screenshots.py http://localhost:8501`.
"""

from __future__ import annotations

import sys
from pathlib import Path

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
# The path, width and height of each picture, by its file name.
PICTURES = {
    "today.png": ("", 1280, 1000),
    "statutory-counts.png": ("counts", 1280, 1000),
    "response-times.png": ("response-times", 1280, 1420),
    "trends.png": ("trends", 1280, 1500),
    "narrow.png": ("", 400, 1000),
}


def take(address: str) -> None:
    """Take each picture anew from the pages at `address`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (path, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{address.rstrip('/')}/{path}")
            page.wait_for_selector(".foot", timeout=60_000)
            page.wait_for_timeout(3_000)
            page.screenshot(path=IMAGES / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1])
