"""Paths and bytes: what the output should hold, how it gets there safely, and why. Knows no badges."""
