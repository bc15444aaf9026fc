"""The second of a signing: what is signed later bears a later one, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import orjson

from testamur.problems import WorldError
from testamur.register.documents import Document
from testamur.register.learners import LearnerRecord
from testamur.register.register import Register
from testamur.wire.instants import instant, parse_instant

_SAME_MOMENT = timedelta(minutes=1)


def moment_of(register: Register, now: datetime) -> datetime:
    """
    The second of signing: later than every earlier one.

    Two runs within a second are ordered by counting on; a clock that is further behind is wrong.
    """
    moment, before = now.replace(microsecond=0), _last_moment(register)
    if before is None or moment > before:
        return moment
    if before - moment < _SAME_MOMENT:
        return before + timedelta(seconds=1)
    raise WorldError(
        f"the clock says {instant(moment)}, but the register was signed at {instant(before)}",
        "set the clock right; nothing is signed with a time before the last",
    )


def _last_moment(register: Register) -> datetime | None:
    """Of the newest signature or entry, those of an interrupted run among them."""
    moments = [register.as_of] if register.as_of else []
    if register.entries:
        moments.append(datetime.combine(register.entries[-1].day, time.min, tzinfo=UTC))
    for number in range(register.head_size, register.size):
        document = register.documents.get(number) or register.learner_documents.get(number)
        if isinstance(document, Document | LearnerRecord):
            moments.append(parse_instant(orjson.loads(document.unsigned)["validFrom"]))
    return max(moments, default=None)
