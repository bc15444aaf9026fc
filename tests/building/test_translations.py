"""Credentials in several languages: what is signed, what is hosted, and what pages show."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from testamur.register import definitions
from testamur.register.reader import read
from tests.pages.reader import read as read_page
from tests.support.repository import BASE_URL, SITE, Repository

EMAIL = "  email: badges@example.org\n"
GERMAN = """\
---
name: Datenbetreuung
description: Betreut Forschungsdaten vom Plan bis ins Archiv.
competency: Kann einen Datensatz so ablegen, dass andere ihn wieder nutzen.
assessment:
  method: Mappe und Gespräch
  assessor: Zwei Prüfende der Akademie
  pass_rule: Beide sind sich einig
---
Einen echten Datensatz geplant, beschrieben und abgelegt.
"""
WELSH = GERMAN.replace("Datenbetreuung", "Stiward Data")
FOLDER = "content/credentials/data-steward"
THERE = "credentials/data-steward/v1"


def document(repository: Repository, path: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((repository.site / path).read_bytes())
    return found


def speaking(repository: Repository, *tags: str) -> None:
    text = SITE.replace("issuer:", f"languages: [{', '.join(tags)}]\nissuer:")
    repository.write("content/site.yaml", text + EMAIL)
    for tag in tags[1:]:
        repository.write(f"themes/default/strings/{tag}.toml", '[nav]\ncredentials = "—"\n')


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, of which one is written in German; the credential in English, German and Welsh."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.award("Emmy Noether", "language: de-AT", "narrative: Sehr sorgfältig.")
    repository.write(f"{FOLDER}/credential.de.md", GERMAN)
    repository.write(f"{FOLDER}/credential.cy.md", WELSH)
    speaking(repository, "en", "de")
    repository.issue(first=True)
    return repository


def awards(repository: Repository) -> dict[str | None, str]:
    """By language of the record: public ids."""
    return {each.newest.language: each.id for each in repository.register.awards.values()}


def related(achievement: dict[str, Any]) -> dict[str, str]:
    """By language: what is the same in another one."""
    return {
        each["inLanguage"]: each["id"] for each in achievement["related"] if "inLanguage" in each
    }


def test_an_award_embeds_the_credential_in_the_language_of_its_record(
    repository: Repository,
) -> None:
    """The nearest translation there is; without a language, the credential's own words."""
    repository.build()
    ids = awards(repository)
    own, german = (
        document(repository, f"awards/{ids[tag]}/credential.json") for tag in (None, "de-AT")
    )

    achievement = german["credentialSubject"]["achievement"]
    assert f"{BASE_URL}/{THERE}/de/achievement.json" == achievement["id"]
    assert ("Datenbetreuung", "de") == (achievement["name"], achievement["inLanguage"])
    assert "Datenbetreuung" == german["name"]
    achievement = own["credentialSubject"]["achievement"]
    assert f"{BASE_URL}/{THERE}/achievement.json" == achievement["id"]
    assert ("Data Steward", "en") == (achievement["name"], achievement["inLanguage"])


def test_translations_name_each_other_in_what_is_signed(repository: Repository) -> None:
    """OB 3.0, Related: id and inLanguage, both ways."""
    repository.build()
    ids = awards(repository)
    own, german = (
        document(repository, f"awards/{ids[tag]}/credential.json")["credentialSubject"][
            "achievement"
        ]
        for tag in (None, "de-AT")
    )

    at = f"{BASE_URL}/{THERE}"
    assert {"cy": f"{at}/cy/achievement.json", "de": f"{at}/de/achievement.json"} == related(own)
    assert {"cy": f"{at}/cy/achievement.json", "en": f"{at}/achievement.json"} == related(german)


@pytest.mark.parametrize("tag", ["", "de/", "cy/"])
def test_each_translation_is_hosted_at_its_own_address(repository: Repository, tag: str) -> None:
    """As an Achievement and as a BadgeClass that say the same."""
    repository.build()
    achievement = document(repository, f"{THERE}/{tag}achievement.json")
    badge = document(repository, f"{THERE}/{tag}badgeclass.json")

    assert f"{BASE_URL}/{THERE}/{tag}achievement.json" == achievement["id"]
    assert f"{BASE_URL}/{THERE}/{tag}badgeclass.json" == badge["id"]
    for name in ("name", "description", "criteria", "version"):
        assert achievement[name] == badge[name]
    assert achievement["inLanguage"] == badge["@language"]
    others = [each["id"] for each in badge["related"] if each["type"] == "BadgeClass"]
    assert 2 == len(others)


def test_no_words_of_ours_stand_in_a_translation(repository: Repository) -> None:
    """What is signed as German is German throughout."""
    repository.build()
    text = (repository.site / f"{THERE}/de/achievement.json").read_text("utf-8")

    for word in ("Badge:", "Competency", "Assessment", "Assessed by", "Passed with", "upervised"):
        assert word not in text
    assert "Beide sind sich einig" in text


def test_an_assertion_is_for_the_badge_in_its_language(repository: Repository) -> None:
    repository.build()
    ids = awards(repository)

    badge = document(repository, f"awards/{ids['de-AT']}/assertion.json")["badge"]
    assert f"{BASE_URL}/{THERE}/de/badgeclass.json" == badge
    badge = document(repository, f"awards/{ids[None]}/assertion.json")["badge"]
    assert f"{BASE_URL}/{THERE}/badgeclass.json" == badge


def test_pages_show_a_credential_in_their_own_language(repository: Repository) -> None:
    """Whatever the award embeds: a reader of German reads German."""
    repository.build()
    ids = awards(repository)

    for award in ids.values():
        assert "Datenbetreuung" in repository.read(f"site/de/awards/{award}/index.html")
        assert "Data Steward" in repository.read(f"site/awards/{award}/index.html")
    for page in ("", f"{THERE}/", "credentials/data-steward/"):
        german = repository.read(f"site/de/{page}index.html")
        assert "Datenbetreuung" in german
        # The picture beside links is drawn once, in the credential's own language, and so described.
        assert "Data Steward" not in re.sub(r'<meta property="og:image:alt".*\n', "", german)
        assert "Datenbetreuung" not in repository.read(f"site/{page}index.html")


def test_what_was_not_translated_says_its_language(tmp_path: Path) -> None:
    """`lang` and `dir` of the text, where they are not the page's."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    speaking(repository, "en", "ar")
    repository.issue(first=True)
    repository.build()
    page = read_page((repository.site / "ar/credentials/data-steward/index.html").read_bytes())
    (heading,) = page.all("h1")

    assert ("en", "ltr") == (heading["lang"], heading["dir"])
    assert "rtl" == page.one("html")["dir"]


def test_a_new_translation_takes_a_new_version(repository: Repository) -> None:
    """What was issued keeps its text, and its text names the languages that it had."""
    repository.write(f"{FOLDER}/credential.fr.md", GERMAN)

    codes = [each.rule.code for each in repository.check().problems]
    assert ["definition-changed"] == codes


def test_the_definition_covers_its_translations(repository: Repository) -> None:
    """The digest in the log is of every language."""
    repository.build()
    register = repository.register
    (definition,) = register.definitions.values()

    assert ["cy", "de"] == [each.language for each in definition.credential.translations]
    assert definitions.digest(definition.credential) in register.logged_definitions.values()
    assert read(repository.folder, register.addresses).definitions == register.definitions


def test_a_word_of_a_translation_in_the_register_is_not_changed_unnoticed(
    repository: Repository,
) -> None:
    (path,) = repository.root.glob("content/register/definitions/data-steward/v1/*.json")
    path.write_text(path.read_text("utf-8").replace("Datenbetreuung", "Datenbetrug"), "utf-8")

    assert ["register-refused"] == [each.rule.code for each in repository.check().problems]


def test_whoever_is_forgotten_is_forgotten_in_every_language(repository: Repository) -> None:
    """No file of the site says the name, and a page in each language says that it is gone."""
    repository.build()
    ids = awards(repository)
    repository.pass_days()
    (repository.root / "content/awards/emmy-noether.yaml").unlink()
    repository.write(
        "content/forgotten.yaml", f"- {{award: {ids['de-AT']}, date: {repository.now.date()}}}\n"
    )
    repository.issue()
    repository.build()

    for path in repository.site.rglob("*"):
        if path.is_file():
            assert b"Noether" not in path.read_bytes(), path
    for folder in ("", "de/"):
        page = repository.read(f"site/{folder}awards/{ids['de-AT']}/index.html")
        assert "This award was removed" in page


def test_a_second_build_writes_nothing_anew(repository: Repository) -> None:
    """The pages of every language are known to the incremental build."""
    repository.build()
    again = repository.build()

    assert {"keep"} == {step.action for step in again.steps}


def test_another_word_of_one_language_rewrites_its_pages_alone(
    repository: Repository,
) -> None:
    repository.build()
    repository.write("themes/default/strings/de.toml", '[nav]\ncredentials = "Abschlüsse"\n')
    again = repository.build()

    written = {step.path for step in again.steps if step.action == "write"}
    assert "de/index.html" in written
    assert all(path.startswith("de/") for path in written)


def test_a_language_less_takes_its_pages_away(repository: Repository) -> None:
    repository.build()
    speaking(repository, "en")
    again = repository.build()

    deleted = {step.path for step in again.steps if step.action == "delete"}
    assert "de/index.html" in deleted
    assert not (repository.site / "de").exists()
