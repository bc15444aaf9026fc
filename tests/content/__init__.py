"""What authors write, read and judged."""
