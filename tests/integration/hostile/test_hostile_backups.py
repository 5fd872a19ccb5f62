"""Backups that somebody else made: each is refused with one sentence, and nothing is written beside the home."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cli_fixture import Hotline, Said
from released_deliveries import stored_landing

from hotline.warehouse.backups.contents import CONTENTS, files_of
from hotline.warehouse.home import Home

LANDING = "landing.duckdb"


@dataclass
class Parts:
    """A backup taken apart: its files by name in their order, its contents, and entries that are added to it."""

    files: dict[str, bytes]
    contents: dict[str, Any]
    first: list[tuple[tarfile.TarInfo, bytes]] = field(default_factory=list)
    last: list[tuple[tarfile.TarInfo, bytes]] = field(default_factory=list)
    document: bytes | None = None
    append: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def write(self, target: Path) -> None:
        """Put it together again."""
        with tarfile.open(target, "w", pax_headers=self.headers) as archive:
            for added, data in (*self.first, *((entry(name), data) for name, data in self.files.items())):
                archive.addfile(sized(added, data), io.BytesIO(data))
            document = json.dumps(self.contents).encode() if self.document is None else self.document
            if document:
                archive.addfile(sized(entry(CONTENTS), document), io.BytesIO(document))
            for added, data in self.last:
                archive.addfile(sized(added, data), io.BytesIO(data))
        if self.append:
            whole = target.read_bytes().rstrip(b"\0")
            target.write_bytes(whole + b"\0" * (-len(whole) % 512) + self.append)

    def rename(self, name: str, other: str) -> None:
        """Call a file otherwise, as if it had always been called so."""
        self.files[other] = self.files.pop(name)
        self.contents["files"][other] = self.contents["files"].pop(name)

    def add(self, name: str, data: bytes = b"x") -> None:
        """Add a file of which the contents tell."""
        self.files[name] = data
        self.contents["files"][name] = hashlib.sha256(data).hexdigest()


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def sized(made: tarfile.TarInfo, data: bytes) -> tarfile.TarInfo:
    if made.type == tarfile.REGTYPE:
        made.size = len(data)
    return made


def header(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    """A header alone, which claims a size."""
    made = entry(name, kind)
    made.size = size
    return made.tobuf(tarfile.GNU_FORMAT)


def negative(name: str, kind: bytes) -> bytes:
    """A header whose size, in base 256, is below zero."""
    made = bytearray(header(name, 0, kind))
    made[124:136] = b"\xff" * 10 + b"\xfe\x00"
    made[148:156] = b" " * 8
    made[148:156] = b"%06o\0 " % sum(made)
    return bytes(made)


@pytest.fixture(scope="module")
def made_once() -> list[Parts]:
    """Room for the one backup that all tests of this module take apart."""
    return []


@pytest.fixture
def parts(made_once: list[Parts], hotline: Hotline, extract: Path, tmp_path: Path) -> Parts:
    """A backup that the program made, taken apart."""
    if not made_once:
        hotline("run", extract)
        assert hotline("backup", tmp_path / "copy.tar").code == 0
        with tarfile.open(tmp_path / "copy.tar") as archive:
            files = {each.name: archive.extractfile(each).read() for each in archive}  # type: ignore[union-attr]
        contents = json.loads(files.pop(CONTENTS))
        made_once.append(Parts(files, contents))
    return copy.deepcopy(made_once[0])


@pytest.fixture
def restore(hotline: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Parts], Said]:
    """Restores a backup into a new home inside of a folder that a backup must not reach."""

    def run(made: Parts) -> Said:
        monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "around" / "second"))
        made.write(tmp_path / "made.tar")
        return hotline("restore", tmp_path / "made.tar")

    return run


def of(kind: bytes, link: str = "") -> Callable[[Parts], None]:
    return lambda parts: parts.last.append((entry("hotline.toml", kind, link), b""))


def named(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.add(name)


def saying(**changes: Any) -> Callable[[Parts], None]:
    return lambda parts: parts.contents.update(changes)


def as_document(text: str | bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts.document = text.encode() if isinstance(text, str) else text

    return change


def appended(data: bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts.append = data

    return change


def current(name: str, audience: str = "analysts") -> Callable[[Parts], None]:
    return lambda parts: parts.contents["current"].update({audience: name})


def a_publication(parts: Parts, ending: str = ".duckdb") -> str:
    return next(name for name in parts.files if name.startswith("published/analysts") and name.endswith(ending))


def without_a_manifest(parts: Parts) -> None:
    name = a_publication(parts, ".json")
    del parts.files[name], parts.contents["files"][name]


def with_the_manifest_of_another(parts: Parts) -> None:
    name = a_publication(parts, ".json")
    other = next(each for each in parts.files if each.startswith("published/oca") and each.endswith(".json"))
    parts.add(name, parts.files[other])


def with_a_forged_publication(parts: Parts) -> None:
    parts.add(a_publication(parts), b"another file, of which the contents tell the hash")


def with_a_sparse_file(parts: Parts) -> None:
    name = a_publication(parts)
    made = entry(name)
    made.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 40),
                        "GNU.sparse.name": name}  # fmt: skip
    parts.first.append((made, b"1\n0\n1\n".ljust(512, b"\0") + b"x"))


def with_a_name_in_another_header(parts: Parts) -> None:
    made = entry("hotline.toml")
    made.pax_headers = {"path": "../../outside"}
    parts.last.append((made, b"x"))


def with_a_name_in_a_header_of_all(parts: Parts) -> None:
    parts.headers = {"path": "../../outside"}


def with_a_landing_file_that_reads_others(parts: Parts, tmp_path: Path) -> None:
    made = tmp_path / "crafted.duckdb"
    made.write_bytes(parts.files[LANDING])
    with duckdb.connect(str(made)) as con:
        con.execute("drop table raw.recordings")
        con.execute("create view raw.recordings as select content as referral_id from read_text('/etc/hostname')")
    parts.add(LANDING, made.read_bytes())


def twice(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.last.append((entry(name), parts.files.get(name, json.dumps(parts.contents).encode())))


def without(name: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts.files.pop(name)
        parts.contents["files"].pop(name)

    return change


def renamed(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.rename(a_publication(parts), name)


ID = "20261120T060000Z-0123456789"
HOSTILE: dict[str, Callable[[Parts], None]] = {
    # Names.
    "a name that goes up": named("../outside"),
    "a name that goes up inside": named("published/../../outside"),
    "an absolute name": named("/tmp/outside"),
    "a publication of no audience": named(f"published/public/{ID}.duckdb"),
    "an audience that goes up": named(f"published/../{ID}.duckdb"),
    "a name with a null": named(f"published/analysts/{ID}/hotline.duckdb\x00.json"),
    "a name with a line end": named(f"published/analysts/{ID}/hotline.duckdb\n"),
    "a publication under another name": renamed(f"published/analysts/{ID}/other.duckdb"),
    "a name in another case": named("LANDING.duckdb"),
    "a name with a dot": named("./hotline.toml"),
    "the lock": named("lock"),
    "a build": named("build/x.duckdb"),
    "a log beside the landing file": named("landing.duckdb.wal"),
    "a link of an audience": named("published/analysts.duckdb"),
    "a publication under a name of words": renamed("published/analysts/Jane Roe/hotline.duckdb"),
    "a current manifest": named("published/analysts/manifest.json"),
    "a file twice": twice(LANDING),
    # Kinds.
    "a symlink": of(tarfile.SYMTYPE, "/etc/passwd"),
    "a hard link": of(tarfile.LNKTYPE, LANDING),
    "a character device": of(tarfile.CHRTYPE),
    "a block device": of(tarfile.BLKTYPE),
    "a pipe": of(tarfile.FIFOTYPE),
    "a folder": of(tarfile.DIRTYPE),
    "a contiguous file": of(tarfile.CONTTYPE),
    "an unknown kind": of(b"Z"),
    "a sparse file": with_a_sparse_file,
    "a sparse file of old": appended(header("hotline.toml", 10, tarfile.GNUTYPE_SPARSE)),
    "a name in another header": with_a_name_in_another_header,
    "a name in a header of all": with_a_name_in_a_header_of_all,
    # Sizes.
    "a size of eight exabytes": appended(header("hotline.toml", 1 << 62)),
    "a header of eight exabytes": appended(header("x", 1 << 62, tarfile.XHDTYPE)),
    "a long name of eight exabytes": appended(header("x", 1 << 62, tarfile.GNUTYPE_LONGNAME)),
    "a size below zero": appended(negative("hotline.toml", tarfile.REGTYPE)),
    "a header below zero": appended(negative("x", tarfile.XHDTYPE)),
    "a long name below zero": appended(negative("x", tarfile.GNUTYPE_LONGNAME)),
    "a device below zero": appended(negative("x", tarfile.CHRTYPE)),
    "headers of headers": appended(header("x", 0, tarfile.GNUTYPE_LONGNAME) * 20_000),
    "a file that ends early": appended(header("hotline.toml", 1000) + b"x"),
    # What it says of itself.
    "no contents": as_document(b""),
    "contents twice": twice(CONTENTS),
    "contents that are no JSON": as_document("{"),
    "contents that are no text": as_document(b"\xff\xfe{}"),
    "contents that are a list": as_document("[]"),
    "contents of a great depth": as_document("[" * 1_000_000),
    "contents of a great length": as_document(b" " * (17 << 20)),
    "contents with a number of a million digits": as_document('{"schema_version": ' + "1" * 1_000_000 + "}"),
    "contents with a name twice": as_document('{"schema_version": 1, "schema_version": 1}'),
    "an unknown key": saying(more=1),
    "a version that is a text": saying(schema_version="1"),
    "a version that is a truth": saying(schema_version=True),
    "a version that is a fraction": saying(schema_version=1.5),
    "a version below one": saying(schema_version=0),
    "a time that is none": saying(made_at="\x1b]0;title\x07"),
    "a time that is a number": saying(made_at=1),
    "no list of files": saying(files=[]),
    "no list of current files": saying(current=None),
    "a current file that goes up": current("../../../outside.duckdb"),
    "a current file that is absolute": current("/tmp/outside.duckdb"),
    "a current file that is not there": current(f"{ID}/hotline.duckdb"),
    "a current file that is no file": current("manifest.json"),
    "a current file of no audience": current(f"{ID}.duckdb", "public"),
    "a current audience that goes up": current("landing.duckdb", ".."),
    "a hash that is none": lambda parts: parts.contents["files"].update({LANDING: "0" * 63}),
    "a hash of another file": lambda parts: parts.contents["files"].update({LANDING: "0" * 64}),
    "a file more than it says": lambda parts: parts.files.update({"hotline.toml": b""}),
    "a file less than it says": lambda parts: parts.contents["files"].update({"hotline.toml": "0" * 64}),
    # What its files are.
    "no landing file": without(LANDING),
    "a landing file that is none": lambda parts: parts.add(LANDING, b"no database"),
    "an empty landing file": lambda parts: parts.add(LANDING, b""),
    "a publication without its manifest": without_a_manifest,
    "a publication with another's manifest": with_the_manifest_of_another,
    "a publication that is not the one published": with_a_forged_publication,
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_crafted_backup_is_refused_and_leaves_nothing(
    parts: Parts, restore: Callable[[Parts], Said], tmp_path: Path, hostile: str
) -> None:
    HOSTILE[hostile](parts)
    said = restore(parts)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.err.strip() == f"{tmp_path / 'made.tar'} is no backup, or is damaged: choose another one."
    home = Home(tmp_path / "around" / "second")
    assert [path.name for path in (tmp_path / "around").iterdir()] == ["second"]
    assert not Path("/tmp/outside").exists()
    assert not home.landing.exists()
    assert not home.restoring.exists()
    assert [path for path in home.root.rglob("*") if path.is_symlink()] == []
    assert list(files_of(home)) == []


def test_a_landing_file_that_reads_other_files_is_refused(
    parts: Parts, restore: Callable[[Parts], Said], tmp_path: Path
) -> None:
    with_a_landing_file_that_reads_others(parts, tmp_path)
    assert "is no backup" in restore(parts).err


def test_what_a_backup_says_of_itself_may_come_first(parts: Parts, restore: Callable[[Parts], Said]) -> None:
    parts.first.append((entry(CONTENTS), json.dumps(parts.contents).encode()))
    parts.document = b""
    assert restore(parts).code == 0


def test_a_newer_backup_is_refused(parts: Parts, restore: Callable[[Parts], Said]) -> None:
    parts.contents["schema_version"] = 99
    assert "newer version" in restore(parts).err


def test_a_backup_that_the_disk_has_no_space_for_is_refused_before_it_is_read(
    parts: Parts, restore: Callable[[Parts], Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    said = restore(parts)
    assert (said.code, "too little space" in said.err) == (1, True)
    assert not (tmp_path / "around" / "second" / "landing.duckdb").exists()


def test_a_backup_of_version_1_is_restored_and_upgraded(
    parts: Parts, restore: Callable[[Parts], Said], hotline: Hotline, tmp_path: Path
) -> None:
    """It has a landing file of version 1, its manifests say no hash, and its publications lie under their ids."""
    parts.add(LANDING, stored_landing(1, tmp_path / "old.duckdb").read_bytes())
    parts.contents["schema_version"] = 1
    for name in [each for each in parts.files if each.endswith(".json")]:
        manifest = json.loads(parts.files[name])
        del manifest["sha256"], manifest["file_state"]
        parts.add(name, json.dumps(manifest).encode())
    for name in [each for each in parts.files if each.startswith("published/")]:
        parts.rename(name, name.replace("/hotline.", "."))
    parts.contents["current"] = {
        folder: name.replace("/hotline.", ".") for folder, name in parts.contents["current"].items()
    }
    assert restore(parts).code == 0
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"
    assert hotline("status", "--json").document["loads"]["landed"] == 9
    assert hotline("build").code == 0
    assert hotline("sql", "select calls_received from hotline.marts.calls").out == "calls_received\n2\n"
    published = tmp_path / "around" / "second" / "published"
    assert {path.name for path in published.rglob("*.duckdb") if not path.is_symlink()} == {"hotline.duckdb"}
