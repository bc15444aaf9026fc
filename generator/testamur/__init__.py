"""testamur: a Git repository of awards in, a static site of verifiable credentials out."""

__version__ = "0.1.0"
