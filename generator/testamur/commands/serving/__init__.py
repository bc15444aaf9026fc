"""`testamur serve`: the site as it would be, made again whenever a file changes."""
