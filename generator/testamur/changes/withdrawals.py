"""Whether what endorsers took back, as the last revision showed, is still told as taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from testamur.changes.rules import ENDORSEMENT_WITHDRAWAL
from testamur.model.endorsement import Endorsement
from testamur.problems import Problem
from testamur.verify import endorsement as reading
from testamur.verify.endorsement import Statement
from testamur.verify.writing import Malformed


def withdrawals_kept(
    published: Sequence[Endorsement], earlier: Sequence[bytes]
) -> Iterator[Problem]:
    """
    `earlier` are the withdrawals that a revision holds, whatever their names.

    An issuer may take an endorsement down with its withdrawal, and not the withdrawal alone.
    """
    found = (_read(data) for data in earlier)
    taken_back = {(said.endorser, said.id) for said in found if said}
    for each in published:
        said = _read(each.document)
        if each.withdrawn is None and said and (said.endorser, said.id) in taken_back:
            yield ENDORSEMENT_WITHDRAWAL.at(
                f"content/endorsements/{each.name}.json",
                (),
                "its endorser took it back, and the file that says so is gone",
                "put the withdrawal back beside it (`git log -p` shows it), or delete both",
            )


def _read(data: bytes) -> Statement | None:
    """Of a withdrawal or an endorsement; None for what is neither."""
    try:
        return reading.read(data)[1]
    except Malformed:
        return None
