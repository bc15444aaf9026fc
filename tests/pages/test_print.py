"""Pages as a browser lays them out, on paper and narrow; skipped where there is none."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from testamur.model.addresses import award_folder
from testamur.model.award import Recipient
from testamur.model.status import Change
from testamur.pages.pages import Pages
from testamur.pages.theme import theme_of
from testamur.register.register import Register
from tests.pages.sites import a_late_event, theme
from tests.support.builders import (
    a_credential,
    a_definition,
    a_document,
    a_picture,
    a_record,
    a_register,
    a_site,
    an_award_id,
)

CHROMIUM = shutil.which("chromium")
LONG = "María Guadalupe de la Inmaculada Concepción Hernández de Montoya y Alvarado-Roja"
REASON = "The work had been handed in elsewhere, under another title, the year before. " * 2
# Names of every length and script that the page must hold, each on an award in another state.
AWARDS = {
    "active": a_document(a_record(recipient=Recipient(LONG))),
    "withdrawn": a_document(
        a_record(recipient=Recipient(LONG)), events=[a_late_event(Change.REVOKED, REASON)]
    ),
    "arabic": a_document(a_record(recipient=Recipient("محمد بن موسى الخوارزمي"))),
}


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("award", AWARDS)
def test_an_award_is_printed_on_one_page(award: str, paper: str, tmp_path: Path) -> None:
    """With a picture, the longest of names, and the reason for which it was withdrawn."""
    credential = a_credential()
    register = a_register([AWARDS[award]], [a_definition(credential, a_picture())])
    sized = {**theme().files, "styles/9.css": b"@page certificate { size: %s }" % paper.encode()}
    pages = Pages(theme_of("ours", sized), a_site(logo=a_picture()), register)
    page = written(pages, register, tmp_path)
    printed = tmp_path / "printed.pdf"
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())

    assert 1 == len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("width", [500, 640, 900])
def test_a_badge_fills_its_plate_at_every_width(width: int, tmp_path: Path) -> None:
    """Its margin is a share of the plate, and not of a column that may be four times as wide."""
    register = a_register([AWARDS["active"]], [a_definition(a_credential(), a_picture())])
    page = written(Pages(theme(), a_site(), register), register, tmp_path)
    measure = (
        "const plate = document.querySelector('.diploma .plate');"
        "document.title = plate.firstElementChild.clientWidth / plate.clientWidth;"
    )
    text = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text())
    page.write_text(f"{text}<script>onload = () => {{{measure}}}</script>")
    laid_out = chromium(tmp_path, f"--window-size={width},900", "--dump-dom", page.as_uri())
    share = re.search(rb"<title>([0-9.]+)</title>", laid_out)

    assert share is not None
    assert float(share[1]) > 0.7


def written(pages: Pages, register: Register, folder: Path) -> Path:
    """The page of the one award, with all that it needs beside it."""
    page = folder / award_folder(an_award_id()) / "index.html"
    files = {page: pages.award(register.awards[an_award_id()])}
    files |= {folder / path: data for path, data in pages.assets().items()}
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return page


def chromium(folder: Path, *options: str) -> bytes:
    """What a browser without windows prints."""
    return subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"),
            *(f"--user-data-dir={folder / 'profile'}", *options),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout
