{# The clocks of screening: the names of the measures of their hours, and the instants between which they run. #}
{% macro screening_clocks() %}
    {% do return([
        {'hours': 'reports_with_hours_from_county_office', 'out_of_order': 'out_of_order_from_county_office',
         'median': 'median_hours_from_county_office', 'p90': 'p90_hours_from_county_office',
         'from': 'county_office_received_at', 'to': 'received_at'},
        {'hours': 'reports_with_hours_to_screening', 'out_of_order': 'out_of_order_to_screening',
         'median': 'median_hours_to_screening', 'p90': 'p90_hours_to_screening',
         'from': 'received_at', 'to': 'screened_at'},
        {'hours': 'reports_with_hours_to_district', 'out_of_order': 'out_of_order_to_district',
         'median': 'median_hours_to_district', 'p90': 'p90_hours_to_district',
         'from': 'received_at', 'to': 'district_notified_at'},
    ]) %}
{% endmacro %}

{# The clocks of the first attempt at an alleged victim, and of the first contact that reached one, since receipt. `first` is
   the column of marts.contacts that marks it; no such contact is dated before receipt. #}
{% macro contact_clocks() %}
    {% do return([
        {'hours': 'reports_with_hours_to_first_attempt', 'median': 'median_hours_to_first_attempt',
         'p90': 'p90_hours_to_first_attempt', 'first': 'is_first_attempt_at_victim'},
        {'hours': 'reports_with_hours_to_first_contact', 'median': 'median_hours_to_first_contact',
         'p90': 'p90_hours_to_first_contact', 'first': 'is_first_contact_with_victim'},
    ]) %}
{% endmacro %}

{# The days that completed responses took from acceptance. `where` selects rows of marts.completions. #}
{% macro completion_clocks() %}
    {% do return([
        {'count': 'investigations_completed', 'median': 'median_days_of_investigations',
         'p90': 'p90_days_of_investigations', 'where': "response_type = 'investigation'"},
        {'count': 'assessments_completed', 'median': 'median_days_of_assessments', 'p90': 'p90_days_of_assessments',
         'where': "response_type = 'assessment'"},
        {'count': 'completed_of_several_pending', 'median': 'median_days_of_several_pending',
         'p90': 'p90_days_of_several_pending', 'where': 'is_of_several_pending'},
    ]) %}
{% endmacro %}

{# The clocks above: each has a median and a 90th percentile, which don't add up. #}
{% macro measured_clocks() %}
    {% do return(screening_clocks() + contact_clocks() + completion_clocks()) %}
{% endmacro %}

{# The counts beside the rules, in the order of publication: the name, and for each table of single reports the SQL that
   counts the reports of a group. A count of several tables is their sum. The SQL reads two steps: `registered_sex_offenders`,
   with the codes of such reporters, and `first_delivery`, one row with the instant from which every version of a report was
   delivered. #}
{% macro screening_counts() %}
    {% set decided = "coalesce(screening_decision in ('screened_out', 'information_and_referral', 'assigned'), false)" %}
    {% set screened_since = decided ~ ' and screened_at >= (select first_delivery.extracted_at from first_delivery)' %}
    {% set counts = [{'name': 'calls_received', 'sql': {'referrals': reports_where('true')}}] %}
    {% for clock in screening_clocks() %}
        {% do counts.append({'name': clock.hours, 'sql': {'referrals': reports_where(clock.to ~ ' >= ' ~ clock.from)}}) %}
        {% do counts.append({'name': clock.out_of_order, 'sql': {'referrals': reports_where(clock.to ~ ' < ' ~ clock.from)}}) %}
    {% endfor %}
    {% for name, condition in [
        ('calls_screened_out', "screening_outcome = 'screened_out'"),
        ('screened_out_referred_to_services', "screening_outcome = 'screened_out' and services_referred"),
        ('screened_out_services_not_recorded', "screening_outcome = 'screened_out' and services_referred is null"),
        ('screened_out_reporter_informed', "screening_outcome = 'screened_out' and reporter_informed"),
        ('screened_out_informing_not_recorded', "screening_outcome = 'screened_out' and reporter_informed is null"),
        ('information_and_referral', "screening_outcome = 'information_and_referral'"),
        ('information_and_referral_to_services', "screening_outcome = 'information_and_referral' and services_referred"),
        ('information_and_referral_services_not_recorded',
         "screening_outcome = 'information_and_referral' and services_referred is null"),
        ('reported_by_registered_sex_offender',
         'reporter_type in (select registered_sex_offenders.code from registered_sex_offenders)'),
        ('reporter_type_not_recorded', 'reporter_type is null'),
        ('possible_indian_child', 'possible_indian_child'),
        ('possible_indian_child_not_recorded', 'possible_indian_child is null'),
        ('calls_on_young_children', 'concerns_young_child'),
        ('young_children_screened_out', "concerns_young_child and screening_outcome = 'screened_out'"),
        ('young_children_not_recorded', 'concerns_young_child is null'),
        ('calls_on_children_with_disability', 'concerns_child_with_disability'),
        ('children_with_disability_screened_out',
         "concerns_child_with_disability and screening_outcome = 'screened_out'"),
        ('child_disability_not_recorded', 'concerns_child_with_disability is null'),
        ('calls_anonymous', 'is_anonymous'),
        ('anonymous_screened_out', "is_anonymous and screening_outcome = 'screened_out'"),
        ('anonymous_information_and_referral', "is_anonymous and screening_outcome = 'information_and_referral'"),
        ('anonymous_assigned', "is_anonymous and screening_outcome = 'assigned'"),
        ('anonymous_pending', "is_anonymous and screening_outcome = 'pending'"),
        ('calls_named', 'not is_anonymous'),
        ('named_without_contact',
         'not is_anonymous and reporter_first_name_given and reporter_last_name_given and not reporter_contact_given'),
        ('named_screened_out', "not is_anonymous and screening_outcome = 'screened_out'"),
        ('named_information_and_referral', "not is_anonymous and screening_outcome = 'information_and_referral'"),
        ('named_assigned', "not is_anonymous and screening_outcome = 'assigned'"),
        ('named_pending', "not is_anonymous and screening_outcome = 'pending'"),
        ('calls_anonymity_not_recorded', "anonymity_basis = 'not_recorded'"),
        ('anonymity_not_recorded_screened_out', "anonymity_basis = 'not_recorded' and screening_outcome = 'screened_out'"),
        ('anonymity_not_recorded_information_and_referral',
         "anonymity_basis = 'not_recorded' and screening_outcome = 'information_and_referral'"),
        ('anonymity_not_recorded_assigned', "anonymity_basis = 'not_recorded' and screening_outcome = 'assigned'"),
        ('anonymity_not_recorded_pending', "anonymity_basis = 'not_recorded' and screening_outcome = 'pending'"),
    ] %}
        {% do counts.append({'name': name, 'sql': {'referrals': reports_where(condition)}}) %}
    {% endfor %}
    {# A report that was screened and lost its decision later was screened all the same. #}
    {% do counts.append({
        'name': 'reports_screened',
        'sql': {'referrals': reports_where(decided), 'screening_changes': reports_where('not ' ~ decided)}
    }) %}
    {% do counts.append({
        'name': 'screened_since_first_delivery', 'sql': {'referrals': reports_where(screened_since)}
    }) %}
    {% for name, condition in [
        ('changed_since_first_delivery', screened_since),
        ('changed_after_screening', 'true'),
        ('decision_changed_after_screening', 'is_decision_changed'),
        ('priority_changed_after_screening', 'is_priority_changed'),
        ('response_type_changed_after_screening', 'is_response_type_changed'),
    ] %}
        {% do counts.append({'name': name, 'sql': {'screening_changes': reports_where(condition)}}) %}
    {% endfor %}
    {% for name, condition in [
        ('unable_to_locate', 'true'),
        ('unable_to_locate_followed', 'index_on is not null'),
        ('unable_to_locate_reported_again', 'is_reported_again'),
    ] %}
        {% do counts.append({'name': name, 'sql': {'unable_to_locate_reports': reports_where(condition)}}) %}
    {% endfor %}
    {% for clock in contact_clocks() %}
        {% do counts.append({'name': clock.hours, 'sql': {'contacts': reports_where(clock.first)}}) %}
    {% endfor %}
    {% for clock in completion_clocks() %}
        {% set condition = clock.where ~ ' and days_to_completion is not null' %}
        {% do counts.append({'name': clock.count, 'sql': {'completions': reports_where(condition)}}) %}
    {% endfor %}
    {% for level in [1, 2] %}
        {% for name, condition in [
            ('', 'true'),
            ('_decided', 'decided_at is not null'),
            ('_overturned', "decided_at is not null and outcome = 'screen_out'"),
        ] %}
            {% do counts.append({
                'name': 'level_' ~ level ~ '_reviews' ~ name,
                'sql': {'screening_reviews': reports_where('level = ' ~ level ~ ' and ' ~ condition)}
            }) %}
        {% endfor %}
    {% endfor %}
    {% do return(counts) %}
{% endmacro %}

{# The shares published beside these counts, each with its 95 % interval. #}
{% macro screening_shares() %}
    {% do return([
        {'name': 'share_screened_out_referred_to_services', 'part': 'screened_out_referred_to_services',
         'whole': 'calls_screened_out'},
        {'name': 'share_screened_out_reporter_informed', 'part': 'screened_out_reporter_informed',
         'whole': 'calls_screened_out'},
        {'name': 'share_information_and_referral_to_services', 'part': 'information_and_referral_to_services',
         'whole': 'information_and_referral'},
        {'name': 'share_level_1_reviews_overturned', 'part': 'level_1_reviews_overturned',
         'whole': 'level_1_reviews_decided'},
        {'name': 'share_level_2_reviews_overturned', 'part': 'level_2_reviews_overturned',
         'whole': 'level_2_reviews_decided'},
        {'name': 'share_possible_indian_child', 'part': 'possible_indian_child', 'whole': 'calls_received'},
        {'name': 'share_of_young_children_screened_out', 'part': 'young_children_screened_out',
         'whole': 'calls_on_young_children'},
        {'name': 'share_of_children_with_disability_screened_out', 'part': 'children_with_disability_screened_out',
         'whole': 'calls_on_children_with_disability'},
        {'name': 'share_changed_after_screening', 'part': 'changed_since_first_delivery',
         'whole': 'screened_since_first_delivery'},
        {'name': 'share_unable_to_locate_reported_again', 'part': 'unable_to_locate_reported_again',
         'whole': 'unable_to_locate_followed'},
        {'name': 'share_of_anonymous_screened_out', 'part': 'anonymous_screened_out', 'whole': 'calls_anonymous'},
        {'name': 'share_of_anonymous_assigned', 'part': 'anonymous_assigned', 'whole': 'calls_anonymous'},
        {'name': 'share_of_named_screened_out', 'part': 'named_screened_out', 'whole': 'calls_named'},
        {'name': 'share_of_named_assigned', 'part': 'named_assigned', 'whole': 'calls_named'},
    ]) %}
{% endmacro %}
