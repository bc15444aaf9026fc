"""A whole site, as a stranger finds it, with one thing wrong at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from testamur.crypto.merkle import Tree, leaf_hash
from testamur.crypto.note import Checkpoint, sign_checkpoint
from testamur.crypto.signer import Signer
from testamur.model.addresses import Addresses
from testamur.verify.log import read_log
from testamur.verify.site import SiteReport, base_url_of, verify_site
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Word
from tests.support import issuer
from tests.support.issuer import (
    AWARD_KEY,
    CORRECTED,
    EXPIRED,
    LIST,
    REGISTER_KEY,
    REVOKED,
    STRANGERS_KEY,
    SUSPENDED,
    VALID,
    at,
)

Site = dict[str, bytes]
Json = dict[str, Any]
DID = issuer.did_path(issuer.BASE_URL)
DAY = date(2026, 11, 22)


def report(site: Site, only: frozenset[str] | None = None) -> SiteReport:
    return verify_site(site.get, site, now=issuer.NOW, only=only)


@pytest.mark.parametrize(
    "base_url",
    [
        issuer.BASE_URL,
        "https://badges.example.org",
        "https://badges.example.org:8443",
        "https://example.github.io/team/badges",
    ],
)
def test_an_honest_site_is_in_order(base_url: str) -> None:
    """
    A site with an award of every kind has no faults, wherever it is served.
    """
    found = report(issuer.honest_site(base_url))

    assert found.faults == ()
    assert found.ok
    assert found.base_url == base_url
    expected = {
        Word.VALID: 2,
        Word.EXPIRED: 1,
        Word.NOT_YET_VALID: 1,
        Word.REVOKED: 1,
        Word.SUSPENDED: 1,
        Word.SUPERSEDED: 1,
    }
    assert found.counts == Counter(expected)


def test_a_site_says_where_it_is_served() -> None:
    """
    The address is the one that its key document stands for; without one, there is none.
    """
    base_url = "https://badges.example.org:8443"

    assert base_url_of(issuer.honest_site(base_url).get) == base_url
    with pytest.raises(ValueError, match="folder of the whole site"):
        base_url_of(lambda _path: None)


def test_json_for_machines() -> None:
    """
    The JSON form has the counts, and every document's verdict by its path.
    """
    found: Json = json.loads(json.dumps(report(issuer.honest_site()).as_json()))

    assert (found["ok"], found["counts"]["valid"]) == (True, 2)
    assert found["documents"][at(VALID)]["verdict"] == "valid"


def test_only_some_documents() -> None:
    """
    With `only`, other documents get no verdict; register and lists are checked all the same.
    """
    site = issuer.honest_site()
    found = report(site, frozenset({at(VALID)}))

    assert found.ok
    assert list(found.verdicts) == [at(VALID)]
    assert not report({**site, LIST: b"{}"}, frozenset()).ok


def _without(path: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        del site[path]

    return change


def _put(path: str, data: bytes) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        site[path] = data

    return change


def _copy(source: str, target: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        site[target] = site[source]

    return change


def _replace(path: str, old: bytes, new: bytes) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        assert old in site[path]
        site[path] = site[path].replace(old, new)

    return change


def _edit(path: str, edit: Callable[[Json], None]) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        document = json.loads(site[path])
        edit(document)
        site[path] = issuer.encode(document)

    return change


def _flip(path: str, offset: int) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        data = bytearray(site[path])
        data[offset] ^= 1
        site[path] = bytes(data)

    return change


def _weak_second_key(document: Json) -> None:
    document["verificationMethod"][1]["publicKeyMultibase"] = "z6Mk"


def _another_key(document: Json) -> None:
    extra = issuer.did_document([STRANGERS_KEY])
    for name in ("verificationMethod", "assertionMethod"):
        document[name] += extra[name]


def _list_signed(signer: Signer, marked: tuple[int, ...]) -> Callable[[Site], None]:
    return _put(LIST, issuer.encode(issuer.sign(issuer.status_list(marked), signer)))


def _checkpoint_signed(signer: Signer) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        origin, size, _root = site["register/checkpoint"].decode().split("\n")[:3]
        root = Tree([leaf_hash(line) for line in lines(site)]).root()
        site["register/checkpoint"] = sign_checkpoint(Checkpoint(origin, int(size), root), signer)

    return change


def lines(site: Site) -> list[bytes]:
    (bundle,) = (data for path, data in site.items() if path.startswith("register/tile/entries/"))
    found = []
    while bundle:
        length = 2 + int.from_bytes(bundle[:2])
        found.append(bundle[2:length])
        bundle = bundle[length:]
    return found


def _publish_twice(site: Site) -> None:
    for name in ("credential.json", "record.tlog-proof"):
        site[f"awards/{VALID}/v1/{name}"] = site[f"awards/{VALID}/{name}"]


def _publish_elsewhere(site: Site) -> None:
    for name in ("credential.json", "record.tlog-proof"):
        site[f"awards/{EXPIRED}/{name}"] = site[f"awards/{VALID}/{name}"]


ENTRIES = "register/tile/entries/000.p/15"
TILE = "register/tile/0/000.p/15"
MARKED = issuer.MARKED

FAULTS: dict[str, tuple[Callable[[Site], None], str]] = {
    "no-key-document": (_without(DID), "no key document"),
    "key-document-not-json": (_put(DID, b"<!doctype html>"), "cannot be read"),
    "key-document-of-another": (
        _edit(DID, lambda d: d.update(id="did:web:badges.example.org")),
        "not the key document of the site",
    ),
    "key-document-with-a-weak-key": (_edit(DID, _weak_second_key), "refused"),
    "key-that-is-not-in-the-register": (_edit(DID, _another_key), "not in the register"),
    "no-list": (_without(LIST), "not published"),
    "list-not-signed": (_put(LIST, issuer.encode(issuer.status_list(MARKED))), "no signature"),
    "list-that-marks-others": (_list_signed(REGISTER_KEY, (4, 5, 6)), "marks others"),
    "list-signed-with-the-award-key": (_list_signed(AWARD_KEY, MARKED), "register key"),
    "list-at-another-address": (_copy(LIST, "status/revocation-2.json"), "another list"),
    "no-checkpoint": (_without("register/checkpoint"), "missing"),
    "checkpoint-of-nobody": (_checkpoint_signed(STRANGERS_KEY), "head of the register"),
    "checkpoint-signed-with-the-award-key": (_checkpoint_signed(AWARD_KEY), "register key"),
    "no-entries": (_without(ENTRIES), "missing"),
    "entries-altered": (_flip(ENTRIES, -1), "register"),
    "entries-cut-short": (lambda site: _put(ENTRIES, site[ENTRIES][:-1])(site), "cut short"),
    "entries-too-many": (
        lambda site: _put(ENTRIES, site[ENTRIES] + b"\0\1x")(site),
        "too many",
    ),
    "no-tile": (_without(TILE), "tile"),
    "tile-altered": (_flip(TILE, 40), "does not follow"),
    "document-gone": (_without(at(VALID)), "no document on the site"),
    "document-altered": (_edit(at(VALID), lambda d: d.update(name="Another")), ""),
    "document-at-another-address": (_publish_elsewhere, "another document"),
    "document-twice": (
        _publish_twice,
        "does not fit its place",
    ),
    "document-without-a-proof": (_without(f"awards/{VALID}/record.tlog-proof"), "no proof"),
    "proof-of-another": (
        _copy(f"awards/{EXPIRED}/record.tlog-proof", f"awards/{VALID}/record.tlog-proof"),
        "",
    ),
    "earlier-version-at-the-address-of-the-newest": (
        _copy(at(CORRECTED, 1), at(CORRECTED)),
        "",
    ),
    "reason-reworded": (
        _replace(f"awards/{REVOKED}/state.json", b"by mistake", b"by request"),
        "says something else than the register entered",
    ),
    "withdrawal-back-dated": (
        _replace(f"awards/{REVOKED}/state.json", b"2026-11-21", b"2020-01-01"),
        "says something else than the register entered",
    ),
    "suspension-called-a-revocation": (
        _replace(f"awards/{SUSPENDED}/state.json", b'"suspended"', b'"revoked"'),
        "says something else than the register entered",
    ),
    "state-that-is-no-json": (
        _replace(f"awards/{SUSPENDED}/state.json", b"{", b"["),
        "",
    ),
    "state-of-an-award-that-stands": (
        _copy(f"awards/{REVOKED}/state.json", f"awards/{VALID}/state.json"),
        "says that an award is withdrawn",
    ),
}


@pytest.mark.parametrize(("change", "part"), FAULTS.values(), ids=FAULTS)
def test_faults(change: Callable[[Site], None], part: str) -> None:
    """
    Each thing that is wrong with a site makes it not in order, and is named.
    """
    site = issuer.honest_site()
    change(site)
    found = report(site)

    assert not found.ok
    assert any(part in fault for fault in found.faults) or not part, found.faults


def register_with(*more: str) -> Site:
    """A site with one award, and these lines at the end of its register."""
    book = issuer.Book()
    book.enter(f"key 1 {DAY} award add {AWARD_KEY.public_key.multibase}")
    book.enter(f"key 1 {DAY} register add {REGISTER_KEY.public_key.multibase}")
    book.issue(at(VALID), issuer.sign(issuer.unsigned(VALID, 1)), DAY)
    for line in more:
        book.enter(line)
    book.publish()
    return {
        **book.files(),
        DID: issuer.encode(issuer.did_document([AWARD_KEY, REGISTER_KEY])),
        LIST: issuer.encode(issuer.sign(issuer.status_list([]), REGISTER_KEY)),
    }


def test_a_small_register_is_in_order() -> None:
    """
    The site that the next cases start from has no faults.
    """
    assert report(register_with()).faults == ()


AWARD = AWARD_KEY.public_key.multibase
REGISTER = REGISTER_KEY.public_key.multibase
ZEROS = "0" * 64


@pytest.mark.parametrize(
    ("line", "part"),
    [
        pytest.param(f"erase 1 {DAY} 2", "was erased", id="erased-but-published"),
        pytest.param(f"erase 1 {DAY} 0", "which is no document", id="erases-no-document"),
        pytest.param(f"issue 1 {DAY} {ZEROS}", "no document on the site", id="document-missing"),
        pytest.param("issue 1 2020-01-01 " + ZEROS, "dated before", id="day-goes-back"),
        pytest.param(f"issue 2 {DAY} {ZEROS}", "cannot be read", id="format-of-the-future"),
        pytest.param(f"gossip 1 {DAY} {ZEROS}", "cannot be read", id="unknown-kind"),
        pytest.param(f"status 1 {DAY} revocation 1 {ZEROS}", "marks others", id="other-bits"),
        pytest.param(f"status 1 {DAY} revocation 2 {ZEROS}", "not published", id="other-list"),
        pytest.param(f"key 1 {DAY} register end {REGISTER}", "ended", id="register-key-ended"),
        pytest.param(
            f"key 1 {DAY} award compromised {AWARD} 2", "compromised", id="v06-lost-before"
        ),
        pytest.param(f"key 1 {DAY} award compromised {AWARD}", "compromised", id="v06-lost-ever"),
    ],
)
def test_registers_that_do_not_fit_the_site(line: str, part: str) -> None:
    """
    What the register says and what the site shows must agree.
    """
    found = report(register_with(line))

    assert not found.ok
    assert any(part in fault for fault in found.faults), found.faults


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"key 1 {DAY} award end {AWARD}", id="v06-ended-after"),
        pytest.param(f"key 1 {DAY} award compromised {AWARD} 3", id="v06-lost-after"),
    ],
)
def test_v06_what_a_key_signed_before_its_end_counts(line: str) -> None:
    """
    A document that was entered before its key ended or was lost is in order.
    """
    assert report(register_with(line)).faults == ()


def test_a_site_after_a_lost_key_is_in_order() -> None:
    """
    The lost key has left the key document; the record vouches for what it signed before.
    """
    assert report(issuer.site_after_loss(4)).faults == ()
    assert not report(issuer.site_after_loss(3)).ok


def test_two_documents_in_one_place_of_a_list() -> None:
    """
    A place in a status list belongs to one document for ever.
    """
    book = issuer.Book()
    book.enter(f"key 1 {DAY} award add {AWARD}")
    book.enter(f"key 1 {DAY} register add {REGISTER}")
    for award in (VALID, EXPIRED):
        book.issue(at(award), issuer.sign(issuer.unsigned(award, 1)), DAY)
    book.publish()
    site = register_with() | book.files()

    assert any("share a place" in fault for fault in report(site).faults)


def test_an_empty_site_is_not_in_order() -> None:
    """
    Nothing at all is a fault, not a crash.
    """
    assert not report({}).ok


@pytest.mark.parametrize("size", [1, 255, 256, 257, 513])
def test_logs_of_every_width_are_read(size: int) -> None:
    """
    Full and partial bundles are found where C2SP tlog-tiles puts them.
    """
    book = issuer.Book()
    for _ in range(size):
        book.enter(f"definition 1 {DAY} forge-safety 1 {ZEROS}")
    book.publish()
    source = SiteFolder(book.files().get, issuer.BASE_URL)
    log = read_log(source, Addresses(issuer.BASE_URL), (REGISTER_KEY.public_key,))

    assert [entry.line for entry in log.entries] == book.lines
    assert list(log.flaws(source, Addresses(issuer.BASE_URL))) == []
