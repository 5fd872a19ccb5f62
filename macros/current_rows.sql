{#
  The current version of every key of an extract: the greatest of (updated_at, extracted_at, content), over the
  versions stored and the times one of them was delivered again, unless that version is a deletion. Of a build as
  of a past day only what was extracted by then is seen; a version first stored by a later file still counts when
  an earlier file delivered it too. Nearly every key is delivered once, so only the others are sorted out.
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
