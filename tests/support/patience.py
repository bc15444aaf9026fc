"""A guard against work that never ends: no measurement, and no bound that a busy machine breaks."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENOUGH = 60.0
"""Seconds of this process's own computing; what is guarded takes a few at most."""


@contextmanager
def patience() -> Iterator[None]:
    """Fails what computes on and on, as a text made to be slow would have it."""

    def lost(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"no end within {_ENOUGH:.0f} seconds of computing")

    before = signal.signal(signal.SIGVTALRM, lost)
    signal.setitimer(signal.ITIMER_VIRTUAL, _ENOUGH)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
