{# The counts of calls, in the order of publication: the name, and the condition on a call. Those with `is_outcome` are the
   parts of calls_offered: each call is in exactly one of them. A count with `needs_limit` is unknown for a day on which the
   state had no such limit. #}
{% macro telephone_counts() %}
    {% set counts = [{'name': 'calls_offered', 'condition': 'true'}] %}
    {% for outcome, name in {
        'answered': 'calls_answered',
        'abandoned': 'calls_abandoned',
        'abandoned_short': 'calls_abandoned_short',
        'voicemail': 'calls_voicemail',
        'transferred': 'calls_transferred',
        'other': 'calls_other',
        'not_recorded': 'calls_outcome_not_recorded',
    }.items() %}
        {% do counts.append({'name': name, 'condition': "call_outcome = '" ~ outcome ~ "'", 'is_outcome': true}) %}
    {% endfor %}
    {% for name, condition in [
        ('calls_with_seconds_to_answer', 'seconds_to_answer is not null'),
        ('calls_out_of_order', 'is_out_of_order'),
        ('calls_led_to_report', 'led_to_report'),
        ('calls_led_to_unknown_report', 'referral_id is not null and not led_to_report'),
    ] %}
        {% do counts.append({'name': name, 'condition': condition}) %}
    {% endfor %}
    {% do counts.append({
        'name': 'calls_answered_within_target', 'condition': 'is_answered_within_target',
        'needs_limit': 'answer_target_seconds',
    }) %}
    {% do return(counts) %}
{% endmacro %}

{# Aggregates over calls: each of these counts, by its name. #}
{% macro counts_of_calls() -%}
    {%- for count in telephone_counts() %}
        {%- if count.needs_limit %}
            case
                when count({{ count.needs_limit }}) = count(*) then count(*) filter (where {{ count.condition }})
            end as {{ count.name }}
        {%- else %}
            count(*) filter (where {{ count.condition }}) as {{ count.name }}
        {%- endif %}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The shares published beside these counts, each with its 95 % interval. #}
{% macro telephone_shares() %}
    {% do return([
        {'name': 'share_calls_answered', 'part': 'calls_answered', 'whole': 'calls_offered'},
        {'name': 'share_calls_abandoned', 'part': 'calls_abandoned', 'whole': 'calls_offered'},
        {'name': 'share_answered_within_target', 'part': 'calls_answered_within_target', 'whole': 'calls_offered'},
    ]) %}
{% endmacro %}

{# Aggregate: the sum of a count over `days`, of those alone that the condition `which` names where there is one. A count that is
   unknown on one day is unknown in the period. #}
{% macro sum_of_days(count, which='true') -%}
    case
        when count(days.{{ count }}) = count(*)
            then cast(sum(days.{{ count }}) filter (where {{ which }}) as bigint)
    end
{%- endmacro %}

{# The figures of the seconds to answer, and the SQL of each over calls. Seconds don't add up from days to periods, so each is
   taken from the calls themselves. Whole microseconds are summed, because the order of the rows would change the last bit of
   a sum of doubles. #}
{% macro seconds_to_answer() %}
    {% do return(['mean_seconds_to_answer', 'median_seconds_to_answer', 'p90_seconds_to_answer', 'longest_seconds_to_answer']) %}
{% endmacro %}

{% macro seconds_to_answer_of_calls() -%}
    {% set microseconds = "cast(round(seconds_to_answer * 1e6) as bigint)" -%}
    cast(sum({{ microseconds }}) as double) / nullif(count(seconds_to_answer), 0) / 1e6 as mean_seconds_to_answer,
    {{ quantiles(microseconds, [0.5, 0.9]) }} as quantiles_to_answer,
    max(seconds_to_answer) as longest_seconds_to_answer
{%- endmacro %}

{# The two quantiles from the list above. #}
{% macro quantiles_to_answer(relation) -%}
    {{ relation }}.quantiles_to_answer[1] / 1e6 as median_seconds_to_answer,
    {{ relation }}.quantiles_to_answer[2] / 1e6 as p90_seconds_to_answer
{%- endmacro %}
