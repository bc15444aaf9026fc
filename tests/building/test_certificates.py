"""The award on paper: what its PDF says, carries and promises, and when there is none."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner

from testamur.cli.main import commands
from testamur.commands.build import Built
from testamur.pages import printing
from testamur.pages.theme import ThemeError
from testamur.problems import WorldError
from tests.support.pictures import SVG, png
from tests.support.repository import SITE, Repository

PDF = "formats: [pdf]\n"
LONG = "María Guadalupe de la Inmaculada Concepción Hernández de Montoya y Alvarado-Rojas"
NAMES = {
    "Arabic": "زهراء عبد الرحمن",
    "Devanagari": "क्षितिज वर्मा",
    "Greek": "Ελένη Παπαδοπούλου",
    "Hebrew": "נועה בן דוד",
    "Thai": "สุดา ใจดี",
    "Vietnamese": "Nguyễn Thị Hồng Ánh",
    "long": LONG,
    "markup": "#eval *Ada* $x$ <b> \\u{41} @x",
}
A4, LETTER = (595, 842), (612, 792)


def issued(root: Path, *names: str, more: str = PDF, site: str = SITE) -> Repository:
    repository = Repository.begun(root, *names)
    repository.write("content/site.yaml", site + more)
    repository.issue(first=True)
    built = repository.build()
    assert isinstance(built, Built), built
    return repository


def certificate(repository: Repository, name: str) -> Path:
    return repository.site / "awards" / repository.of(name).id / "certificate.pdf"


def read(path: Path) -> Any:
    return pypdf.PdfReader(io.BytesIO(path.read_bytes()), strict=True)


def fonts(reader: Any) -> list[Any]:
    """Every font that the page uses, as described in the file."""
    found = reader.pages[0]["/Resources"]["/Font"].values()
    descendants = [each.get_object().get("/DescendantFonts", [each])[0] for each in found]
    return [each.get_object()["/FontDescriptor"].get_object() for each in descendants]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return issued(tmp_path_factory.mktemp("certificates"), "Ada Lovelace", "林小雨")


def test_it_is_made_for_every_reader_and_to_be_kept(repository: Repository) -> None:
    """Tagged, with title and language; PDF/UA-1 and PDF/A-3a by what it says of itself."""
    reader = read(certificate(repository, "Ada Lovelace"))
    root = reader.root_object
    described = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert "en" == root["/Lang"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "Data Steward · Ada Lovelace" == reader.metadata["/Title"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:part>3</pdfaid:part>" in described
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in described


def test_it_is_one_sheet_with_fonts_of_its_own(repository: Repository) -> None:
    reader = read(certificate(repository, "Ada Lovelace"))
    text = reader.pages[0].extract_text()

    assert 1 == len(reader.pages)
    assert A4 == tuple(round(float(side)) for side in reader.pages[0].mediabox[2:])
    assert fonts(reader)
    assert all({"/FontFile2", "/FontFile3"} & font.keys() for font in fonts(reader))
    for said in ("Ada Lovelace", "Data Steward", "1 March 2026", "badges.example.org/awards/"):
        assert said in text


def test_the_signed_credential_is_attached(repository: Repository, tmp_path: Path) -> None:
    """
    Byte for byte what stands beside it, as the source of what the sheet says; it verifies alone.
    """
    path = certificate(repository, "Ada Lovelace")
    reader = read(path)
    (attached,) = reader.attachments["credential.json"]
    (described,) = reader.root_object["/AF"]
    saved = tmp_path / "credential.json"
    saved.write_bytes(attached)
    result = CliRunner().invoke(
        commands,
        ["verify", str(saved), "--site", str(repository.site)],
        obj=repository.project,
    )

    assert path.with_name("credential.json").read_bytes() == attached
    assert "/Source" == described.get_object()["/AFRelationship"]
    assert 0 == result.exit_code, result.output


def test_it_is_linked_from_the_page(repository: Repository) -> None:
    page = certificate(repository, "Ada Lovelace").with_name("index.html").read_text("utf-8")

    assert 'href="certificate.pdf"' in page


def test_nothing_but_the_award_decides_its_bytes(repository: Repository, tmp_path: Path) -> None:
    """
    Another process, folder, locale and time zone make the same file.
    """
    output = tmp_path / "site"
    program = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime; import os\n"
        "from testamur.commands.build import build; from testamur.commands.project import Project\n"
        "project = Project(root=Path(sys.argv[1]), now=datetime.now(UTC), draw=os.urandom,"
        " environ={})\n"
        "build(project, Path(sys.argv[2]))"
    )
    environ = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": str(tmp_path)}
    environ["PYTHONHASHSEED"] = "7"
    subprocess.run(
        [sys.executable, "-c", program, str(repository.root), str(output)],
        env=environ,
        check=True,
        cwd=tmp_path,
    )
    path = certificate(repository, "Ada Lovelace")

    assert path.read_bytes() == (output / path.relative_to(repository.site)).read_bytes()


def test_it_is_printed_in_the_colour_of_the_issuer(tmp_path: Path) -> None:
    colour = b"0.11372549 0.30588236 0.84705883"  # #1d4ed8 by thirds of one
    plain, blue = (
        read(certificate(issued(tmp_path / name, "Ada Lovelace", more=PDF + more), "Ada Lovelace"))
        .pages[0]
        .get_contents()
        .get_data()
        for name, more in (("plain", ""), ("blue", 'accent: "#1d4ed8"\n'))
    )

    assert colour not in plain
    assert colour in blue


def test_letters_that_no_font_has_make_no_certificate(repository: Repository) -> None:
    """No box for a letter: no file, no link to one, and `check` says why."""
    path = certificate(repository, "林小雨")
    found = [each for each in repository.check().problems if "U+6797" in each.detail]

    assert not path.exists()
    assert "certificate.pdf" not in path.with_name("index.html").read_text("utf-8")
    assert ["unprintable-letter"] == [each.rule.code for each in found]
    assert "content/awards/" in found[0].file


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names(tmp_path: Path, name: str) -> None:
    """
    Every name of a script that a font has is printed, on one sheet, as it is: nothing in it is
    taken for a command of the template.
    """
    repository = Repository.begun(tmp_path)
    quoted = name.replace("'", "''")
    repository.write(
        "content/awards/one.yaml",
        "credential: data-steward\nawarded: 2026-03-01\n"
        f"recipient: {{name: '{quoted}', email: one@example.org}}\n",
    )
    repository.write("content/site.yaml", SITE + PDF + "certificate: {paper: letter}\n")
    repository.issue(first=True)
    repository.build()
    reader = read(next(repository.site.glob("awards/*/certificate.pdf")))

    assert 1 == len(reader.pages)
    assert LETTER == tuple(round(float(side)) for side in reader.pages[0].mediabox[2:])
    assert f"Data Steward · {name}" == reader.metadata["/Title"]
    assert all({"/FontFile2", "/FontFile3"} & font.keys() for font in fonts(reader))


def test_a_site_in_arabic(tmp_path: Path) -> None:
    """The sheet is in the site's first language, whatever others there are."""
    words = {"eyebrow": "منحت {issuer}", "to": "إلى", "awarded": "تاريخ المنح"}
    lines = [f'{key} = "{text}"' for key, text in words.items()]
    (tmp_path / "themes/mine/strings").mkdir(parents=True)
    theme = "\n".join(["[award]", *lines])
    (tmp_path / "themes/mine/strings/ar.toml").write_text(theme, encoding="utf-8")
    more = PDF + "languages: [ar, en]\ntheme: mine\n"
    repository = issued(tmp_path, "زهراء عبد الرحمن", more=more)
    reader = read(certificate(repository, "زهراء عبد الرحمن"))

    assert "ar" == reader.root_object["/Lang"]
    assert 1 == len(reader.pages)


@pytest.mark.parametrize("extension", ["svg", "png"])
def test_a_picture_of_the_authors_own(tmp_path: Path, extension: str) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write("content/site.yaml", SITE + PDF)
    words = b"<text x='10' y='50'>words</text></svg>"
    data = SVG.replace(b"</svg>", words) if extension == "svg" else png()
    (tmp_path / f"content/credentials/data-steward/badge.{extension}").write_bytes(data)
    repository.issue(first=True)
    repository.build()

    assert 1 == len(read(certificate(repository, "Ada Lovelace")).pages)


def test_what_is_withdrawn_has_none(tmp_path: Path) -> None:
    """
    As with the badge: gone when it is revoked or suspended, and there while it merely expired.
    """
    repository = issued(tmp_path, "Ada Lovelace", "Alan Turing", "Grace Hopper")
    repository.pass_days(2)
    revoked = ["revoked: {date: 2026-03-03, reason: A mistake}"]
    suspended = ["suspended:", "- {date: 2026-03-03, reason: Under review}"]
    repository.award("Ada Lovelace", *revoked)
    repository.award("Alan Turing", *suspended)
    repository.issue()
    repository.build()

    assert not certificate(repository, "Ada Lovelace").exists()
    assert not certificate(repository, "Alan Turing").exists()
    assert certificate(repository, "Grace Hopper").exists()


def test_an_expired_award_keeps_its_own(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path)
    repository.award("Ada Lovelace", "expires: 2026-03-04")
    repository.write("content/site.yaml", SITE + PDF)
    repository.issue(first=True)
    repository.pass_days(5)
    repository.issue()
    repository.build()
    text = read(certificate(repository, "Ada Lovelace")).pages[0].extract_text()

    assert "4 March 2026" in text


def test_a_site_that_does_not_ask_for_them_has_none(tmp_path: Path) -> None:
    repository = issued(tmp_path, "Ada Lovelace", more="")

    assert not certificate(repository, "Ada Lovelace").exists()


def test_they_are_taken_away_when_they_are_no_longer_asked_for(tmp_path: Path) -> None:
    repository = issued(tmp_path, "Ada Lovelace")
    repository.write("content/site.yaml", SITE)
    repository.build()

    assert not certificate(repository, "Ada Lovelace").exists()


def test_a_build_with_nothing_new_prints_nothing(tmp_path: Path) -> None:
    """Each depends on its own award, and on the paper."""
    repository = issued(tmp_path, "Ada Lovelace")
    again = repository.build()
    repository.write("content/site.yaml", SITE + PDF + "certificate: {paper: letter}\n")
    other = repository.build()

    assert isinstance(again, Built)
    assert isinstance(other, Built)
    assert [] == [step.path for step in again.steps if step.action != "keep"]
    written = [step.path for step in other.steps if step.action != "keep"]
    assert ["certificate.pdf"] == [path.rpartition("/")[2] for path in written]


def test_without_the_library_a_build_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write("content/site.yaml", SITE + PDF)
    repository.issue(first=True)
    monkeypatch.setattr(printing, "find_spec", lambda _name: None)

    with pytest.raises(WorldError, match="not installed") as caught:
        repository.build()

    assert "pip install 'testamur[pdf]'" == caught.value.hint
    assert not repository.site.exists()


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("print/certificate.typ", "#data.nothing", "cannot be printed"),
        ("print/certificate.typ", "#(", "cannot be printed"),
        ("print/certificate.typ", '#import "@preview/cetz:0.3.0"', "asks for a package"),
        ("print/certificate.typ", '#read("/../../secret")', "cannot be printed"),
        ("fonts/1-Vollkorn-Regular.ttf", "no font", "is not a font"),
        ("fonts/9.woff2", "", "does not end in"),
    ],
)
def test_a_theme_at_fault_is_named(tmp_path: Path, file: str, text: str, said: str) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write("content/site.yaml", SITE + PDF)
    repository.issue(first=True)
    repository.write(f"themes/mine/{file}", text)
    repository.write("content/site.yaml", SITE + PDF + "theme: mine\n")

    with pytest.raises(ThemeError, match=said):
        repository.build()

    assert not repository.site.exists()
