{# The counts of R(b), in the order of publication: the name, the SQL that counts the reports of a group, and the SQL of the
   number that one report adds. A count `of_findings` counts nothing that a delivered allegation does not say, and the days
   that allegations cover bound it. Every model and test that goes through the counts takes them from here. #}
{% macro statutory_counts() %}
    {% set of_reports = [
        ('calls_received', 'true'),
        ('calls_by_telephone', "received_via = 'hotline'"),
        ('calls_screened_out', "screening_outcome = 'screened_out'"),
        ('information_and_referral', "screening_outcome = 'information_and_referral'"),
        ('referrals_assigned', "screening_outcome = 'assigned'"),
        ('calls_pending_screening', "screening_outcome = 'pending'"),
        ('calls_anonymous', 'is_anonymous'),
        ('calls_anonymous_stated', "is_anonymous and anonymity_basis = 'stated'"),
        ('calls_anonymous_inferred', "is_anonymous and anonymity_basis = 'inferred'"),
        ('calls_anonymity_not_recorded', "anonymity_basis = 'not_recorded'"),
    ] %}
    {% set of_findings = [
        ('calls_unsubstantiated_or_ruled_out',
         "finding_outcome in ('unsubstantiated', 'ruled_out', 'unsubstantiated_or_ruled_out')"),
        ('calls_partly_unsubstantiated', "finding_outcome = 'unsubstantiated_in_part'"),
    ] %}
    {% set of_investigations = [
        ('investigations', 'is_investigation'),
        ('investigations_awaiting_finding', "is_investigation and finding_outcome in ('pending', 'none')"),
    ] %}
    {% set counts = [] %}
    {% for name, condition in of_reports %}
        {% do counts.append(_count_of_reports(name, condition)) %}
    {% endfor %}
    {% for name, condition in of_findings %}
        {% do counts.append(_count_of_reports(name, condition)) %}
        {% do counts[-1].update({'of_findings': true}) %}
    {% endfor %}
    {% do counts.append({
        'name': 'allegations_unsubstantiated', 'sql': 'sum(unsubstantiated_count)', 'adds': 'unsubstantiated_count',
        'of_findings': true,
    }) %}
    {% do counts.append({
        'name': 'allegations_ruled_out', 'sql': 'sum(ruled_out_count)', 'adds': 'ruled_out_count', 'of_findings': true,
    }) %}
    {% for name, condition in of_investigations %}
        {% do counts.append(_count_of_reports(name, condition)) %}
    {% endfor %}
    {% do return(counts) %}
{% endmacro %}

{% macro _count_of_reports(name, condition) %}
    {% do return({
        'name': name, 'sql': reports_where(condition), 'adds': 'case when ' ~ condition ~ ' then 1 else 0 end'
    }) %}
{% endmacro %}

{# The value of a count. A count of findings that would be 0 is null where there are investigations and no allegation of their
   days was delivered: nobody knows what was found. It reads `allegations`, the row of int_extract_coverage. #}
{% macro where_covered(count, value, investigations, first_day, last_day) -%}
    {%- if count.of_findings -%}
        case
            when
                {{ value }} > 0
                or coalesce({{ investigations }}, 0) = 0
                or ({{ last_day }} >= allegations.earliest_on and {{ first_day }} <= allegations.newest_on)
                then {{ value }}
        end
    {%- else -%} {{ value }}
    {%- endif -%}
{%- endmacro %}
