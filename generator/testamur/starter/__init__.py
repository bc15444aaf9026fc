"""What a new repository begins with, as files that nobody has to write from nothing."""
