"""Themes: what is read, what is refused, and how one is laid over another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from testamur.pages.pages import Pages
from testamur.pages.theme import DEFAULT, Theme, ThemeError, read_theme, shipped, theme_of
from testamur.problems import Exit
from tests.pages.reader import read
from tests.pages.sites import a_full_register, theme
from tests.support.builders import a_site


def a_theme_folder(root: Path, files: Mapping[str, str], name: str = "ours") -> Path:
    folder = root / "themes" / name
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def changed(**files: str) -> Theme:
    """The default theme with files replaced; a name's dashes are slashes, its end a dot."""
    own = {key.replace("__", "/").replace("_dot_", "."): text for key, text in files.items()}
    return theme_of("ours", {**theme().files, **{k: v.encode() for k, v in own.items()}})


def test_the_default_theme_needs_no_folder(tmp_path: Path) -> None:
    """A site that names no theme has the shipped one."""
    found = read_theme(tmp_path, DEFAULT)

    assert "templates/award.html" in found.files
    assert shipped().is_dir()


def test_a_theme_replaces_file_by_file(tmp_path: Path) -> None:
    """What the site's own theme does not have is the default's."""
    a_theme_folder(tmp_path, {"styles/1-colours.css": ":root{}", "README.md": "Ours."})
    found, default = read_theme(tmp_path, "ours"), read_theme(tmp_path, DEFAULT)

    assert b":root{}" == found.files["styles/1-colours.css"]
    assert default.files["styles/2-text.css"] == found.files["styles/2-text.css"]
    assert "README.md" not in found.files
    assert default.digest != found.digest


def test_a_site_may_change_the_default_itself(tmp_path: Path) -> None:
    """themes/default of the site is laid over the shipped one as any other theme is."""
    a_theme_folder(tmp_path, {"strings/en.toml": "x = 'y'"}, DEFAULT)

    assert b"x = 'y'" == read_theme(tmp_path, DEFAULT).files["strings/en.toml"]


@pytest.mark.parametrize(
    ("page", "block"),
    [
        ("home", "intro"),
        ("home", "catalogue"),
        ("home", "pathways"),
        ("home", "about"),
        ("credential", "hero"),
        ("credential", "definition"),
        ("credential", "more"),
        ("credential", "colophon"),
        ("award", "diploma"),
        ("award", "details"),
        ("award", "check"),
        ("layout", "head"),
        ("layout", "masthead"),
        ("layout", "footer"),
    ],
)
def test_a_site_changes_one_block_of_a_page(tmp_path: Path, page: str, block: str) -> None:
    """Its template extends the one that it replaces; the rest goes on being testamur's."""
    text = (
        f'{{% extends "shipped/{page}.html" %}}'
        f"{{% block {block} %}}<!-- ours -->{{{{ super() }}}}{{% endblock %}}"
    )
    a_theme_folder(tmp_path, {f"templates/{page}.html": text})
    register = a_full_register()
    ours = Pages(read_theme(tmp_path, "ours"), a_site(), register)
    plain = Pages(theme(), a_site(), register)
    award = next(iter(register.awards.values()))
    changed, before = {
        "home": (ours.home(), plain.home()),
        "layout": (ours.home(), plain.home()),
        "credential": (ours.credential("safe-forge-work"), plain.credential("safe-forge-work")),
        "award": (ours.award(award), plain.award(award)),
    }[page]

    assert 1 == changed.count(b"<!-- ours -->")
    assert read(before).one("h1").text == read(changed).one("h1").text


def test_the_digest_covers_names_and_bytes() -> None:
    """No two themes that differ anywhere share a digest."""
    files = {"assets/a": b"1", "assets/b": b"2"}
    variants = [
        files,
        {"assets/a": b"12", "assets/b": b""},
        {"assets/a": b"2", "assets/b": b"1"},
        {"assets/ab": b"1", "assets/c": b"2"},
        {"assets/a": b"1"},
    ]

    assert len(variants) == len({theme_of("x", each).digest for each in variants})
    assert theme_of("x", files).digest == theme_of("x", dict(reversed(list(files.items())))).digest


@pytest.mark.parametrize("name", ["our", "Ours", "../ours", "ours/..", ".", "..", "", "/etc"])
def test_an_unknown_theme_is_refused(tmp_path: Path, name: str) -> None:
    """A name that is no folder of themes/ is refused, whatever it would lead to."""
    a_theme_folder(tmp_path, {})
    with pytest.raises(ThemeError) as caught:
        read_theme(tmp_path, name)

    assert Exit.REFUSED == caught.value.exit
    assert "ours" in (caught.value.hint or "")


def test_a_folder_that_no_theme_has_is_refused(tmp_path: Path) -> None:
    """A typing error in a folder's name does not silently change nothing."""
    a_theme_folder(tmp_path, {"template/award.html": ""})
    with pytest.raises(ThemeError) as caught:
        read_theme(tmp_path, "ours")

    assert "did you mean 'templates'?" == caught.value.hint


@pytest.mark.parametrize(
    "path", ["templates/award.jinja", "styles/x.scss", "strings/en.yaml", "assets/deep/er.svg"]
)
def test_a_file_that_would_not_be_used_is_refused(tmp_path: Path, path: str) -> None:
    """Every file of a theme does something."""
    a_theme_folder(tmp_path, {path: ""})
    with pytest.raises(ThemeError):
        read_theme(tmp_path, "ours")


@pytest.mark.parametrize("place", ["assets/x.svg", "assets", "../linked"])
def test_symbolic_links_are_refused(tmp_path: Path, place: str) -> None:
    """H26: nothing outside the theme gets into the site."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "x.svg").write_text("secret")
    folder = a_theme_folder(tmp_path, {"styles/1-colours.css": ""})
    link = folder / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(secret if place != "assets/x.svg" else secret / "x.svg")
    with pytest.raises(ThemeError, match="symbolic link"):
        read_theme(tmp_path, "linked" if place == "../linked" else "ours")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """H27: reading never hangs."""
    folder = a_theme_folder(tmp_path, {"assets/a.svg": ""})
    os.mkfifo(folder / "assets" / "pipe.svg")
    with pytest.raises(ThemeError):
        read_theme(tmp_path, "ours")


def test_what_editors_leave_behind_is_not_read(tmp_path: Path) -> None:
    """Hidden files are nobody's theme."""
    a_theme_folder(tmp_path, {"assets/.DS_Store": "x", ".git/config": "x"})

    assert read_theme(tmp_path, DEFAULT).files == read_theme(tmp_path, "ours").files


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% if %}", "line 1"),
        ("\n\n{{ unclosed", "line 3"),
        ("{% nonsense %}", "nonsense"),
    ],
)
def test_a_template_that_does_not_compile_is_named(template: str, message: str) -> None:
    """File and line, before any page is made."""
    with pytest.raises(ThemeError, match=r"award\.html") as caught:
        Pages(changed(templates__award_dot_html=template), a_site(), a_full_register())

    assert message in str(caught.value)


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.nonsense }}",
        "{{ nonsense }}",
        '{{ words["no.such.word"] }}',
        '{% extends "nonsense.html" %}',
        "{{ view.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ view.heading.format.__globals__ }}",
        "{{ words.update({}) }}",
        "{{ policy | nonsense_filter }}",
    ],
)
def test_a_template_that_asks_for_more_than_the_view_is_refused(template: str) -> None:
    """Templates see final strings, through a sandbox, and nothing behind them."""
    with pytest.raises(ThemeError):
        Pages(changed(templates__notice_dot_html=template), a_site(), a_full_register()).not_found()


def test_a_template_escapes_what_it_is_given() -> None:
    """Autoescape is on for every template, whatever its name."""
    found = changed(templates__notice_dot_html="{{ frame.issuer }}")
    site = a_site()
    site = a_site(issuer=type(site.issuer)(name="<b>", url="https://e.example"))

    assert b"&lt;b&gt;" == Pages(found, site, a_full_register()).not_found()


def test_style_sheets_are_joined_in_the_order_of_their_names() -> None:
    """A theme adds a sheet that comes last, and a reader still loads one file."""
    found = changed(styles__9_dot_css="/* last */", assets__x_dot_svg="<svg/>")
    pages = Pages(found, a_site(), a_full_register())
    (style,) = [path for path in pages.assets() if path.endswith(".css")]

    assert pages.assets()[style].endswith(b"/* last */")
    assert f"./{style}" in [link["href"] for link in read(pages.home()).all("link")]
    assert any(path.startswith("assets/x.") for path in pages.assets())


def test_the_name_of_an_asset_follows_its_bytes() -> None:
    """A changed file has a new address, so that nobody sees the old one from a cache."""
    before = Pages(theme(), a_site(), a_full_register()).assets()
    after = Pages(changed(styles__9_dot_css="a{}"), a_site(), a_full_register()).assets()
    changed_paths = {path for path in after if path not in before}

    assert 1 == len(changed_paths)
    assert all(path.startswith("assets/style.") for path in changed_paths)
