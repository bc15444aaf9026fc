"""`python -m testamur`, and the `testamur` command."""

from __future__ import annotations

from testamur.cli.main import main

if __name__ == "__main__":
    main()
