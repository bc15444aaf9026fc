"""The register as a website for people: every page complete without script."""
