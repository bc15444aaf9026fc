"""
Bytes from anywhere in, a verdict out.

A stranger to the rest of the program: it knows nothing of issuing or authoring, and takes nothing
on trust that it can check.
"""
