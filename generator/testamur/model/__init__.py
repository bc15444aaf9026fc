"""The domain in frozen values: no I/O, no clock, no format of anybody's wire."""
