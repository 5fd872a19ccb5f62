with

build as (
    select * from {{ ref('int_build') }}
),

loads as (
    -- A build as of a past day shows the deliveries that it could read.
    select
        ledger_loads.*,
        retractions.retracted_at
    from {{ source('ledger', 'loads') }} as ledger_loads
    cross join build
    left join {{ source('ledger', 'retractions') }} as retractions on ledger_loads.load_id = retractions.load_id
    where
        build.read_until is null
        or ledger_loads.extracted_at is null
        or ledger_loads.extracted_at <= build.read_until
),

-- What `hotline status` lists as held or refused is what nothing settled: hotline/warehouse/waiting_files.py asks the ledger
-- the same.
settling_held as (
    select
        held.load_id,
        other.load_id as settled_by,
        row_number() over (partition by held.load_id order by other.status = 'held', other.sequence) as place
    from loads as held
    inner join loads as other
        on
            held.extract = other.extract
            and held.kind = other.kind
            and held.load_id <> other.load_id
    where
        held.status = 'held'
        and (
            -- The same bytes landed, or were held again later.
            held.file_sha256 = other.file_sha256
            and (other.status = 'landed' or other.status in ('held', 'retracted') and held.sequence < other.sequence)
            -- A mended file landed at the same place, or with the same stated time; or a later full file did.
            or other.status in ('landed', 'retracted')
            and held.sequence < other.sequence
            and (
                held.file_path = other.file_path
                or held.extracted_at_source <> 'load_time'
                and other.extracted_at_source <> 'load_time'
                and (
                    held.extracted_at = other.extracted_at
                    or other.kind = 'full' and held.extracted_at < other.extracted_at
                )
            )
        )
),

-- A refused file tells little: what it does not tell is not assumed, and what is not certain to replace it settles nothing.
settling_refused as (
    select
        refused.load_id,
        other.load_id as settled_by,
        row_number() over (partition by refused.load_id order by other.status = 'refused', other.sequence) as place
    from loads as refused
    inner join loads as other
        on
            refused.sequence < other.sequence
            and (refused.extract = other.extract or refused.extract is null)
    where
        refused.status = 'refused'
        and (
            -- Its very rows landed, or had landed before.
            other.status in ('landed', 'unchanged')
            and refused.file_sha256 = other.file_sha256
            and other.rows_in_file > 0
            and (other.kind = 'full' or refused.kind = 'delta')
            -- What lies in its place with its stated time is mended, or refused once more. Another file of that time may
            -- be another part of the same delivery.
            or other.status in ('landed', 'unchanged', 'refused')
            and refused.extract = other.extract
            and refused.kind = other.kind
            and refused.file_path = other.file_path
            and refused.extracted_at_source <> 'load_time'
            and other.extracted_at_source <> 'load_time'
            and refused.extracted_at = other.extracted_at
            -- The whole table landed as of then or later. A file was written before it came; a clock may be a day off.
            or other.status = 'landed'
            and refused.extract = other.extract
            and other.kind = 'full'
            and other.deletes_absent
            and (
                refused.extracted_at_source <> 'load_time'
                and refused.extracted_at <= other.extracted_at
                or refused.extracted_at_source = 'load_time'
                and refused.loaded_at + interval 1 day <= other.extracted_at
            )
        )
),

settling as (
    select * from settling_held
    union all
    select * from settling_refused
),

published as (
    -- The path is left out: it belongs to the operator's machine.
    select
        loads.load_id,
        loads.extract,
        loads.file_name,
        loads.file_sha256,
        loads.kind,
        loads.extracted_at,
        loads.extracted_at_source,
        loads.loaded_at,
        loads.status,
        loads.reason,
        loads.rows_in_file,
        loads.rows_loaded,
        loads.rows_unchanged,
        loads.rows_superseded,
        loads.rows_quarantined,
        loads.rows_held,
        loads.keys_deleted,
        loads.notes,
        loads.contract_version,
        loads.retracted_at,
        settling.settled_by
    from loads
    left join settling
        on
            loads.load_id = settling.load_id
            and settling.place = 1
    -- In the order of delivery, which no column tells: a clock can be set back.
    order by loads.sequence
)

select * from published
