"""
The register: an append-only log of what was issued, and the signed documents behind it.

The log tells nothing about anybody; the documents can be erased without the log changing.
"""
