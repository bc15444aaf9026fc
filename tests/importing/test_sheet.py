"""Tables as other programs save them, and as somebody hostile would."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.content.importing import sheet
from testamur.content.importing.sheet import protected, read, unprotected
from testamur.problems import InputRefusedError

TEXT = "name,email\nZoë,zoe@example.org\n"


def cells(data: bytes, encoding: str | None = None) -> list[tuple[str, ...]]:
    found = read(data, "theirs.csv", encoding)
    return [found.header, *(line.cells for line in found.lines)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are_are_recognised(encoding: str) -> None:
    expected = [("name", "email"), ("Zoë", "zoe@example.org")]

    assert expected == cells(TEXT.encode(encoding))


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-15", "mac-roman"])
def test_other_encodings_are_taken_when_they_are_stated(encoding: str) -> None:
    assert ("Zoë", "zoe@example.org") == cells(TEXT.encode(encoding), encoding)[1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_line_ends_are_found(delimiter: str, ending: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", ending)

    assert ("Zoë", "zoe@example.org") == cells(text.encode())[1]


def test_a_delimiter_inside_of_quotation_marks_is_none() -> None:
    text = '"Identifier (address, number, or else)";Name\nx;"a;b"\n'

    assert [("Identifier (address, number, or else)", "Name"), ("x", "a;b")] == cells(text.encode())


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    """An empty row is passed over and still counted."""
    found = read(b"name\nAda\n\nBea\n", "theirs.csv")

    assert [2, 4] == [line.number for line in found.lines]


def test_cells_left_out_at_the_end_are_empty() -> None:
    assert ("Ada", "", "") == cells(b"a,b,c\nAda\n")[1]
    assert ("Ada", "", "x") == cells(b"a,b,c\nAda,,x,,\n")[1]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"PK\x03\x04rest", "is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "is a spreadsheet"),
        ("name\nZoë\n".encode("cp1252"), "line 2 of theirs.csv is not UTF-8"),
        (b"\xff\xfea", "is not UTF-16"),
        (b"name\nA\0da\n", "NUL"),
        ("name\nAda\n".encode("utf-16-le"), "NUL"),
        (b'name\n"Ada\n', "quotation marks"),
        (b'name\n"Ada"x\n', "quotation marks"),
        (b"a,b\n1,2,3\n", "has 3 cells, but the header has 2"),
        (b"name,name\nAda,Bea\n", 'the column "name" twice'),
        (b"name, name\nAda,Bea\n", 'the column "name" twice'),
        (b"name\n" + b"x" * 200_000 + b"\n", "too long"),
        (b"," * 300, "more than 200 columns"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputRefusedError, match=re.escape(says)):
        read(data, "theirs.csv")


def test_a_stated_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="is not UTF-16"):
        read(b"abc", "theirs.csv", "utf-16")


def test_limits_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "ROWS_MAX", 2)
    monkeypatch.setattr(sheet, "CSV_MAX", 20)

    assert 3 == len(cells(b"n\n1\n2\n"))
    with pytest.raises(InputRefusedError, match="more than 2 rows"):
        read(b"n\n1\n2\n3\n", "theirs.csv")
    with pytest.raises(InputRefusedError, match="22 bytes, more than the 20"):
        read(b"n\n" + b"1" * 20, "theirs.csv")


@pytest.mark.parametrize(
    ("there", "meant"),
    [
        ("'=1+1", "=1+1"),
        ("'+49 30 1", "+49 30 1"),
        ("'-", "-"),
        ("'@ada", "@ada"),
        ('="007"', "007"),
        ("'tis", "'tis"),
        ("O'Neill", "O'Neill"),
        ("''=x", "'=x"),
        ("plain", "plain"),
    ],
)
def test_what_keeps_a_cell_from_being_a_formula_is_taken_off(there: str, meant: str) -> None:
    assert meant == unprotected(there)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "'=", "''@"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(start: str) -> None:
    assert protected(f"{start}1+1").startswith("'")


@given(st.text())
def test_a_protected_cell_reads_back_as_it_was(text: str) -> None:
    """Through a file and back, but for spaces around it and the form of line ends."""
    cell = text.strip().replace("\0", "")
    cell = cell if not re.fullmatch(r'="[^"]*"', cell) else ""
    out = io.StringIO()
    csv.writer(out).writerow([protected(cell)])
    (again,) = next(csv.reader(io.StringIO(out.getvalue(), newline=""))) or [""]

    assert cell == unprotected(again)
    assert not again.startswith(("=", "+", "-", "@", "\t", "\r"))
