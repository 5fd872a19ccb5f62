{# The clocks of screening: the words that follow "hours" in the names of their measures, the instants between which they
   run, and the column without which they are unknown. #}
{% macro screening_clocks() %}
    {% do return([
        {'name': 'from_county_office', 'from': 'county_office_received_at', 'to': 'received_at',
         'needs': 'delivered.county_office_received_at'},
        {'name': 'to_screening', 'from': 'received_at', 'to': 'screened_at', 'needs': 'delivered.screened_at'},
        {'name': 'to_district', 'from': 'received_at', 'to': 'district_notified_at',
         'needs': 'delivered.district_notified_at'},
    ]) %}
{% endmacro %}

{# The parts of the table of reporters' anonymity by outcome: the name with which the counts of a part begin or end, and its
   condition. #}
{% macro anonymity_parts() %}
    {% do return({
        'anonymous': 'is_anonymous',
        'named': 'not is_anonymous',
        'anonymity_not_recorded': "anonymity_basis = 'not_recorded'",
    }) %}
{% endmacro %}

{# The counts beside the rules, in the order of publication: the name, the condition without which the count is unknown, and
   for each table of single reports the SQL that counts the reports of a group. A count of several tables is their sum. The
   SQL reads two steps: `registered_sex_offenders`, with the codes of such reporters, and `first_delivery`, one row with the
   instant from which every version of a report was delivered. #}
{% macro screening_counts() %}
    {% set decision = 'delivered.screening_decision' %}
    {% set screened_out = "screening_outcome = 'screened_out'" %}
    {% set decided = "coalesce(screening_decision in ('screened_out', 'information_and_referral', 'assigned'), false)" %}
    {% set screened_since = decided ~ ' and screened_at >= (select first_delivery.extracted_at from first_delivery)' %}
    {% set followed = 'delivered.findings and delivered.family_id and (delivered.found_on or delivered.completed_at)' %}
    {% set counts = [('calls_received', none, 'true')] %}
    {% for clock in screening_clocks() %}
        {% do counts.append(
            ('reports_with_hours_' ~ clock.name, clock.needs, clock.to ~ ' >= ' ~ clock.from)
        ) %}
        {% do counts.append(
            ('out_of_order_' ~ clock.name, clock.needs, clock.to ~ ' < ' ~ clock.from)
        ) %}
    {% endfor %}
    {% do counts.extend([
        ('calls_screened_out', decision, screened_out),
        ('screened_out_referred_to_services', decision ~ ' and delivered.services_referred',
         screened_out ~ ' and services_referred'),
        ('screened_out_services_not_recorded', decision ~ ' and delivered.services_referred',
         screened_out ~ ' and services_referred is null'),
        ('screened_out_reporter_informed', decision ~ ' and delivered.reporter_informed',
         screened_out ~ ' and reporter_informed'),
        ('screened_out_informing_not_recorded', decision ~ ' and delivered.reporter_informed',
         screened_out ~ ' and reporter_informed is null'),
        ('reported_by_registered_sex_offender', 'delivered.reporter_type',
         'reporter_type in (select registered_sex_offenders.code from registered_sex_offenders)'),
        ('reporter_type_not_recorded', 'delivered.reporter_type', 'reporter_type is null'),
        ('possible_indian_child', 'delivered.possible_indian_child', 'possible_indian_child'),
        ('possible_indian_child_not_recorded', 'delivered.possible_indian_child', 'possible_indian_child is null'),
    ]) %}
    {% for part, condition in anonymity_parts().items() %}
        {% do counts.append(('calls_' ~ part, 'delivered.anonymity', condition)) %}
        {% for outcome in ['screened_out', 'information_and_referral', 'assigned', 'pending'] %}
            {% do counts.append((
                part ~ '_' ~ outcome, 'delivered.anonymity and ' ~ decision,
                condition ~ " and screening_outcome = '" ~ outcome ~ "'"
            )) %}
        {% endfor %}
    {% endfor %}
    {% set listed = [] %}
    {% for name, needs, condition in counts %}
        {% do listed.append({'name': name, 'needs': needs, 'sql': {'referrals': reports_where(condition)}}) %}
    {% endfor %}
    {# A report that was screened and lost its decision later was screened all the same. #}
    {% do listed.append({
        'name': 'reports_screened', 'needs': decision,
        'sql': {'referrals': reports_where(decided), 'screening_changes': reports_where('not ' ~ decided)}
    }) %}
    {% do listed.append({
        'name': 'screened_since_first_delivery', 'needs': decision ~ ' and delivered.screened_at',
        'sql': {'referrals': reports_where(screened_since)}
    }) %}
    {% for name, needs, condition in [
        ('changed_since_first_delivery',
         decision ~ ' and delivered.screened_at and delivered.priority and delivered.response_type', screened_since),
        ('changed_after_screening', decision ~ ' and delivered.priority and delivered.response_type', 'true'),
        ('decision_changed_after_screening', decision, 'is_decision_changed'),
        ('priority_changed_after_screening', decision ~ ' and delivered.priority', 'is_priority_changed'),
        ('response_type_changed_after_screening', decision ~ ' and delivered.response_type', 'is_response_type_changed'),
    ] %}
        {% do listed.append({'name': name, 'needs': needs, 'sql': {'screening_changes': reports_where(condition)}}) %}
    {% endfor %}
    {% for name, needs, condition in [
        ('unable_to_locate', 'delivered.findings', 'true'),
        ('unable_to_locate_followed', followed, 'index_on is not null'),
        ('unable_to_locate_reported_again', followed ~ ' and delivered.screen_out_reason', 'is_reported_again'),
    ] %}
        {% do listed.append({'name': name, 'needs': needs, 'sql': {'unable_to_locate_reports': reports_where(condition)}}) %}
    {% endfor %}
    {% do return(listed) %}
{% endmacro %}

{# The shares published beside these counts, each with its 95 % interval. #}
{% macro screening_shares() %}
    {% set shares = [
        {'name': 'share_screened_out_referred_to_services', 'part': 'screened_out_referred_to_services',
         'whole': 'calls_screened_out'},
        {'name': 'share_screened_out_reporter_informed', 'part': 'screened_out_reporter_informed',
         'whole': 'calls_screened_out'},
        {'name': 'share_possible_indian_child', 'part': 'possible_indian_child', 'whole': 'calls_received'},
        {'name': 'share_changed_after_screening', 'part': 'changed_since_first_delivery',
         'whole': 'screened_since_first_delivery'},
        {'name': 'share_unable_to_locate_reported_again', 'part': 'unable_to_locate_reported_again',
         'whole': 'unable_to_locate_followed'},
    ] %}
    {% for part in ['anonymous', 'named'] %}
        {% for outcome in ['screened_out', 'assigned'] %}
            {% do shares.append({
                'name': 'share_of_' ~ part ~ '_' ~ outcome, 'part': part ~ '_' ~ outcome, 'whole': 'calls_' ~ part
            }) %}
        {% endfor %}
    {% endfor %}
    {% do return(shares) %}
{% endmacro %}
