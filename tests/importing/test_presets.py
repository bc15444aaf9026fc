"""A file of each kind that other systems give out, read without being told what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.cli import importing as command
from testamur.content.importing import presets
from testamur.content.importing.days import Order
from testamur.content.importing.sheet import ENCODINGS
from testamur.problems import InputRefusedError
from tests.importing.support import COHORT, FILES, a_file, a_repository, rows, run, words_of
from tests.support.repository import Repository

TEMPLATE = "8f2c41de-0000-4000-8000-000000000001=data-steward"
MORE = {
    "credly": ("--badge", TEMPLATE),
    "badgr": ("--credential", "data-steward"),
    "moodle-grades": (
        *("--credential", "data-steward"),
        *("--pass-mark", "60", "--awarded", "2026-02-13"),
    ),
    "moodle-completion": ("--credential", "data-steward"),
    "exam": ("--credential", "data-steward"),
    "table": ("--credential", "data-steward"),
}
"""What somebody must say of such a file once."""

MIRIAM = {
    "credential": "data-steward",
    "name": "Miriam Okafor",
    "email": "miriam@example.org",
    "awarded": "2026-02-13",
}
TOMAS = {**MIRIAM, "name": "Tomas Lindqvist", "email": "tomas@example.org"}
EXPECTED = {
    "credly": (
        ["new", "new", "left out"],
        [
            {**MIRIAM, "key": "credly-9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"},
            {
                **TOMAS,
                "name": "Tomas J. Lindqvist",
                "awarded": "2026-01-05",
                "expires": "2029-01-05",
                "key": "credly-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
            },
        ],
    ),
    "accredible": (
        ["new", "new"],
        [
            {**MIRIAM, "key": "accredible-48001234"},
            {**TOMAS, "key": "accredible-48001235", "expires": "2029-02-13"},
        ],
    ),
    "badgr": (
        ["new", "new"],
        [
            {
                **MIRIAM,
                "narrative": "Kept the archive of the harbour.",
                "evidence_name": "Evidence",
                "evidence_narrative": "Her plan for the archive",
                "evidence_url": "https://work.example.org/plan",
            },
            {**TOMAS, "expires": "2029-02-13"},
        ],
    ),
    "moodle-grades": (["new", "left out", "left out"], [MIRIAM]),
    "moodle-completion": (["new", "left out"], [MIRIAM]),
    "moodle-badges": (["new", "new"], [MIRIAM, {**TOMAS, "awarded": "2026-02-14"}]),
    "exam": (["new", "left out"], [MIRIAM]),
    "testamur": (["new", "new"], [MIRIAM, {**TOMAS, "expires": "2029-02-13"}]),
    "table": (["new", "new"], [MIRIAM, {**TOMAS, "expires": "2029-02-13"}]),
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return a_repository(tmp_path)


@pytest.mark.parametrize("name", presets.BY_NAME)
def test_a_file_of_each_kind_is_read(repository: Repository, name: str) -> None:
    """What it says arrives in a cohort that `check` has nothing to say about."""
    outcomes, written = EXPECTED[name]
    result = run(repository, "import", FILES / f"{name}.csv", *MORE.get(name, ()))

    assert 0 == result.exit_code, result.output
    assert f"read as: {presets.BY_NAME[name].title}" in result.stdout
    assert outcomes == words_of(result)
    found = [{name: cell for name, cell in row.items() if cell} for row in rows(repository)]
    assert written == found
    assert () == repository.check().problems


@pytest.mark.parametrize("name", presets.BY_NAME)
def test_the_next_file_needs_no_options(repository: Repository, name: str) -> None:
    """And the same rows are no new awards."""
    more = MORE.get(name, ())
    run(repository, "import", FILES / f"{name}.csv", *more)
    before = repository.read(COHORT)
    day = ("--awarded", "2026-02-13") if name == "moodle-grades" else ()
    result = run(repository, "import", FILES / f"{name}.csv", *day)

    assert 0 == result.exit_code, result.output
    assert "read as: as content/imports.yaml says\n" in result.stdout
    assert "nothing to write\n" in result.stdout
    assert before == repository.read(COHORT)


def test_the_command_offers_what_there_is() -> None:
    """Its choices are written out so that `--help` answers at once."""
    assert tuple(presets.BY_NAME) == command._PRESETS
    assert ENCODINGS == command._ENCODINGS


def test_no_preset_claims_the_file_of_another() -> None:
    for name in presets.BY_NAME:
        header = (FILES / f"{name}.csv").read_text("utf-8-sig").splitlines()[0]
        columns = [
            cell.strip('"') for cell in header.replace("\t", ",").replace(";", ",").split(",")
        ]
        found = presets.recognised(columns)

        assert found is not None
        if name != "badgr":
            # The name of its column holds the delimiter.
            assert name == found.name


@pytest.mark.parametrize("name", presets.BY_NAME)
def test_every_field_of_a_preset_is_one(name: str) -> None:
    assert [] == [each for each in presets.BY_NAME[name].columns if each not in presets.FIELDS]


def test_a_preset_knows_the_order_of_its_days(repository: Repository) -> None:
    """What does not fit is refused, not turned round."""
    text = (FILES / "accredible.csv").read_text().replace("2/13/26", "13/2/26", 1)
    result = run(repository, "import", a_file(repository, text))

    assert Order.MDY is presets.BY_NAME["accredible"].dates
    assert 1 == result.exit_code
    assert '`Issued On` is not in the calendar: "13/2/26"' in result.stdout
    assert ["refused", "new"] == words_of(result)
    assert [] == rows(repository)


def test_a_stated_preset_outranks_what_is_recognised(repository: Repository) -> None:
    with pytest.raises(InputRefusedError, match="known to give: name, email, awarded"):
        run(repository, "import", FILES / "accredible.csv", "--preset", "moodle-badges")


def test_a_plain_table_says_what_it_took_for_what(repository: Repository) -> None:
    """
    The words for columns are everybody's, so whoever imports sees how they were understood.
    """
    text = "Name;Email;Date;Phone\nZoë;zoe@example.org;2026-02-13;1\n"
    result = run(repository, "import", a_file(repository, text), "--credential", "data-steward")

    assert ["new"] == words_of(result)
    assert (
        "read as: A table of names and addresses: Name as name, Email as email, Date as awarded\n"
        in result.output
    )
    assert "columns not read: Phone" in result.output


@pytest.mark.parametrize(
    "header",
    [
        "Vorname;Nachname;E-Mail-Adresse;Datum",
        "Vorname;Name;E-Mail;Datum",
        "First name;Surname;Mail;Date",
        "Prénom;Nom;Courriel;Date",
        "Nombre;Apellidos;Correo electrónico;Fecha",
    ],
)
def test_a_plain_table_may_be_in_other_words(repository: Repository, header: str) -> None:
    text = f"\ufeff{header}\nMiriam;Okafor;miriam@example.org;13.02.2026\n"
    run(repository, "import", a_file(repository, text), "--credential", "data-steward")

    assert [MIRIAM] == rows(repository)


def test_a_table_that_is_mapped_is_not_guessed_at(repository: Repository) -> None:
    """
    `Date` may be anybody's birthday.
    """
    text = "Name,Email,Date\nZoë,zoe@example.org,1990-02-13\n"
    maps = ("--map", "Name=name", "--map", "Email=email")
    with pytest.raises(InputRefusedError, match="known to give: awarded"):
        run(repository, "import", a_file(repository, text), "--credential", "data-steward", *maps)
