"""The sections of the page on trends: its marks, what each measure says, one measure, districts and counties."""
