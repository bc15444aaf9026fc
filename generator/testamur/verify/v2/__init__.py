"""
Open Badges 2.0 of any issuer: hosted badges, by the word of their address, and signed ones.
"""
