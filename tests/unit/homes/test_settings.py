"""Where a setting comes from, and what is said of one that can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.warehouse.errors import WrongUsage
from hotline.warehouse.settings import Settings, half_the_memory, load_settings
from ingest.byte_sizes import bytes_of


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("JURISDICTION", "MEMORY_LIMIT", "THREADS", "AUDIENCE", "PORT", "KEEP_PUBLICATIONS"):
        monkeypatch.delenv(f"HOTLINE_{name}", raising=False)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    return tmp_path


def test_defaults_stand_where_nothing_is_set(home: Path) -> None:
    settings = load_settings()
    assert settings.home == home
    assert (settings.max_quarantined_share, settings.max_quarantined_rows) == (0.02, 20)
    assert (settings.max_deleted_share, settings.max_deleted_keys) == (0.05, 20)
    assert (settings.keep_publications, settings.audience, settings.port) == (5, "administrators", 8501)
    assert settings.jurisdiction == "oklahoma"


def test_without_a_home_it_is_var_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOTLINE_HOME")
    assert load_settings().home == Path(__file__).resolve().parents[3] / "var"


def test_an_empty_variable_sets_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_PORT", "")
    assert load_settings().port == 8501
    monkeypatch.setenv("HOTLINE_HOME", "")
    assert load_settings().home != Path.cwd()
    assert load_settings().home != home


def test_option_over_environment_over_file_over_default(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "hotline.toml").write_text("port = 8001\nthreads = 3\nkeep_publications = 7\n")
    monkeypatch.setenv("HOTLINE_PORT", "8002")
    monkeypatch.setenv("HOTLINE_THREADS", "4")
    settings = load_settings(port=8003, audience=None)
    assert (settings.port, settings.threads, settings.keep_publications) == (8003, 4, 7)
    assert settings.audience == "administrators"


def test_an_unknown_key_in_the_file_is_an_error(home: Path) -> None:
    (home / "hotline.toml").write_text("keep_publicatons = 7\n")
    with pytest.raises(WrongUsage, match=r"keep_publicatons in .*hotline\.toml is no setting: remove it; there are"):
        load_settings()


def test_an_unknown_key_in_the_environment_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_PROT", "8501")
    with pytest.raises(WrongUsage, match="HOTLINE_PROT in the environment is no setting"):
        load_settings()


@pytest.mark.parametrize("name", ["BUILD_PATH", "LANDING_PATH", "TEMP", "TARGET"])
def test_what_is_set_for_dbt_is_no_mistake(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"HOTLINE_{name}", "x")
    load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("AUDIENCE", "public"),
        ("MEMORY_LIMIT", "lots"),
        ("MEMORY_LIMIT", "5iB"),
        ("MAX_QUARANTINED_SHARE", "2"),
        ("KEEP_PUBLICATIONS", "0"),
        ("JURISDICTION", "../elsewhere"),
        ("SQL_SECONDS", "0"),
        ("SQL_MEMORY", "much"),
        ("SQL_MEMORY", "255MiB"),
        ("SQL_MAX_ROWS", "0"),
        ("SQL_MAX_BYTES", "-1MB"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"HOTLINE_{name}", value)
    with pytest.raises(WrongUsage) as error:
        load_settings()
    assert f"HOTLINE_{name}" in str(error.value)
    assert value not in str(error.value).replace(f"HOTLINE_{name}", "").split()


def test_the_file_cannot_say_where_itself_lies(home: Path) -> None:
    (home / "hotline.toml").write_text('home = "/elsewhere"\n')
    with pytest.raises(WrongUsage, match="remove 'home'"):
        load_settings()


def test_a_file_that_is_no_toml_is_said_to_be_none(home: Path) -> None:
    (home / "hotline.toml").write_text("port: 8501\n")
    with pytest.raises(WrongUsage, match="is no TOML"):
        load_settings()


@pytest.mark.parametrize(
    ("size", "count"),
    [("7B", 7), ("2KB", 2000), ("2KiB", 2048), ("1.5 GiB", 1_610_612_736), ("500MB", 500_000_000), ("1TiB", 2**40)],
)
def test_a_size_in_bytes(size: str, count: int) -> None:
    assert bytes_of(size) == count


def test_how_a_size_is_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_MEMORY_LIMIT", "5iB")
    with pytest.raises(WrongUsage, match=r"can't be used: write a size such as 2GB or 512MiB\.$"):
        load_settings()


def test_a_question_has_two_gibibytes_or_half_of_the_memory() -> None:
    assert bytes_of(Settings().sql_memory) == min(2**31, bytes_of(half_the_memory()))


def test_the_memory_limit_is_one_that_duckdb_reads() -> None:
    assert Settings(memory_limit=half_the_memory()).memory_limit.endswith("MiB")
