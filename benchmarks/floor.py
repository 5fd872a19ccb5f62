"""The floor: the plainest DuckDB SQL that loads the same files with types, counts them and clocks them.

In: the folder of the files. Out: a database. The floor checks nothing, keeps no history, drops no identifying value and
publishes nothing. The time that the warehouse takes beyond it is the price of trust in its figures.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from benchmarks.extracts import SEEDS
from ingest.contract import load_contracts, time_zone

_TYPES = {"datetime": "timestamp", "date": "date", "integer": "bigint", "boolean": "boolean", "string": "varchar"}


def main(folder: Path, database: Path) -> None:
    """Load the files of `folder` into `database`, and add the counts and the clocks."""
    con = duckdb.connect(str(database))
    con.execute(f"set TimeZone = '{time_zone(SEEDS)}'")
    for name, contract in load_contracts(SEEDS).items():
        path = next(folder.glob(f"{name}_*.csv"))
        header = con.execute(f"describe select * from read_csv('{path}', all_varchar = true)").fetchall()
        columns = ", ".join(
            f'try_cast("{column}" as {_TYPES[contract.by_name[column].type]}) as "{column}"'
            for column, *_ in header
            if column in contract.by_name
        )
        con.execute(
            f"create table {name} as select {columns} from read_csv('{path}', all_varchar = true, parallel = true)"
        )
    con.execute(
        """
        create table counts as
        select cast(r.received_at as date) as received_on, coalesce(notified_county_fips, '00000') as county_fips,
            count(*) as received,
            count(*) filter (lower(trim(screening_decision)) = 'screened_out') as screened_out,
            count(*) filter (lower(trim(screening_decision)) = 'assigned') as assigned,
            count(*) filter (reporter_declined_identity) as anonymous,
            count(*) filter (finding.unsubstantiated) as unsubstantiated
        from referrals r
        left join (
            select referral_id, bool_and(finding in ('unsubstantiated', 'ruled_out')) as unsubstantiated
            from allegations group by referral_id
        ) finding using (referral_id)
        group by all order by all
        """
    )
    con.execute(
        """
        create table clocks as
        select referral_id,
            cast(accepted_at as date) + case response_type when 'investigation' then 5 else 10 end as due_on,
            cast(initiated_at as date) <= cast(accepted_at as date)
                + case response_type when 'investigation' then 5 else 10 end as timely
        from referrals where lower(trim(screening_decision)) = 'assigned'
        """
    )
    con.execute("create table compliance as select due_on, timely, count(*) as reports from clocks group by all")
    con.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
