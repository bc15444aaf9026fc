"""`testamur import` of tables, as typed: what is new, what is not, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.problems import InputRefusedError
from testamur.problems import TestamurError as AnyError
from tests.importing.support import (
    COHORT,
    HEADER,
    IMPORTS,
    a_file,
    a_repository,
    define,
    rows,
    run,
    words_of,
)
from tests.support.repository import Repository, codes

ZOE = "Zoë Äkerlund,zoe@example.org,2026-02-13\n"
STEWARD = ("--credential", "data-steward", "--map", "name=name", "--map", "email=email")
OF_STEWARDS = (*STEWARD, "--map", "awarded=awarded")
EXAM = "Name,Email,Score,Date\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return a_repository(tmp_path, "Ada Lovelace")


def refused(repository: Repository, text: str | bytes, *words: str) -> AnyError:
    """Why the whole file is refused; nothing is written then."""
    before = files(repository)
    with pytest.raises(AnyError) as found:
        run(repository, "import", a_file(repository, text), *words)

    assert before == files(repository)
    return found.value


def files(repository: Repository) -> dict[str, bytes]:
    content = repository.root / "content"
    return {str(path): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def test_rows_are_added_and_the_others_stay_as_they_were(repository: Repository) -> None:
    """Byte for byte, with their marks, quotes, order and line ends."""
    before = (
        b"\xef\xbb\xbfkey,awarded,credential,name,email\r\n"
        b'bea,2026-01-01,data-steward,"Bea",bea@example.org'
    )
    (repository.root / COHORT).write_bytes(before)
    result = run(repository, "import", a_file(repository, HEADER + ZOE), *OF_STEWARDS)
    after = (repository.root / COHORT).read_bytes()

    assert 0 == result.exit_code, result.output
    assert before + "\r\n,2026-02-13,data-steward,Zoë Äkerlund,zoe@example.org".encode() == after


def test_columns_that_are_missing_are_added(repository: Repository) -> None:
    repository.write(
        COHORT, "credential,name,email,awarded\ndata-steward,Bea,b@example.org,2026-01-01\n"
    )
    text = "name,email,awarded,until\nZoë,zoe@example.org,2026-02-13,2030-01-01\n"
    run(repository, "import", a_file(repository, text), *OF_STEWARDS, "--map", "until=expires")

    assert ["", "2030-01-01"] == [row["expires"] for row in rows(repository)]
    assert () == repository.check().problems


def test_what_is_issued_is_there_already(repository: Repository) -> None:
    """By the record in content/, whatever file it stands in and whatever it is known by."""
    repository.issue(first=True)
    text = f"{HEADER}Ada Lovelace, ADA-Lovelace@example.org ,2026-03-01\n"
    result = run(repository, "import", a_file(repository, text), *OF_STEWARDS)

    assert ["there already"] == words_of(result)
    assert "content/awards/ada-lovelace.yaml" in result.stdout
    assert not (repository.root / COHORT).exists()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Ada King,ada-lovelace@example.org,2026-03-01", '"Ada Lovelace" here, "Ada King" there'),
        ("Ada Lovelace,ada-lovelace@example.org,2026-02-01", '`awarded` ("2026-03-01" here'),
    ],
)
def test_a_changed_row_is_told_and_not_touched(repository: Repository, row: str, says: str) -> None:
    before = files(repository)
    result = run(repository, "import", a_file(repository, f"{HEADER}{row}\n"), *OF_STEWARDS)

    assert 0 == result.exit_code
    assert ["differs"] == words_of(result)
    assert says in result.stdout
    assert "`testamur correct`" in result.stdout
    assert before == files(repository)


def test_the_same_person_twice_in_a_file_is_awarded_once(repository: Repository) -> None:
    text = f"{HEADER}{ZOE}{ZOE}Zoë A.,ZOE@example.org,2026-02-13\n"
    result = run(repository, "import", a_file(repository, text), *OF_STEWARDS)

    assert ["new", "there already", "differs"] == words_of(result)
    assert "row 2" in result.stdout
    assert 1 == len(rows(repository))


def test_somebody_may_earn_it_again_where_that_is_said(repository: Repository) -> None:
    """On another day, and on the same day only once; and it is remembered."""
    text = f"{HEADER}{ZOE}{ZOE.replace('02-13', '02-20')}{ZOE}"
    result = run(repository, "import", a_file(repository, text), *OF_STEWARDS, "--again")

    assert ["new", "new", "there already"] == words_of(result)
    assert ["", "data-steward-2026-02-20"] == [row["key"] for row in rows(repository)]
    more = f"{HEADER}{ZOE.replace('02-13', '02-25')}{ZOE.replace('02-13', '02-20')}"
    again = run(repository, "import", a_file(repository, more))
    assert ["new", "there already"] == words_of(again)


def test_without_saying_so_a_later_day_is_no_second_award(repository: Repository) -> None:
    text = f"{HEADER}{ZOE}{ZOE.replace('02-13', '02-20')}"
    result = run(repository, "import", a_file(repository, text), *OF_STEWARDS)

    assert ["new", "differs"] == words_of(result)


def test_a_row_that_is_refused_keeps_all_from_being_written(repository: Repository) -> None:
    text = f"{HEADER}{ZOE}Nobody,no address,2026-02-13\n"
    before = files(repository)
    result = run(repository, "import", a_file(repository, text), *OF_STEWARDS)

    assert 1 == result.exit_code
    assert ["new", "refused"] == words_of(result)
    assert "nothing was written: mend the rows" in result.stdout
    assert before == files(repository)


def test_the_others_are_written_where_that_is_said(repository: Repository) -> None:
    """The exit code still tells."""
    text = f"{HEADER}{ZOE}Nobody,no address,2026-02-13\n"
    result = run(repository, "import", a_file(repository, text), *OF_STEWARDS, "--skip-refused")

    assert 1 == result.exit_code
    assert ["zoe@example.org"] == [row["email"] for row in rows(repository)]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",zoe@example.org,2026-02-13", "`name`"),
        ("Zoë,,2026-02-13", "there is no e-mail address"),
        ("Zoë,zoe,2026-02-13", "`email` is not an e-mail address"),
        ("Zoë,zoe@exämple.org,2026-02-13", "`email` has letters other than a-z"),
        ("Zoë,zoe@example.org,", "`awarded`"),
        ("Zoë,zoe@example.org,soon", "`awarded` is not a day"),
        ("Zoë,zoe@example.org,01/02/2026", "`awarded` could be one of several days"),
        ("Zoë,zoe@example.org,2026-02-30", "`awarded` is not in the calendar"),
        ("Zoë,zoe@example.org,2027-01-01", "`awarded` has not come yet"),
        ('"=HYPERLINK(""https://x.example"")",zoe@example.org,2026-02-13', "for a formula"),
        ("'@SUM(1),zoe@example.org,2026-02-13", "for a formula"),
        ("Zoë\u202e,zoe@example.org,2026-02-13", "`name`"),
        (f"{'Z' * 400},zoe@example.org,2026-02-13", "`name` has 400 characters"),
    ],
)
def test_rows_that_are_no_award_are_refused(repository: Repository, row: str, says: str) -> None:
    result = run(repository, "import", a_file(repository, f"{HEADER}{row}\n"), *OF_STEWARDS)

    assert 1 == result.exit_code
    assert ["refused"] == words_of(result)
    assert says in result.stdout
    assert not (repository.root / COHORT).exists()
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize("name", ["山田\u3000太郎", "Ngũgĩ wa Thiong'o", "-", "Đặng Thị Hoa"])
def test_names_of_every_script_stay_as_they_are_written(repository: Repository, name: str) -> None:
    """But for one that is a hyphen, which is nobody's."""
    result = run(
        repository,
        "import",
        a_file(repository, f"{HEADER}  {name} ,zoe@example.org,2026-02-13\n"),
        *OF_STEWARDS,
    )

    assert (["refused"] if name == "-" else ["new"]) == words_of(result)
    assert ([] if name == "-" else [name]) == [row["name"] for row in rows(repository)]


def test_messages_name_the_columns_of_the_file(repository: Repository) -> None:
    text = "Wer,Post,Wann\nZoë,zoe,2026-02-13\n"
    maps = ("--map", "Wer=name", "--map", "Post=email", "--map", "Wann=awarded")
    file = a_file(repository, text)
    result = run(repository, "import", file, "--credential", "data-steward", *maps)

    assert '`Post` is not an e-mail address: "zoe"' in result.stdout


def test_any_columns_are_read_and_remembered(repository: Repository) -> None:
    """Next month's file needs no option, and no name of a person is remembered."""
    text = "Nachname;Vorname;E-Mail;Wann;Ort\nÄkerlund;Zoë;zoe@example.org;13.2.2026;Kiel\n"
    maps = ("Nachname=last_name", "Vorname=first_name", "E-Mail=email", "Wann=awarded")
    options = [word for each in maps for word in ("--map", each)]
    first = run(
        repository, "import", a_file(repository, text), "--credential", "data-steward", *options
    )
    later = text.replace("zoe@", "zora@").replace("Zoë", "Zora").replace("13.2", "2.1")
    again = run(repository, "import", a_file(repository, later), "--dates", "dmy")

    assert (0, 0) == (first.exit_code, again.exit_code), again.output
    assert "columns not read: Ort\n" in again.stdout
    assert ["Zoë Äkerlund", "Zora Äkerlund"] == [row["name"] for row in rows(repository)]
    assert ["2026-02-13", "2026-01-02"] == [row["awarded"] for row in rows(repository)]
    remembered = repository.read(IMPORTS)
    assert "dates: dmy" in remembered
    assert "Zoë" not in remembered
    assert "example.org" not in remembered


def test_comments_in_what_is_remembered_stay(repository: Repository) -> None:
    run(repository, "import", a_file(repository, HEADER + ZOE), *OF_STEWARDS)
    text = repository.read(IMPORTS) + "# ours\n"
    repository.write(IMPORTS, text.replace("  columns:", "  # from the office\n  columns:"))
    more = "Zora,zora@example.org,2026-02-14\n"
    run(repository, "import", a_file(repository, HEADER + more), "--dates", "ymd")

    assert "# from the office" in repository.read(IMPORTS)
    assert "dates: ymd" in repository.read(IMPORTS)
    assert repository.read(IMPORTS).endswith("# ours\n")


def test_two_ways_of_reading_the_same_columns_are_told_apart(repository: Repository) -> None:
    define(repository, "law", "Law")
    file = a_file(repository, HEADER + ZOE)
    run(repository, "import", file, *OF_STEWARDS)
    maps = ("--map", "name=name", "--map", "email=email", "--map", "awarded=awarded")
    result = run(repository, "import", file, "--credential", "law", *maps)

    assert ["new"] == words_of(result)
    assert "several ways of reading such a file: data-steward, law" in str(
        refused(repository, HEADER + ZOE)
    )
    assert 0 == run(repository, "import", file, "--credential", "law").exit_code


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "nothing in the file is known to give: credential; its columns are"),
        (("--preset", "credly"), "known to give: name, email, awarded, credential"),
        (STEWARD, "known to give: awarded"),
        ((*OF_STEWARDS[2:],), "known to give: credential"),
        ((*STEWARD, "--map", "when=awarded"), 'no column "when"'),
        ((*STEWARD, "--map", "awarded=wann"), 'no field "wann"'),
        ((*STEWARD, "--map", "awarded"), "is not COLUMN=FIELD"),
        ((*STEWARD, "--map", "=name"), "is not COLUMN=FIELD"),
        (("--credential", "steward", *OF_STEWARDS[2:]), 'no credential is called "steward"'),
        ((*OF_STEWARDS, "--badge", "x=y"), 'no credential is called "y"'),
        ((*OF_STEWARDS, "--badge", "x"), "is not NAME=SLUG"),
        ((*OF_STEWARDS, "--into", "../out.csv"), "--into is not a cohort below"),
        ((*OF_STEWARDS, "--into", "content/awards/../x.csv"), "--into is not a cohort below"),
        ((*OF_STEWARDS, "--into", "content/awards/x.yaml"), "--into is not a cohort below"),
        ((*OF_STEWARDS, "--pass-mark", "most"), "--pass-mark is not a score"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    repository: Repository, words: tuple[str, ...], says: str
) -> None:
    assert says in str(refused(repository, HEADER + ZOE, *words))


@pytest.mark.parametrize("text", ["", "PK\x03\x04", 'name\n"x\n', "name\nZo\xeb\n"])
def test_what_is_no_table_is_refused_whole(repository: Repository, text: str) -> None:
    assert isinstance(refused(repository, text.encode("latin-1"), *STEWARD), InputRefusedError)


def test_a_day_that_is_none_is_wrong_usage(repository: Repository) -> None:
    file = a_file(repository, HEADER + ZOE)

    assert 2 == run(repository, "import", file, *STEWARD, "--awarded", "13.2.2026").exit_code


def test_an_encoding_that_was_stated_is_remembered(repository: Repository) -> None:
    text = (HEADER + ZOE).encode("cp1252")
    result = run(
        repository, "import", a_file(repository, text), *OF_STEWARDS, "--encoding", "cp1252"
    )

    more = text.replace(b"zoe@", b"zora@")
    again = run(repository, "import", a_file(repository, more))

    assert (0, 0) == (result.exit_code, again.exit_code)
    assert ["Zoë Äkerlund", "Zoë Äkerlund"] == [row["name"] for row in rows(repository)]
    assert "save it as CSV (UTF-8)" in str(refused(repository, "Wer\nZoë\n".encode("cp1252")).hint)


def test_the_columns_of_a_cohort_need_no_telling(repository: Repository) -> None:
    """Those of its results too."""
    text = (
        "credential,name,email,awarded,result.points,term\n"
        "forge,Zoë,zoe@example.org,2026-02-13,70,2026\n"
    )
    run(repository, "import", a_file(repository, text))
    (row,) = rows(repository, "content/awards/forge.csv")

    assert ("70", "2026") == (row["result.points"], row["term"])


def test_a_dry_run_writes_nothing(repository: Repository) -> None:
    before = files(repository)
    result = run(repository, "import", a_file(repository, HEADER + ZOE), *OF_STEWARDS, "--dry-run")

    assert 0 == result.exit_code
    assert "+ data-steward,Zoë Äkerlund,zoe@example.org,2026-02-13" in result.stdout
    assert "nothing was written: this was a dry run" in result.stdout
    assert before == files(repository)


def test_machines_are_told_the_same(repository: Repository) -> None:
    text = f"{HEADER}{ZOE}Nobody,no address,2026-02-13\n"
    file = a_file(repository, text)
    result = run(repository, "import", file, *OF_STEWARDS, "--skip-refused", "--json")
    told = json.loads(result.stdout)

    assert 1 == result.exit_code
    assert ["new", "refused"] == [each["outcome"] for each in told["rows"]]
    assert 1 == told["counts"]["refused"]
    assert [COHORT, IMPORTS] == told["written"]


def test_content_with_errors_takes_no_new_rows(repository: Repository) -> None:
    """They could not be told from what is there."""
    repository.write("content/awards/broken.yaml", "credential: data-steward\n")
    result = run(repository, "import", a_file(repository, HEADER + ZOE), *OF_STEWARDS)

    assert 1 == result.exit_code
    assert "[missing-field]" in result.stdout
    assert not (repository.root / COHORT).exists()


def test_a_cohort_that_cannot_be_added_to_is_left_alone(repository: Repository) -> None:
    elsewhere = repository.root.parent / "elsewhere.csv"
    elsewhere.write_text("credential,name,email,awarded\n")
    (repository.root / COHORT).symlink_to(elsewhere)
    result = run(repository, "import", a_file(repository, HEADER + ZOE), *OF_STEWARDS)

    assert 1 == result.exit_code
    assert "[file-link]" in result.stdout
    assert "credential,name,email,awarded\n" == elsewhere.read_text()


def test_scores_go_to_the_result_that_the_credential_describes(repository: Repository) -> None:
    """And what passes is what the credential says, unless somebody says otherwise."""
    text = (
        f"{EXAM}Zoë,zoe@example.org,81.50,2026-02-13\n"
        "Bo,bo@example.org,60,2026-02-13\nLo,lo@example.org,59.9,2026-02-13\n"
    )
    result = run(repository, "import", a_file(repository, text), "--credential", "forge")

    assert ["new", "new", "left out"] == words_of(result)
    assert "below the pass mark: 59.9 of 60" in result.stdout
    found = rows(repository, "content/awards/forge.csv")
    assert ["81.5", "60"] == [row["result.points"] for row in found]
    assert () == repository.check().problems


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Zoë,zoe@example.org,good,2026-02-13", "`Score` is not a score"),
        ("Zoë,zoe@example.org,1.234,2026-02-13", "`Score` is not a score"),
        ("Zoë,zoe@example.org,-5,2026-02-13", "`Score` is not a score"),
        ("Zoë,zoe@example.org,85/100,2026-02-13", "`Score` is not a score"),
        ("Zoë,zoe@example.org,101,2026-02-13", "101"),
    ],
)
def test_scores_that_are_none_are_refused(repository: Repository, row: str, says: str) -> None:
    file = a_file(repository, f"{EXAM}{row}\n")
    result = run(repository, "import", file, "--credential", "forge")

    assert ["refused"] == words_of(result)
    assert says in result.stdout


def test_a_score_that_nothing_is_measured_by_is_refused(repository: Repository) -> None:
    file = a_file(repository, f"{EXAM}Zoë,zoe@example.org,85,2026-02-13\n")
    result = run(repository, "import", file, "--credential", "data-steward")

    assert ["refused"] == words_of(result)
    assert "say what passes: --pass-mark N" in result.stdout


def test_a_score_must_say_which_result_it_is(repository: Repository) -> None:
    path = "content/credentials/forge/credential.md"
    more = "  - {id: speed, name: Speed, type: RawScore}\n---\nA"
    repository.write(path, repository.read(path).replace("---\nA", more))
    text = f"{EXAM}Zoë,zoe@example.org,85,2026-02-13\n"
    why = refused(repository, text, "--credential", "forge", "--pass-mark", "60")
    which = ("--credential", "forge", "--pass-mark", "60", "--result", "speed")
    result = run(repository, "import", a_file(repository, text), *which)

    assert "describes several results: points, speed" in str(why)
    assert ["new"] == words_of(result)
    assert "85" == rows(repository, "content/awards/forge.csv")[0]["result.speed"]


BADGES = "Badge name,Full name,Email address,Date issued\n"


def test_badges_are_known_by_name_or_as_it_was_said(repository: Repository) -> None:
    text = (
        f"{BADGES}data STEWARD,Zoë,zoe@example.org,2026-02-13\n"
        "Forge I,Zoë,zoe@example.org,2026-02-13\nForge II,Bo,bo@example.org,2026-02-13\n"
    )
    file = a_file(repository, text)
    result = run(repository, "import", file, "--badge", "Forge I=forge", "--skip-refused")
    again = run(repository, "import", file, "--badge", "Forge II=forge")

    assert ["new", "new", "refused"] == words_of(result)
    assert '`Badge name` names no credential of yours: "Forge II"' in result.stdout
    assert '--badge "Forge II=forge"' in result.stdout
    assert ["there already", "there already", "new"] == words_of(again)
    assert 3 == len(rows(repository, "content/awards/imported.csv"))


def test_one_credential_is_not_said_of_several_badges(repository: Repository) -> None:
    text = f"{BADGES}A,Zoë,zoe@example.org,2026-02-13\nB,Bo,bo@example.org,2026-02-13\n"
    why = refused(repository, text, "--credential", "forge")

    assert 'about 2 badges: "A", "B"' in str(why)


def test_one_badge_that_was_named_is_not_taken_for_the_next(repository: Repository) -> None:
    """What is remembered is the badge's name, not that every row is of this credential."""
    first = f"{BADGES}A,Zoë,zoe@example.org,2026-02-13\n"
    run(repository, "import", a_file(repository, first), "--credential", "forge")
    result = run(repository, "import", a_file(repository, first.replace("\nA,", "\nB,")))

    assert ["refused"] == words_of(result)


def test_what_is_over_is_left_out(repository: Repository) -> None:
    """An award that ended already is not issued anew."""
    text = "name,email,awarded,until\nZoë,zoe@example.org,2020-02-13,2025-01-01\n"
    result = run(
        repository, "import", a_file(repository, text), *OF_STEWARDS, "--map", "until=expires"
    )

    assert ["left out"] == words_of(result)
    assert "its validity ended on 2025-01-01" in result.stdout


def test_another_systems_number_tells_awards_apart(repository: Repository) -> None:
    """The same number is the same award; without an address it is all there is."""
    text = "name,awarded,no\nZoë,2026-02-13,A 1/x\nZoë,2026-02-13,A 2/x\nZoë,2026-02-13,A 1/x\n"
    maps = ("--map", "name=name", "--map", "awarded=awarded", "--map", "no=id")
    file = a_file(repository, text)
    result = run(repository, "import", file, "--credential", "data-steward", *maps)

    assert ["new", "new", "there already"] == words_of(result)
    assert all(row["key"].startswith("import-") for row in rows(repository))
    assert ["there already"] * 3 == words_of(run(repository, "import", file))


def test_the_content_is_checked_with_the_rows_in_it(repository: Repository) -> None:
    """What `check` would refuse is not written: here a site that gives nothing twice."""
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}duplicate_awards: error\n")
    text = f"{HEADER}{ZOE}{ZOE.replace('02-13', '02-20')}"
    before = files(repository)
    result = run(repository, "import", a_file(repository, text), *OF_STEWARDS, "--again")

    assert 1 == result.exit_code
    assert "[duplicate-award]" in result.stdout
    assert "nothing was written" in result.stdout
    assert before == files(repository)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("columns: {Who: nobody}", "unknown-choice"),
        ("columns: {Who: revoked}", "unknown-choice"),
        ("columns: {Who: result.}", "unknown-choice"),
        ("columns: [Who]", "wrong-shape"),
        ("preset: exam", "missing-field"),
        ("columns: {Who: name}, preset: credlee", "unknown-choice"),
        ("columns: {Who: name}, dates: ydm", "unknown-choice"),
        ("columns: {Who: name}, encoding: utf-7", "unknown-choice"),
        ("columns: {Who: name}, pass_mark: most", "number"),
        ("columns: {Who: name}, again: yes", "unknown-choice"),
        ("columns: {Who: name}, into: content/awards/../site.yaml", "folder"),
        ("columns: {Who: name}, into: content/credentials/x.csv", "folder"),
        ("columns: {Who: name}, credential: Data Steward", "slug"),
        ("columns: {Who: name}, credentials: {A: nothing}", "unknown-credential"),
        ("columns: {Who: name}, email: zoe@example.org", "unknown-field"),
    ],
)
def test_what_is_remembered_is_checked_like_everything(
    repository: Repository, item: str, code: str
) -> None:
    """And nothing is imported by what is wrong in it."""
    repository.write(IMPORTS, f"- {{{item}}}\n")

    assert [code] == codes(repository.check().problems)
    assert 1 == run(repository, "import", a_file(repository, HEADER + ZOE)).exit_code
