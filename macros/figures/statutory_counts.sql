{# The counts of R(b), in the order of publication: the name, the SQL that counts the reports of a group, the SQL of the number
   that one report adds and the most that it can add, and the flag of int_delivered without which the count is unknown (none:
   always known). Every model and test that goes through the counts takes them from here. #}
{% macro statutory_counts() %}
    {% set names_given = '(delivered.reporter_first_name_given or delivered.reporter_last_name_given)' %}
    {% set counts = [
        ('calls_received', none, 'true'),
        ('calls_by_telephone', 'delivered.received_via', "received_via = 'hotline'"),
        ('calls_screened_out', 'delivered.screening_decision', "screening_outcome = 'screened_out'"),
        ('information_and_referral', 'delivered.screening_decision', "screening_outcome = 'information_and_referral'"),
        ('referrals_assigned', 'delivered.screening_decision', "screening_outcome = 'assigned'"),
        ('calls_pending_screening', 'delivered.screening_decision', "screening_outcome = 'pending'"),
        ('calls_anonymous', 'delivered.anonymity', 'is_anonymous'),
        ('calls_anonymous_stated', 'delivered.reporter_declined_identity', "is_anonymous and anonymity_basis = 'stated'"),
        ('calls_anonymous_inferred', names_given, "is_anonymous and anonymity_basis = 'inferred'"),
        ('calls_anonymity_not_recorded', 'delivered.anonymity', "anonymity_basis = 'not_recorded'"),
        ('calls_unsubstantiated_or_ruled_out', 'delivered.findings',
         "finding_outcome in ('unsubstantiated', 'ruled_out', 'unsubstantiated_or_ruled_out')"),
        ('investigations', 'delivered.investigations', 'is_investigation'),
        ('investigations_awaiting_finding', 'delivered.findings',
         "is_investigation and finding_outcome in ('pending', 'none')"),
    ] %}
    {% set listed = [] %}
    {% for name, needs, condition in counts %}
        {% do listed.append({
            'name': name, 'needs': needs, 'sql': reports_where(condition),
            'adds': 'case when ' ~ condition ~ ' then 1 else 0 end', 'most_of_a_report': 1
        }) %}
    {% endfor %}
    {% for finding in ['unsubstantiated', 'ruled_out'] %}
        {% do listed.insert(11 + loop.index0, {
            'name': 'allegations_' ~ finding, 'needs': 'delivered.findings', 'sql': 'sum(' ~ finding ~ '_count)',
            'adds': finding ~ '_count', 'most_of_a_report': 1000000
        }) %}
    {% endfor %}
    {% do return(listed) %}
{% endmacro %}
