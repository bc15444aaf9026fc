"""The authors' schema: which fields each file has, and how each value is read."""
