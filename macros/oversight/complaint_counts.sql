{# The counts of complaints, in the order of publication: the name, the SQL that counts the complaints of a group, and the column
   of the register without which the count is unknown. #}
{% macro complaint_counts() %}
    {% do return([
        {"name": "in_scope", "needs": "in_scope", "sql": reports_where("in_scope")},
        {"name": "out_of_scope", "needs": "in_scope", "sql": reports_where("not in_scope")},
        {"name": "scope_not_recorded", "needs": "in_scope", "sql": reports_where("in_scope is null")},
        {"name": "anonymous", "needs": "complainant_anonymous", "sql": reports_where("complainant_anonymous")},
        {"name": "agency_contacted_first", "needs": "agency_contacted_first",
         "sql": reports_where("agency_contacted_first")},
        {"name": "linked_to_caseload", "needs": "referral_id", "sql": reports_where("report_link = 'in_caseload'")},
        {"name": "followed_up", "needs": "followed_up_at", "sql": reports_where("followed_up_at is not null")},
        {"name": "decided", "needs": "decided_at", "sql": reports_where("decided_at is not null")},
        {"name": "investigated", "needs": "opened_at", "sql": reports_where("opened_at is not null")},
        {"name": "closed", "needs": "closed_at", "sql": reports_where("closed_at is not null")},
    ]) %}
{% endmacro %}
