"""The settings: each is an option, else HOTLINE_* in the environment, else a line of hotline.toml, else a default."""

from __future__ import annotations

import contextlib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from hotline.warehouse.audiences import Audience
from hotline.warehouse.errors import WrongUsage
from hotline.warehouse.program_files import ROOT, default_jurisdiction
from ingest.byte_sizes import bytes_of
from ingest.reading.bounds import DEFAULT_BOUNDS

PREFIX = "HOTLINE_"
SETTINGS_FILE = "hotline.toml"

# Python and DuckDB take half of this before they have read the question.
_LEAST_MEMORY_OF_A_QUESTION = 256 * 2**20

# The build sets these for dbt. They are not settings, and a shell that has them is no mistake.
_FOR_DBT = {"BUILD_PATH", "LANDING_PATH", "TARGET", "TEMP"}


def half_the_memory() -> str:
    """Half of the memory of this machine, or of the container, as DuckDB writes it."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):  # no control group, or one without a limit
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return f"{max(total // 2 // 2**20, 512)}MiB"


def memory_of_a_question() -> str:
    """Two gibibytes, or half of the memory where that is less."""
    return min("2048MiB", half_the_memory(), key=bytes_of)


def processors() -> int:
    """The number of processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _bound(name: str, description: str) -> Any:
    """Return a bound of delivered files, with ingest's default."""
    return Field(getattr(DEFAULT_BOUNDS, name), ge=1, description=description)


def _size(text: str) -> str:
    try:
        bytes_of(text)
    except ValueError:
        raise PydanticCustomError("no_size", "write a size such as 2GB or 512MiB") from None
    return text


Size = Annotated[str, AfterValidator(_size)]


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    home: Path = Field(ROOT / "var", description="Where everything that is written at run time lies.")
    jurisdiction: str = Field(
        default_factory=default_jurisdiction,
        pattern=r"^[a-z0-9_]+$",
        description="The folder under seeds/policy/ with its policy; dbt_project.yml names the default.",
    )
    memory_limit: Size = Field(
        default_factory=half_the_memory,
        description="What DuckDB may use of the memory; half of the machine's unless set.",
    )
    threads: int = Field(default_factory=processors, ge=1, le=1024, description="Processors that DuckDB may use.")
    max_quarantined_share: float = Field(
        0.02,
        ge=0,
        le=1,
        description="A file is held if more than this share of its rows goes to quarantine, and",
    )
    max_quarantined_rows: int = Field(20, ge=0, description="more than this many rows do.")
    max_deleted_share: float = Field(
        0.05,
        ge=0,
        le=1,
        description="A full file is held if it would delete more than this share of keys, and",
    )
    max_deleted_keys: int = Field(20, ge=0, description="more than this many keys.")
    max_read_seconds: int = _bound("max_read_seconds", "A file is refused if reading it takes longer, in seconds.")
    max_content_bytes: int = _bound("max_content_bytes", "A file is refused if it holds more bytes, decompressed.")
    max_expansion: int = _bound(
        "max_expansion", "A file is refused if over 64 MiB come out of it and its size grows more times than this."
    )
    max_record_bytes: int = _bound("max_record_bytes", "A file is refused if a row is longer, in bytes.")
    max_field_bytes: int = _bound("max_field_bytes", "A file is refused if a field is longer, in bytes.")
    max_columns: int = _bound("max_columns", "A file is refused if it has more columns.")
    max_cells: int = _bound("max_cells", "A workbook is refused if the rectangle around its cells has more cells.")
    max_row_groups: int = _bound("max_row_groups", "A Parquet file is refused if it has more row groups.")
    max_manifest_bytes: int = _bound("max_manifest_bytes", "A manifest can't be read if it has more bytes.")
    keep_publications: int = Field(5, ge=1, description="Publications that are kept of each audience.")
    sql_seconds: float = Field(30, gt=0, le=3600, description="How long `sql` waits for an answer.")
    sql_memory: Size = Field(
        default_factory=memory_of_a_question,
        description="What the process that answers a question may hold; 2 GiB, or half of the machine's if less.",
    )
    sql_max_rows: int = Field(1_000_000, ge=1, description="An answer ends after this many rows, and")
    sql_max_bytes: Size = Field("500MB", description="after this many bytes of text.")
    audience: Audience = Field("administrators", description="Whose file `sql`, `status` and `serve` show.")
    port: int = Field(8501, ge=1, le=65535, description="Where `serve` listens.")

    @field_validator("sql_memory")
    @classmethod
    def _is_enough_to_start(cls, size: str) -> str:
        if bytes_of(size) < _LEAST_MEMORY_OF_A_QUESTION:
            raise PydanticCustomError("too_little", "any question needs 256 mebibytes")
        return size

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options first, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, _home() / SETTINGS_FILE)
        return (init_settings, env_settings, file)


def load_settings(**options: object) -> Settings:
    """Read the settings; `options` are those of the command line, None where it gave nothing.

    Raises WrongUsage for a key that is not a setting, and for a value that a setting can't have.
    """
    known = set(Settings.model_fields)
    for name in sorted(os.environ):
        key = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and key.lower() not in known and key not in _FOR_DBT:
            raise WrongUsage(f"{name} in the environment is no setting: remove it; there are {_names()}.")
    path = _home() / SETTINGS_FILE
    try:
        if path.exists() and "home" in tomllib.loads(path.read_text(encoding="utf-8")):
            raise WrongUsage(f"{path} can't say where itself lies: remove 'home' and set HOTLINE_HOME instead.")
        given: dict[str, Any] = {key: value for key, value in options.items() if value is not None}
        settings = Settings(**given)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise WrongUsage(f"{path} is no TOML: write lines of the form key = value.") from None
    except ValidationError as error:
        raise WrongUsage(_sentence(error, path)) from None
    home = _absolute(settings.home)
    if str(home).encode("utf-8", "replace").decode() != str(home):
        raise WrongUsage("The path of HOTLINE_HOME is not UTF-8: choose a folder whose path is.")
    return settings.model_copy(update={"home": home})


def _home() -> Path:
    return _absolute(Path(os.environ.get(f"{PREFIX}HOME") or Settings.model_fields["home"].default))


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _names() -> str:
    return ", ".join(Settings.model_fields)


def _sentence(error: ValidationError, path: Path) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{key} in {path} is no setting: remove it; there are {_names()}."
    said = first["msg"][0].lower() + first["msg"][1:]
    if first["type"] == "string_pattern_mismatch":  # the jurisdiction's alone
        said = "write small letters, digits and _"
    return f"The setting {key} ({PREFIX}{key.upper()} or {key} in {path}) can't be used: {said}."
