"""Status lists: what is relied on, and what leaves the question open."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from testamur.crypto.multibase import base64url_encode
from testamur.verify.bitstrings import Unusable, decode
from testamur.verify.document import Verifier, verify_document
from testamur.verify.sources import SiteFolder, Unavailable
from testamur.verify.verdict import Verdict
from tests.support import issuer
from tests.support.issuer import LIST, REGISTER_KEY, STRANGERS_KEY, VALID, at

Json = dict[str, Any]
EMPTY = bytes(issuer.BITS // 8)
# Bitstring Status List 1.0, the value of the example: an empty list of 16 KiB.
W3C_EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def verdict(site: dict[str, bytes]) -> Verdict:
    return verify_document(site[at(VALID)], SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW)


def status(site: dict[str, bytes]) -> tuple[str, str]:
    found = verdict(site)
    return found.word.value, found.step("status").outcome.value


def site_with(data: bytes | None) -> dict[str, bytes]:
    site = issuer.honest_site()
    del site[LIST]
    return site if data is None else site | {LIST: data}


def signed(**members: Any) -> dict[str, bytes]:
    """The site with a list that has these members, signed by the issuer."""
    unsigned = issuer.status_list([4], **members)
    document = issuer.sign(unsigned, REGISTER_KEY, created="2026-11-22T03:00:00Z")
    return site_with(issuer.encode(document))


def encoded(text: str) -> dict[str, bytes]:
    return signed(credentialSubject=issuer.list_subject(text))


@pytest.mark.parametrize(
    "site",
    [
        pytest.param(site_with(None), id="v13-missing"),
        pytest.param(site_with(b""), id="v13-empty"),
        pytest.param(site_with(b"<!doctype html><title>404</title>"), id="v13-html"),
        pytest.param(site_with(b"[]"), id="v13-not-an-object"),
        pytest.param(signed(validUntil="2026-11-22T12:00:00Z"), id="v13-expired"),
        pytest.param(signed(validFrom="2026-11-22T12:00:01Z"), id="v13-not-yet-valid"),
        pytest.param(signed(validFrom="yesterday"), id="v13-no-date"),
        pytest.param(encoded(W3C_EMPTY[1:]), id="v14-no-prefix"),
        pytest.param(encoded("u" + base64url_encode(EMPTY)), id="v14-not-gzip"),
        pytest.param(encoded("u" + base64url_encode(zlib.compress(EMPTY))), id="v14-zlib"),
        pytest.param(encoded("u" + base64url_encode(gzip.compress(EMPTY)) + "=="), id="v14-padded"),
        pytest.param(
            encoded("u" + base64url_encode(gzip.compress(EMPTY) + b"x")), id="v14-trailing"
        ),
        pytest.param(
            encoded("u" + base64url_encode(gzip.compress(EMPTY) * 2)), id="v14-two-members"
        ),
        pytest.param(
            encoded("u" + base64url_encode(gzip.compress(EMPTY)[:-4])), id="v14-cut-short"
        ),
        pytest.param(signed(issuer="did:web:badges.example.com"), id="v15-other-issuer"),
        pytest.param(
            signed(credentialSubject=issuer.list_subject(W3C_EMPTY, purpose="suspension")),
            id="v15-other-purpose",
        ),
        pytest.param(
            signed(id=f"{issuer.BASE_URL}/status/revocation-2.json"), id="v15-other-address"
        ),
        pytest.param(encoded(issuer.encoded_list(EMPTY[:-1])), id="v15-shorter-than-the-least"),
        pytest.param(signed(type=["VerifiableCredential"]), id="no-list"),
        pytest.param(site_with(issuer.encode(issuer.status_list([4]))), id="without-a-signature"),
        pytest.param(
            site_with(issuer.encode(issuer.sign(issuer.status_list([4]), STRANGERS_KEY))),
            id="signed-with-an-unpublished-key",
        ),
    ],
)
def test_lists_that_cannot_be_relied_on(site: dict[str, bytes]) -> None:
    """
    A list that is missing, stale, broken or another's is never read as "not withdrawn".
    """
    assert status(site) == ("unknown", "not-checked")


def test_v15_an_index_outside_the_list() -> None:
    """
    A place that the list does not have leaves the question open.
    """
    document = issuer.unsigned(VALID, issuer.BITS)
    site = issuer.honest_site() | {at(VALID): issuer.encode(issuer.sign(document))}
    del site[f"awards/{VALID}/record.tlog-proof"]

    assert status(site) == ("unknown", "not-checked")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda entry: entry.update(type="StatusList2021Entry"), "unknown", id="other-type"
        ),
        pytest.param(
            lambda entry: entry.update(statusPurpose="fashion"), "unknown", id="unknown-purpose"
        ),
        pytest.param(lambda entry: entry.update(statusPurpose="refresh"), "valid", id="refresh"),
    ],
)
def test_entries_of_other_kinds(change: Callable[[Json], None], expected: str) -> None:
    """
    What is not understood stays open; what does not concern validity is passed over.
    """
    document: Json = issuer.unsigned(VALID, 1)
    change(document["credentialStatus"])
    if document["credentialStatus"]["type"] == "StatusList2021Entry":
        document["credentialStatus"]["type"] = "1EdTechRevocationList"
        del document["credentialStatus"]["statusPurpose"]
        del document["credentialStatus"]["statusListIndex"]
        del document["credentialStatus"]["statusListCredential"]
    site = issuer.honest_site() | {at(VALID): issuer.encode(issuer.sign(document))}
    del site[f"awards/{VALID}/record.tlog-proof"]

    assert verdict(site).word.value == expected


def test_a_second_entry_can_suspend() -> None:
    """
    Of two entries, the one that is set decides, and its purpose is the word.
    """
    document: Json = issuer.unsigned(VALID, 1)
    address = f"{issuer.BASE_URL}/status/suspension-1.json"
    document["credentialStatus"] = [
        document["credentialStatus"],
        {
            "id": f"{address}#9",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "suspension",
            "statusListIndex": "9",
            "statusListCredential": address,
        },
    ]
    subject = issuer.list_subject(issuer.encoded_list(issuer.bit_array([9])), purpose="suspension")
    suspensions = issuer.status_list([], id=address, credentialSubject=subject)
    site = issuer.honest_site() | {
        at(VALID): issuer.encode(issuer.sign(document)),
        "status/suspension-1.json": issuer.encode(issuer.sign(suspensions, REGISTER_KEY)),
    }
    del site[f"awards/{VALID}/record.tlog-proof"]

    assert verdict(site).word.value == "suspended"


@pytest.mark.parametrize(
    ("second", "swapped", "expected"),
    [
        ("#9", False, "suspended"),
        ("#1", False, "suspended"),
        ("#1", True, "unknown"),
        ("#9", True, "altered"),
    ],
)
def test_v11_places_cannot_be_swapped_between_entries(
    second: str, expected: str, *, swapped: bool
) -> None:
    """
    Where two entries have one id, a signature over the graph lets their indexes change places.
    """
    document: Json = issuer.unsigned(VALID, 1)
    address = f"{issuer.BASE_URL}/status/suspension-1.json"
    first = document["credentialStatus"]
    first["id"] = f"{address}#1"
    entries = [first, first | {"id": f"{address}{second}", "statusPurpose": "suspension"}]
    entries[1] |= {"statusListIndex": "9", "statusListCredential": address}
    document["credentialStatus"] = entries
    signed: Json = issuer.sign(document)
    signed["proof"] = signed["proof"][:1]
    if swapped:
        entries[0]["statusListIndex"], entries[1]["statusListIndex"] = "9", "1"
    subject = issuer.list_subject(issuer.encoded_list(issuer.bit_array([9])), purpose="suspension")
    suspensions = issuer.status_list([], id=address, credentialSubject=subject)
    site = issuer.honest_site() | {
        at(VALID): issuer.encode(signed),
        "status/suspension-1.json": issuer.encode(issuer.sign(suspensions, REGISTER_KEY)),
    }
    del site[f"awards/{VALID}/record.tlog-proof"]

    assert verdict(site).word.value == expected


def test_without_a_status_entry_nothing_is_asked() -> None:
    """
    A document that names no list cannot be withdrawn, and is valid without one.
    """
    document: Json = issuer.unsigned(VALID, 1)
    del document["credentialStatus"]
    site = site_with(None) | {at(VALID): issuer.encode(issuer.sign(document))}
    del site[f"awards/{VALID}/record.tlog-proof"]

    assert status(site) == ("valid", "held")


def test_v14_a_bomb_is_not_inflated() -> None:
    """
    A few kilobytes that claim to hold a gigabyte cost less than 50 MB.
    """
    squeezer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    million = bytes(1_000_000)
    bomb = b"".join(squeezer.compress(million) for _ in range(200)) + squeezer.flush()
    text = "u" + base64url_encode(bomb)
    tracemalloc.start()

    with pytest.raises(ValueError, match="too large"):
        decode(text)

    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_v19_the_example_of_the_specification() -> None:
    """
    The published empty list has 131,072 places, none of them marked.
    """
    assert decode(W3C_EMPTY) == EMPTY


@pytest.mark.parametrize("index", [0, 1, 7, 8, 131_071])
def test_v19_index_0_is_the_left_most_bit(index: int) -> None:
    """
    Bits count from the most significant one of the first byte.
    """
    array = bytearray(EMPTY)
    array[index // 8] = 0b1000_0000 >> index % 8
    subject = issuer.list_subject(issuer.encoded_list(bytes(array)))
    site = site_with(
        issuer.encode(issuer.sign(issuer.status_list([], credentialSubject=subject), REGISTER_KEY))
    )
    verifier = Verifier(SiteFolder(site.get, issuer.BASE_URL), now=issuer.NOW)
    found = verifier.lists.list(f"{issuer.BASE_URL}/{LIST}", issuer.did_of(issuer.BASE_URL))

    assert [place for place in range(issuer.BITS) if found.value(place)] == [index]
    with pytest.raises(Unusable):
        found.value(issuer.BITS)


def test_v18_a_list_older_than_one_seen_before() -> None:
    """
    A list that was rolled back leaves the status unknown, and says so.
    """
    site = issuer.honest_site()
    source = SiteFolder(site.get, issuer.BASE_URL)
    first = Verifier(source, now=issuer.NOW)
    assert first.examine(site[at(VALID)]).verdict.word.value == "valid"
    remembered = {url: seen + timedelta(seconds=1) for url, seen in first.lists.seen.items()}

    found = Verifier(source, now=issuer.NOW, remembered=remembered).examine(site[at(VALID)])

    assert found.verdict.word.value == "unknown"
    assert "rolled back" in found.verdict.sentence()


def test_one_run_fetches_each_list_and_key_document_once() -> None:
    """
    Many documents share one status list and one key document.
    """
    site = issuer.honest_site()
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return site.get(path)

    verifier = Verifier(SiteFolder(read, issuer.BASE_URL), now=issuer.NOW)
    for award in (VALID, issuer.EXPIRED, issuer.NOT_YET, VALID):
        verifier.examine(site[at(award)])

    assert (asked.count(LIST), asked.count(issuer.did_path(issuer.BASE_URL))) == (1, 1)


def test_a_failing_list_is_fetched_once() -> None:
    """
    What could not be had is not asked for again in the same run.
    """

    class Silent:
        asked = 0

        def fetch(self, url: str, accept_bytes: int) -> bytes:
            if url.endswith(LIST):
                self.asked += 1
                raise Unavailable(f"{url} timed out")
            return SiteFolder(site.get, issuer.BASE_URL).fetch(url, accept_bytes)

    site = issuer.honest_site()
    source = Silent()
    verifier = Verifier(source, now=issuer.NOW)
    words = [verifier.examine(site[at(a)]).verdict.word.value for a in (VALID, issuer.NOT_YET)]

    assert (words, source.asked) == (["unknown", "not-yet-valid"], 1)


def test_the_bytes_of_the_list_say_who_is_marked() -> None:
    """
    The honest site's list marks exactly the withdrawn documents.
    """
    said = json.loads(issuer.honest_site()[LIST])["credentialSubject"]["encodedList"]

    assert decode(said) == issuer.bit_array(issuer.MARKED)
