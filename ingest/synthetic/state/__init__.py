"""The believable state: its calibration, its calendar, its chance, its people and its places."""
