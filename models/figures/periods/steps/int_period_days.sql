-- One row per day and kind of period: the period of that kind in which the day lies.
{{ days_in_periods(ref('calendar')) }}
