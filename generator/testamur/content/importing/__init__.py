"""Awards out of other systems' files: what a row says, and whether it is new here."""
