{# The shares published beside the statutory counts, each the count `part` as a share of the count `whole`. #}
{% macro statutory_shares() %}
    {% do return([
        {"name": "share_by_telephone", "part": "calls_by_telephone", "whole": "calls_received"},
        {"name": "share_screened_out", "part": "calls_screened_out", "whole": "calls_received"},
        {"name": "share_information_and_referral", "part": "information_and_referral", "whole": "calls_received"},
        {"name": "share_assigned", "part": "referrals_assigned", "whole": "calls_received"},
        {"name": "share_pending_screening", "part": "calls_pending_screening", "whole": "calls_received"},
        {"name": "share_anonymous", "part": "calls_anonymous", "whole": "calls_received"},
        {"name": "share_anonymity_not_recorded", "part": "calls_anonymity_not_recorded", "whole": "calls_received"},
        {"name": "share_unsubstantiated_or_ruled_out", "part": "calls_unsubstantiated_or_ruled_out",
         "whole": "calls_received"},
        {"name": "share_of_investigations_unsubstantiated_or_ruled_out", "part": "calls_unsubstantiated_or_ruled_out",
         "whole": "investigations"},
        {"name": "share_of_assigned_investigated", "part": "investigations", "whole": "referrals_assigned"},
        {"name": "findings_pending_share", "part": "investigations_awaiting_finding", "whole": "investigations"},
    ]) %}
{% endmacro %}
