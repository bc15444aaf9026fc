"""
Pictures of every sort of page of this repository's own site, into docs/screenshots/.

`make screenshots` runs it. Each sort is shown light and dark, on a phone and wide, and on paper;
names follow from the sort alone, so that a new run replaces what was there.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.chromium import launched
from tests.browser.hosts import Host
from tests.browser.kinds import kinds
from tests.browser.sites import the_example
from tests.browser.visits import PHONE, Setting, Visit, Visitor
from tests.support.sites import ROOT

FOLDER = ROOT / "docs" / "screenshots"
LARGEST, TOGETHER = 60_000, 3_900_000
"""Bytes of one picture and of all, at most."""
SCREENS = 2
"""How far down a page is shown, in heights of its window."""
# CSS pixels of A4, and of the margins of styles/4-print.css.
_PAPER = (794, 1123)
_MARGIN, _CERTIFICATE_MARGIN = 60, 45


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    setting: Setting
    paper: bool = False


LOOKS = (
    Look("phone-light", PHONE),
    Look("phone-dark", Setting(PHONE.width, PHONE.height, dark=True)),
    Look("wide-light", Setting(1280, 900)),
    Look("wide-dark", Setting(1280, 900, dark=True)),
    Look("print", Setting(*_PAPER), paper=True),
)


def screenshots(browser: Browser, host: Host, folder: Path) -> None:
    """Every look at every sort of page of the host; the folder is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shown = {
        **kinds(host),
        **{f"{sort}-ar": path for sort, path in kinds(host, "ar").items() if "-" not in sort},
    }
    largest = min(LARGEST, TOGETHER // (len(shown) * len(LOOKS)))
    for look in LOOKS:
        visitor = Visitor(browser)
        visit = visitor.open(host, None, look.setting)
        for sort, path in shown.items():
            visit.go(path)
            visit.page.wait_for_load_state("networkidle")
            picture = _on_paper(visit, sort) if look.paper else _on_screen(visit)
            (folder / f"{sort}-{look.name}.png").write_bytes(small(picture, largest))
        visitor.close()
    (folder / "README.md").write_text(_index(list(shown)), encoding="utf-8")


def small(picture: Image.Image, largest: int = LARGEST) -> bytes:
    """PNG of few colours, and of as many pixels as bytes allow."""
    for share in (1.0, 0.8, 0.65, 0.5, 0.4, 0.3):
        size = (round(picture.width * share), round(picture.height * share))
        resized = picture if share == 1 else picture.resize(size, Image.Resampling.LANCZOS)
        reduced = resized.quantize(64, dither=Image.Dither.NONE)
        written = io.BytesIO()
        reduced.save(written, "PNG", optimize=True)
        if len(written.getvalue()) <= largest:
            break
    return written.getvalue()


def _on_screen(visit: Visit) -> Image.Image:
    data = visit.page.screenshot(full_page=True, animations="disabled")
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    height = min(picture.height, SCREENS * visit.setting.height)
    return picture.crop((0, 0, picture.width, height))


def _on_paper(visit: Visit, sort: str) -> Image.Image:
    """The first sheet, laid out as on paper and put between its margins."""
    margin = _CERTIFICATE_MARGIN if sort.startswith("award") else _MARGIN
    width, height = _PAPER[0] - 2 * margin, _PAPER[1] - 2 * margin
    visit.page.emulate_media(media="print", color_scheme="light")
    visit.page.set_viewport_size({"width": width, "height": height})
    data = visit.page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
    sheet = Image.new("RGB", _PAPER, "white")
    sheet.paste(Image.open(io.BytesIO(data)).convert("RGB"), (margin, margin))
    return sheet


def _index(sorts: list[str]) -> str:
    lines = [
        "# Screenshots",
        "",
        "Every sort of page of this repository's own site, as Chromium shows it; the upper part of",
        "long ones. `make screenshots` makes them anew, and this list.",
        "",
        f"| Page | {' | '.join(look.name.replace('-', ', ').capitalize() for look in LOOKS)} |",
        f"|---|{'---|' * len(LOOKS)}",
    ]
    lines.extend(
        f"| {sort} | {' | '.join(f'[view]({sort}-{look.name}.png)' for look in LOOKS)} |"
        for sort in sorts
    )
    return "\n".join([*lines, ""])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        screenshots(browser, the_example(Path(folder) / "site"), FOLDER)
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in docs/screenshots/")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
