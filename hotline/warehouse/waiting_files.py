"""Which files of the ledger wait for somebody: conditions in SQL on `ledger.loads`.

`operations.loads.settled_by` says the same in a publication, and which file settled one: models/operations/loads.sql.
"""

# A batch waits until its rows have landed: under any name, in a mended file at the same place or of the same stated
# time, or in a later full file. One that was held twice is shown once.
HELD_WAITS = """
    status = 'held' and not exists (
        select 1 from ledger.loads as other
        where other.extract = loads.extract and other.kind = loads.kind and (
            other.status = 'landed' and other.file_sha256 = loads.file_sha256
            or other.status in ('landed', 'retracted') and other.sequence > loads.sequence and (
                other.file_sha256 = loads.file_sha256
                or other.file_path = loads.file_path
                or other.extracted_at_source <> 'load_time' and loads.extracted_at_source <> 'load_time'
                    and (other.extracted_at = loads.extracted_at
                        or other.kind = 'full' and other.extracted_at > loads.extracted_at))))
    and sequence = (
        select max(same.sequence) from ledger.loads as same
        where same.status = 'held' and same.extract = loads.extract and same.kind = loads.kind
            and same.file_sha256 = loads.file_sha256)"""
# A release holds for every delivery of the same bytes and stated time, until what it let in is taken back.
RELEASED = """
    exists (
        select 1 from ledger.releases join ledger.loads as first on first.load_id = releases.subject_id
        where releases.subject = 'batch' and first.extract = loads.extract and first.kind = loads.kind
            and first.file_sha256 = loads.file_sha256
            and (first.extracted_at_source = 'load_time') = (loads.extracted_at_source = 'load_time')
            and (first.extracted_at_source = 'load_time' or first.extracted_at = loads.extracted_at)
            and not exists (
                select 1 from ledger.retractions as back
                where back.identity = releases.identity and back.releases_before >= releases.sequence))"""
# A refused file waits until what it would have brought has certainly landed: its very rows, a mended file at the same
# place with the same stated time, or the whole table as of then or later. One that was refused again in its place is
# shown once.
REFUSED_WAITS = """
    status = 'refused' and not exists (
        select 1 from ledger.loads as other
        where other.sequence > loads.sequence and (other.extract = loads.extract or loads.extract is null) and (
            other.status in ('landed', 'unchanged') and other.file_sha256 = loads.file_sha256
                and other.rows_in_file > 0 and (other.kind = 'full' or loads.kind = 'delta')
            or other.status in ('landed', 'unchanged', 'refused') and other.extract = loads.extract
                and other.kind = loads.kind and other.file_path = loads.file_path
                and other.extracted_at_source <> 'load_time' and loads.extracted_at_source <> 'load_time'
                and other.extracted_at = loads.extracted_at
            or other.status = 'landed' and other.extract = loads.extract
                and other.kind = 'full' and other.deletes_absent
                and (loads.extracted_at_source <> 'load_time' and other.extracted_at >= loads.extracted_at
                    or loads.extracted_at_source = 'load_time'
                        and other.extracted_at >= loads.loaded_at + interval 1 day)))"""
