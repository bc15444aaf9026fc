"""What a page is made from: the inputs differ whenever the bytes do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from testamur.model.award import Recipient
from testamur.model.site import Site
from testamur.model.status import Change
from testamur.pages.pages import Pages
from testamur.pages.theme import theme_of
from testamur.register.entries import Entry, KeyAction, KeyEntry, Role
from testamur.register.register import Register
from tests.pages.sites import (
    ACTIVE,
    ARABIC_WAY,
    CORRECTED,
    DAYLONG,
    EXPIRED,
    FORGE,
    FORGOTTEN,
    WAY,
    a_full_register,
    a_late_event,
    an_event,
    pages_of,
    theme,
)
from tests.support.builders import (
    a_definition,
    a_document,
    a_picture,
    a_public_key,
    a_record,
    a_site,
    an_issuer,
)

Inputs = Mapping[str, str]


def every_page(pages: Pages, register: Register) -> dict[str, tuple[Inputs, bytes]]:
    inputs = pages.inputs
    active, corrected, expired = (register.awards[id_] for id_ in (ACTIVE, CORRECTED, EXPIRED))
    return {
        "home": (inputs.home(), pages.home()),
        "credential": (inputs.credential("safe-forge-work"), pages.credential("safe-forge-work")),
        "credential version": (
            inputs.credential_version("safe-forge-work", 1),
            pages.credential_version("safe-forge-work", 1),
        ),
        "part": (inputs.credential("open-forge-day"), pages.credential("open-forge-day")),
        "pathway": (inputs.pathway(WAY.slug), pages.pathway(WAY.slug)),
        "other pathway": (inputs.pathway(ARABIC_WAY.slug), pages.pathway(ARABIC_WAY.slug)),
        "award": (inputs.award(active), pages.award(active)),
        "corrected": (inputs.award(corrected), pages.award(corrected)),
        "award version": (
            inputs.award_version(corrected, 1),
            pages.award_version(corrected, 1),
        ),
        "expired": (inputs.award(expired), pages.award(expired)),
        "forgotten": (inputs.forgotten(FORGOTTEN), pages.forgotten(FORGOTTEN)),
        "register": (inputs.register_page(), pages.register_page()),
        "verify": (inputs.verify(), pages.verify()),
        "issuer": (inputs.issuer(), pages.issuer()),
        "how to check": (inputs.how_to_check(), pages.how_to_check()),
        "for earners": (inputs.for_earners(), pages.for_earners()),
        "not found": (inputs.not_found(), pages.not_found()),
    }


def _definition(register: Register, credential: Any, picture: Any = None) -> Register:
    key = (credential.slug, credential.version)
    return replace(
        register,
        definitions={**register.definitions, key: a_definition(credential, picture)},
    )


def _documents(register: Register, entry: int, **changes: Any) -> Register:
    changed = replace(register.documents[entry], **changes)
    return replace(register, documents={**register.documents, entry: changed})


def _another_award(register: Register) -> Register:
    other = a_document(
        a_record(recipient=Recipient("Grace Hopper")), credential=FORGE, number=9, entry=700
    )
    return replace(register, documents={**register.documents, 700: other})


def _a_key(register: Register) -> Register:
    ended = Entry(date(2026, 12, 1), KeyEntry(Role.AWARD, KeyAction.END, a_public_key(0)))
    return replace(register, entries=(*register.entries, ended))


def _signed_again(register: Register, days: int) -> Register:
    return replace(
        register,
        status_lists={
            key: replace(each, valid_from=each.valid_from + timedelta(days))
            for key, each in register.status_lists.items()
        },
    )


def _erased_elsewhere(register: Register) -> Register:
    moved = {71: replace(register.documents[70], entry=71)}
    others = {key: each for key, each in register.documents.items() if key != 70}
    return replace(register, documents={**others, **moved})


REGISTERS: dict[str, tuple[Callable[[Register], Register], set[str]]] = {
    "nothing": (lambda register: register, set()),
    "another award": (_another_award, set()),
    "the next day": (lambda register: _signed_again(register, 1), {"register", "issuer"}),
    "the day on which awards expire": (
        # Both were good until 14 May 2029; the one that had expired before stays as it is.
        lambda register: _signed_again(register, 1000),
        {"award", "corrected", "register", "issuer"},
    ),
    "a key ends": (_a_key, {"register", "issuer"}),
    "an award is withdrawn": (
        lambda register: _documents(register, 1203, events=(an_event(Change.REVOKED),)),
        {"award"},
    ),
    "a reason is reworded": (
        lambda register: _documents(register, 31, events=(an_event(Change.CORRECTED, "Other."),)),
        {"corrected", "award version"},
    ),
    "a reason was entered late": (
        lambda register: _documents(register, 31, events=(a_late_event(Change.CORRECTED),)),
        {"corrected", "award version"},
    ),
    "the newest version is withdrawn": (
        lambda register: _documents(
            register, 31, events=(*register.awards[CORRECTED].events, an_event(Change.REVOKED))
        ),
        {"corrected", "award version"},
    ),
    "another entry was erased": (_erased_elsewhere, {"forgotten"}),
    "the first version differs": (
        lambda register: _documents(
            register,
            30,
            unsigned=a_document(
                a_record(recipient=Recipient("Ada Byron")), credential=FORGE, number=3
            ).unsigned,
        ),
        {"award version"},
    ),
    "a credential is renamed": (
        lambda register: _definition(register, replace(FORGE, name="Forge Work"), a_picture()),
        {"home", "issuer", "credential", "part", "award", "corrected", "award version", "expired"}
        | {"pathway"},
    ),
    "a picture is gone": (
        # Home shows the drawing, at the same address; the picture beside links has another one.
        lambda register: _definition(register, FORGE),
        {"credential", "award", "corrected", "award version", "expired"},
    ),
    "a part is renamed": (
        lambda register: _definition(register, replace(DAYLONG, name="A Day")),
        {"home", "issuer", "credential", "part", "award", "corrected", "award version", "expired"}
        | {"pathway", "other pathway"},
    ),
    "a pathway is renamed": (
        lambda register: replace(
            register, pathways={**register.pathways, (WAY.slug, 2): replace(WAY, name="Other")}
        ),
        {"home", "pathway", "credential", "credential version", "part"}
        | {"award", "corrected", "award version", "expired"},
    ),
    "a pathway leads elsewhere": (
        lambda register: replace(
            register,
            pathways={
                **register.pathways,
                (ARABIC_WAY.slug, 2): replace(ARABIC_WAY, leads_to=FORGE.slug),
            },
        ),
        {"other pathway", "credential", "credential version", "part"}
        | {"award", "corrected", "award version", "expired"},
    ),
    "a third version": (
        lambda register: _definition(register, replace(FORGE, version=3), a_picture()),
        {"home", "credential", "credential version"} | {"pathway"},
    ),
    "an older version differs": (
        # The newest tells what has changed since.
        lambda register: _definition(register, replace(FORGE, version=1, name="Older")),
        {"credential", "credential version"},
    ),
}


@pytest.mark.parametrize("change", REGISTERS)
def test_a_page_has_other_inputs_when_it_has_other_bytes(change: str) -> None:
    """Pages that changed are made again; those named here, and no more than those, change."""
    register = a_full_register()
    altered, expected = REGISTERS[change][0](register), REGISTERS[change][1]
    before = every_page(pages_of(register=register), register)
    after = every_page(pages_of(register=altered), altered)

    bytes_differ = {name for name in before if before[name][1] != after[name][1]}
    inputs_differ = {name for name in before if before[name][0] != after[name][0]}
    assert expected == bytes_differ
    assert bytes_differ <= inputs_differ
    assert inputs_differ <= bytes_differ | {"home", "issuer", "award version", "pathway"}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another"},
        {"base_url": "https://elsewhere.example"},
        {"languages": ("en-US",)},
        {"languages": ("de",)},
        {"time_zone": "America/Lima"},
        {"logo": a_picture()},
        {"accent": "#123456"},
        {"issuer": an_issuer(name="Another")},
        {"issuer": an_issuer(url="https://another.example")},
        {"issuer": an_issuer(email=None)},
        {"issuer": an_issuer(description="Another")},
        {"issuer": an_issuer(legal_name=None)},
        {"issuer": an_issuer(identifiers=())},
        {"status_days": 3},
        {"strict": True},
        {"theme": "other"},
        {"register": "elsewhere"},
    ],
    ids=str,
)
def test_settings_that_show_are_inputs(changes: dict[str, Any]) -> None:
    """A setting that changes any byte of a page changes its inputs."""
    register, site = a_full_register(), a_site(**changes)
    before = every_page(pages_of(a_site(), register), register)
    after = every_page(pages_of(site, register), register)

    for name in before:
        if before[name][1] != after[name][1]:
            assert before[name][0] != after[name][0], name


@pytest.mark.parametrize("setting", [{"status_days": 3}, {"strict": True}, {"register": "x"}])
def test_settings_that_do_not_show_are_no_inputs(setting: dict[str, Any]) -> None:
    """How long a list lives is not written on any page."""
    register = a_full_register()
    site: Site = a_site(**setting)

    before = every_page(pages_of(a_site(), register), register)
    after = every_page(pages_of(site, register), register)
    assert {name: page[0] for name, page in before.items()} == {
        name: page[0] for name, page in after.items()
    }


def test_what_the_issuer_says_of_itself_is_not_on_award_pages() -> None:
    """A new description rewrites a handful of pages, not one for each award."""
    register = a_full_register()
    before = every_page(pages_of(a_site(), register), register)
    after = every_page(pages_of(a_site(issuer=an_issuer(description="x")), register), register)

    assert before["award"] == after["award"]
    assert before["home"][0] != after["home"][0]


def test_the_theme_is_an_input_of_every_page() -> None:
    """One changed byte of the theme, and its reason is called "theme"."""
    register = a_full_register()
    other = theme_of("default", {**theme().files, "styles/9.css": b"a{}"})
    before = every_page(pages_of(register=register), register)
    after = every_page(Pages(other, a_site(), register), register)

    for name, (inputs, _) in before.items():
        assert {"theme"} == {key for key in inputs if inputs[key] != after[name][0][key]}
