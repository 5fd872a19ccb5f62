"""A question reads its own file and nothing else, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sandbox_fixture import Ask, ask_sql, published_home

__all__ = ["ask_sql", "published_home"]

# {folder} is a folder that this user may write to; it holds a file of each kind with a planted word.
FILES = [
    "from read_csv('{folder}/planted.csv')",
    "from '{folder}/planted.csv'",
    "from read_csv_auto('{folder}/*.csv')",
    "from read_text('{folder}/planted.csv')",
    "from read_blob('{folder}/planted.csv')",
    "from read_json('{folder}/planted.json')",
    "from read_json_objects('{folder}/planted.json')",
    "from read_parquet('{folder}/planted.parquet')",
    "from parquet_metadata('{folder}/planted.parquet')",
    "from parquet_schema('{folder}/planted.parquet')",
    "from sniff_csv('{folder}/planted.csv')",
    "from glob('{folder}/*')",
    "from glob('/proc/self/environ')",
    "from read_text('/proc/self/environ')",
    "from read_text('/proc/self/maps')",
    "from read_text('/dev/fd/3')",
    "from read_text('/dev/stdin')",
    "from read_blob('/dev/fd/3')",
    "from read_duckdb('/dev/fd/3')",
    "from query('from read_text(''{folder}/planted.csv'')')",
    "from query_table('{folder}/planted.csv')",
    "select (select content from read_text('{folder}/planted.csv'))",
    "explain analyze from read_text('{folder}/planted.csv')",
    "describe from read_csv('{folder}/planted.csv')",
    "summarize '{folder}/planted.csv'",
    "pivot read_csv('{folder}/planted.csv') on word using count(*)",
    "from 'https://127.0.0.1:1/planted.csv'",
    "from read_text('http://127.0.0.1:1/planted')",
    "from read_parquet('s3://planted/planted.parquet')",
    "from sqlite_scan('{folder}/planted.db', 'planted')",
    "from sql_auto_complete('from ''{folder}/')",
    "from planted",
    "from question",
    "from request",
    "from pandas_scan(1)",
    "from arrow_scan(1, 2, 3)",
    "from python_map_function(1)",
    "select getenv('PATH')",
    "select current_setting('no_such_setting')",
    "select write_log('planted', level := 'error', log_type := 'x', scope := 'y')",
    "from load_aws_credentials()",
]
STATEMENTS = [
    "attach '{folder}/other.duckdb'",
    "attach ':memory:' as other",
    "attach '{folder}/other.duckdb' as other (type sqlite)",
    "detach hotline",
    "use temp",
    "copy marts.statutory_counts to '{folder}/out.csv'",
    "copy (select 1) to '{folder}/out.parquet' (format parquet)",
    "copy (select 1) to '/dev/stdout'",
    "copy (select 1) to '/dev/fd/1'",
    "copy from database hotline to temp",
    "export database '{folder}/out'",
    "import database '{folder}'",
    "pragma import_database('{folder}')",
    "install httpfs",
    "install '{folder}/planted.duckdb_extension'",
    "load httpfs",
    "load '{folder}/planted.duckdb_extension'",
    "force install httpfs from 'http://127.0.0.1:1'",
    "update extensions",
    "set enable_external_access = true",
    "set global enable_external_access = true",
    "set memory_limit = '1TB'",
    "set max_memory = '1TB'",
    "set threads = 64",
    "set temp_directory = '{folder}'",
    "set home_directory = '{folder}'",
    "set lock_configuration = false",
    "set python_enable_replacements = true",
    "set max_expression_depth to 1000000",
    "set TimeZone = 'UTC'",
    "set search_path = 'temp'",
    "set variable x = 1",
    "reset memory_limit",
    "reset lock_configuration",
    "pragma memory_limit = '1TB'",
    "pragma enable_profiling = 'json'",
    "pragma profiling_output = '{folder}/profile.json'",
    "pragma enable_object_cache",
    "pragma temp_directory = '{folder}'",
    "create table marts.mine as select 1",
    "create table mine (a int)",
    "create temp table mine as select 1",
    "create or replace temp view mine as select 1",
    "create schema mine",
    "create macro mine() as 1",
    "create temp macro mine() as table from range(3)",
    "create type mine as enum ('a')",
    "create temp sequence mine",
    "create secret mine (type s3, key_id 'a', secret 'b')",
    "create persistent secret mine (type http, bearer_token 'a')",
    "drop table marts.statutory_counts",
    "alter table marts.statutory_counts add column mine int",
    "comment on table marts.statutory_counts is 'mine'",
    "delete from marts.statutory_counts",
    "truncate marts.statutory_counts",
    "insert into marts.statutory_counts default values",
    "update marts.statutory_counts set calls_received = 0",
    "merge into marts.statutory_counts using (select 1 as a) on false when not matched then insert default values",
    "vacuum",
    "analyze",
    "checkpoint",
    "force checkpoint",
    "begin transaction",
    "commit",
    "prepare mine as select 1",
    "execute mine",
    "execute mine(1)",
    "deallocate mine",
    "call enable_logging()",
    "call enable_logging(storage = 'file', storage_path = '{folder}/logs')",
    "call pragma_version()",
    "call force_checkpoint()",
    "explain analyze create temp table mine as select 1",
    "explain create table mine as select 1",
    "explain (format json) create table mine as select 1",
    "explain analyze copy (select 1) to '{folder}/out.csv'",
    "explain analyze set threads = 64",
    "explain analyze attach ':memory:' as other",
    "select 1; select 2",
    "select 1; drop table marts.statutory_counts",
    "select 1;;select 2",
    "pivot range(3) on range using count(*); select 2",
    "select 1; pivot range(3) on range using count(*)",
    "pivot range(3) on range using count(*); pivot range(3) on range using count(*)",
    "create temp table mine as pivot (from range(3)) on range using count(*)",
    "create temp table mine as from (pivot (from range(3)) on range using count(*));",
    "explain analyze create temp table mine as from (pivot (from range(3)) on range using count(*))",
    "create type mine as enum ('a'); from range(1)",
    "select ?",
    "select $1",
    "select $name::int",
    "with x as (insert into marts.statutory_counts default values returning 1) from x",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files that hold a planted word."""
    folder = tmp_path_factory.mktemp("planted")
    for ending in ("csv", "json", "parquet", "db", "duckdb_extension"):
        (folder / f"planted.{ending}").write_text('word\n{"word": "Secretname"}\nSecretname\n')
    return folder


@pytest.mark.parametrize("question", [*FILES, *STATEMENTS])
def test_it_is_refused_in_one_sentence(ask_sql: Ask, folder: Path, question: str) -> None:
    before = sorted(folder.iterdir())
    said = ask_sql(question.format(folder=folder), sql_seconds="30")
    assert said.code in (1, 2)
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "Secretname" not in said.err
    assert sorted(folder.iterdir()) == before


def test_the_published_file_stays_as_it_was(ask_sql: Ask, published_home: Path) -> None:
    [file] = (published_home / "published" / "administrators").glob("*/*.duckdb")
    before, beside = file.read_bytes(), sorted(file.parent.iterdir())
    for question in ("delete from marts.statutory_counts", "from checkpoint()", "from force_checkpoint('hotline')"):
        ask_sql(question, sql_seconds="30")
    assert file.read_bytes() == before
    assert sorted(file.parent.iterdir()) == beside


def test_the_catalog_is_called_hotline_wherever_the_file_lies(ask_sql: Ask) -> None:
    said = ask_sql("select database_name, readonly from duckdb_databases() where not internal", sql_seconds="30")
    assert said.out == "database_name,readonly\nhotline,true\n"
    assert ask_sql("select count(*) from hotline.marts.statutory_counts", sql_seconds="30").code == 0


def test_no_function_tells_where_the_file_lies(ask_sql: Ask) -> None:
    """Every function that gives a table and takes no argument, and every view of the system, is asked."""
    functions = ask_sql(
        "select distinct function_name from duckdb_functions() "
        "where function_type in ('table', 'table_macro') and len(parameters) = 0 order by 1",
        sql_seconds="30",
    ).out.split()[1:]
    views = ask_sql(
        "select distinct schema_name || '.' || view_name from duckdb_views() where internal order by 1",
        sql_seconds="30",
    ).out.split()[1:]
    assert "duckdb_databases" in functions
    assert "pg_catalog.pg_class" in views
    sources = [f"{name}()" for name in functions] + views + ["pragma_database_list", "duckdb_databases"]
    answered = 0
    for source in sources:
        # The fixture looks for the path of the home in all that is said.
        said = ask_sql(f"from {source}", sql_seconds="30", sql_max_rows="100000", sql_max_bytes="50MB")
        answered += said.code == 0
        assert "whereitlies" not in said.out + said.err
        assert "/root" not in said.out + said.err
    assert answered > len(sources) / 2


@pytest.mark.parametrize(
    "question",
    [
        "select value from duckdb_settings() where name in ('allowed_paths', 'allowed_directories', 'temp_directory')",
        "select current_setting('allowed_paths'), current_setting('secret_directory')",
        "pragma database_list",
        "select hex(path::blob) from duckdb_databases() where path like '%where%'",
        "select count(*) from duckdb_databases() where path like '%published%' having count(*) > 0",
    ],
)
def test_no_setting_tells_it_either(ask_sql: Ask, question: str) -> None:
    said = ask_sql(question, sql_seconds="30")
    assert "whereitlies" not in said.out
    assert "7768657265" not in said.out.lower()
    assert said.code == 0


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("from marts.statutory_count", 'Did you mean "statutory_counts"'),
        ("select calls_receivd from marts.statutory_counts", 'Candidate bindings: "calls_received"'),
        ("select lenght('a')", 'Did you mean "length"'),
        ("selec 1", 'syntax error at or near "selec"'),
    ],
)
def test_duckdbs_help_is_kept(ask_sql: Ask, question: str, hint: str) -> None:
    said = ask_sql(question, sql_seconds="30")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert hint in said.err
    assert "Tables are listed by: hotline sql 'show all tables'" in said.err


@pytest.mark.parametrize(
    "question",
    [
        "select cast(period_label as integer) from marts.statutory_counts",
        "select cast(period_label as date) from marts.statutory_counts",
        "select error(period_label) from marts.statutory_counts",
        "select period_label::uuid from marts.statutory_counts",
        "select strptime(period_label, '%H') from marts.statutory_counts",
        "select json_extract(period_label, '$.a') from marts.statutory_counts",
        "select enum_code(period_label::enum('a')) from marts.statutory_counts",
        "select regexp_matches('a', '(' || period_label) from marts.statutory_counts",
        "select (select period_label from marts.statutory_counts limit 2)",
        "select array_value(period_label)::int[1] from marts.statutory_counts",
    ],
)
def test_no_error_quotes_a_row(ask_sql: Ask, question: str) -> None:
    said = ask_sql(question, sql_seconds="30")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "FY20" not in said.err
    assert "-0" not in said.err
