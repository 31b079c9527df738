"""Marsad (مرصد): from Arabic conflict reports to coded, placed, sourced events."""
