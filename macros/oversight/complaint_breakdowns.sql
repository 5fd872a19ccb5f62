{# The breakdowns of complaints: the column that names a breakdown, and whether it holds a code of the register's code lists, a
   yes or no, or a word of the contract. #}
{% macro complaint_breakdowns() %}
    {% do return({
        'concern': 'code',
        'case_standing': 'code',
        'in_scope': 'boolean',
        'referred_to': 'code',
        'agency_contacted_first': 'boolean',
        'agency_contact_level': 'code',
        'complainant_anonymous': 'boolean',
        'received_via': 'word',
        'decision': 'word',
        'finding': 'code',
        'recommendation': 'code',
    }) %}
{% endmacro %}
