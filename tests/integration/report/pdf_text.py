"""Reads a PDF back: the text of its pages, and what assistive technology is told of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


class Paper:
    """A PDF's text, its language and title, and the tags of its structure in their order with their alternatives."""

    def __init__(self, content: bytes) -> None:
        reader = PdfReader(BytesIO(content))
        self.pages = [page.extract_text() for page in reader.pages]
        self.text = "\n".join(self.pages)
        root: Any = reader.trailer["/Root"]
        self.language = root.get("/Lang")
        self.is_marked = bool(root["/MarkInfo"]["/Marked"])
        self.title = reader.metadata.title if reader.metadata else None
        self.metadata = root["/Metadata"].get_data().decode()
        self.tags: list[tuple[str, str | None]] = []
        self._walk(root["/StructTreeRoot"])

    def _walk(self, node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            for each in node:
                self._walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                self.tags.append((str(node["/S"]).removeprefix("/"), node.get("/Alt")))
            if "/K" in node:
                self._walk(node["/K"])

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)
