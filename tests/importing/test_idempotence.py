"""Whatever a table holds: what was imported once is there already, in any order and any part."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testamur.content.importing.appending import appended
from testamur.content.importing.sheet import protected
from tests.importing.support import COHORT, a_file, a_repository, run, words_of

_PEOPLE = ("Miriam Okafor", "Tomas Lindqvist", "O'Neill, Rosa", 'Bo "Bee" Ek', "Zoë =1")
_DAYS = ("2026-02-01", "2026-02-13")
_ROWS = st.lists(
    st.tuples(st.sampled_from(_PEOPLE), st.sampled_from(_DAYS), st.sampled_from(("", "A1", "B2"))),
    min_size=1,
    max_size=8,
)
_Rows = Sequence[tuple[str, str, str]]
_MAPS = ("name=name", "email=email", "awarded=awarded")


def table(rows: _Rows, columns: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("name", "email", "awarded", "no")[:columns])
    for name, day, number in rows:
        address = f"{name.split()[0].strip(chr(39)).lower()}@example.org"
        writer.writerow(map(protected, (name, _plain(address), day, number)[:columns]))
    return out.getvalue()


def _plain(address: str) -> str:
    return "".join(letter for letter in address if letter.isascii() and letter not in "',\"")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    _ROWS,
    st.sampled_from([(), ("--again",), ("--map", "no=id")]),
    st.randoms(use_true_random=False),
)
def test_the_same_rows_are_no_new_awards(
    rows: _Rows, more: tuple[str, ...], random: object
) -> None:
    """And what was written is content that `check` accepts."""
    folder = Path(tempfile.mkdtemp())
    try:
        repository = a_repository(folder)
        options = [word for each in _MAPS for word in ("--map", each)]
        columns = 4 if "no=id" in more else 3
        file = a_file(repository, table(rows, columns))
        first = run(repository, "import", file, "--credential", "data-steward", *options, *more)
        before = repository.read(COHORT)
        part = list(rows)
        random.shuffle(part)  # type: ignore[attr-defined]  # hypothesis gives a `random.Random`
        again = run(
            repository, "import", a_file(repository, table(part[: 1 + len(part) // 2], columns))
        )

        assert 0 == first.exit_code, first.output
        assert "refused" not in words_of(first)
        assert "new" not in words_of(again)
        assert before == repository.read(COHORT)
        assert [] == [each for each in repository.check().problems if each.is_error]
    finally:
        shutil.rmtree(folder)


_CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).map(str.strip)


@given(
    st.lists(st.tuples(_CELLS, _CELLS), max_size=4),
    st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_rows_are_added_behind_what_is_there(
    old: list[tuple[str, str]],
    new: list[tuple[str, str]],
    ending: str,
    has_mark: bool,  # noqa: FBT001  # hypothesis gives them by place
    is_ended: bool,  # noqa: FBT001  # likewise
) -> None:
    """Whatever stands in the cells; where no column is new, the file only grows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    writer.writerows(
        [("credential", "name", "email", "awarded"), *((a, b, "x", "y") for a, b in old)]
    )
    text = out.getvalue() if is_ended else out.getvalue().removesuffix(ending)
    data = text.encode("utf-8-sig" if has_mark else "utf-8")
    rows = [{"credential": a, "name": b, "email": "e", "awarded": "d"} for a, b in new]
    made = appended(COHORT, data, rows)
    found = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))

    assert made.startswith(data)
    assert [[a, b, "e", "d"] for a, b in new] == found[-len(new) :]
    assert 1 + len(old) + len(new) == len(found)


def test_a_new_column_is_added_to_every_row() -> None:
    made = appended(COHORT, b"credential,name,email,awarded\na,b,c,d", [{"name": "n", "key": "k"}])

    assert b"credential,name,email,awarded,key\na,b,c,d,\n,n,,,k" == made
