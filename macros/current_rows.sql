{#
  The current version of every key of an extract. It is the greatest by (updated_at, extracted_at, content) among the
  stored versions and the later deliveries of a stored version. A key whose greatest version is a deletion has no row.
  A build as of a past day sees only what was extracted by then. A version that a later file stored first still counts
  where an earlier file delivered it too. Nearly every key is delivered once, so only the others are compared.
#}
{% macro current_rows(extract, key) -%}
    select versions.*
    from {{ source('raw', extract) }} as versions
    cross join {{ source('control', 'build') }} as build
    left join (
        select
            deliveries.{{ key }},
            {{ greatest_by('_content_hash', ['_order_updated_at', '_order_extracted_at', '_content_hash']) }}
                filter (where build.read_until is null or deliveries._extracted_at <= build.read_until)
                as _content_hash
        from (
            select {{ key }}, _order_updated_at, _order_extracted_at, _content_hash, _extracted_at
            from {{ source('raw', extract) }}
            union all
            select {{ key }}, _order_updated_at, _order_extracted_at, _content_hash, _extracted_at
            from {{ source('raw', extract ~ '_seen') }}
        ) as deliveries
        cross join {{ source('control', 'build') }} as build
        where
            deliveries.{{ key }} in (
                select keys.{{ key }}
                from (
                    select {{ key }} from {{ source('raw', extract) }}
                    union all
                    select {{ key }} from {{ source('raw', extract ~ '_seen') }}
                ) as keys
                group by keys.{{ key }}
                having count(*) > 1
            )
        group by deliveries.{{ key }}
    ) as newest
        on versions.{{ key }} = newest.{{ key }}
    where
        not coalesce(versions.deleted, false)
        and case
            when newest.{{ key }} is null
                then build.read_until is null or versions._extracted_at <= build.read_until
            else versions._content_hash = newest._content_hash
        end
{%- endmacro %}
