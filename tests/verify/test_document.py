"""One document, tampered with in one way at a time: the word that a stranger gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from testamur.crypto.multibase import base58btc_decode, base58btc_encode
from testamur.verify.document import verify_document
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import STEP_NAMES, Verdict
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2
from tests.support import issuer
from tests.support.issuer import AWARD_KEY, REGISTER_KEY, STRANGERS_KEY, VALID, at

Site = dict[str, bytes]
Json = dict[str, Any]

ORDER_OF_ED25519 = 2**252 + 27742317777372353535851937790883648493
PATH = at(VALID)
DID = issuer.did_path(issuer.BASE_URL)


def verdict(
    site: Site,
    path: str = PATH,
    *,
    expected_site: str | None = None,
    email: str | None = None,
    name: str | None = None,
) -> Verdict:
    return verify_document(
        site[path],
        SiteFolder(site.get, issuer.BASE_URL),
        now=issuer.NOW,
        expected_site=expected_site,
        email=email,
        name=name,
    )


def edited(change: Callable[[Json], None], path: str = PATH) -> Site:
    """The honest site with the JSON at `path` changed and not signed again."""
    site = issuer.honest_site()
    document = json.loads(site[path])
    change(document)
    return site | {path: issuer.encode(document)}


def word_and_step(site: Site) -> tuple[str, str]:
    """The word, and the first step that did not hold, but for a recipient nobody asked about."""
    found = verdict(site)
    steps = (s for s in found.steps if s.outcome.value != "held" and s.name != "recipient")
    return found.word.value, next((step.name for step in steps), "")


@pytest.mark.parametrize(
    ("path", "word", "code"),
    [
        (at(issuer.VALID), "valid", 0),
        (at(issuer.EXPIRED), "expired", 10),
        (at(issuer.NOT_YET), "not-yet-valid", 11),
        (at(issuer.REVOKED), "revoked", 12),
        (at(issuer.SUSPENDED), "suspended", 13),
        (at(issuer.CORRECTED, 1), "superseded", 14),
        (at(issuer.CORRECTED), "valid", 0),
    ],
)
def test_v17_each_fate_has_its_word(path: str, word: str, code: int) -> None:
    """
    Revoked, suspended, expired, not yet valid and superseded each have a word and an exit code.
    """
    found = verdict(issuer.honest_site(), path)

    assert (word, code) == (found.word.value, found.word.exit_code)
    assert tuple(step.name for step in found.steps) == STEP_NAMES
    assert found.step("register").outcome.value == "held"


# --- the proofs ---------------------------------------------------------------------------


def _remove_proof(document: Json) -> None:
    del document["proof"]


def _empty_proof(document: Json) -> None:
    document["proof"] = []


def _many_proofs(document: Json) -> None:
    document["proof"] = document["proof"] * 5


def _spoil(number: int) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        value = document["proof"][number]["proofValue"]
        document["proof"][number]["proofValue"] = value[:-1] + ("2" if value[-1] != "2" else "3")

    return change


def _proof_of_another(document: Json) -> None:
    document["proof"] = json.loads(issuer.honest_site()[at(issuer.EXPIRED)])["proof"]


def _one_proof_of_another(document: Json) -> None:
    _, jcs = json.loads(issuer.honest_site()[at(issuer.EXPIRED)])["proof"]
    document["proof"][1] = jcs


def _set_proof(number: int, **members: Any) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        document["proof"][number].update(members)

    return change


def _swap_suites(document: Json) -> None:
    first, second = document["proof"]
    first["cryptosuite"], second["cryptosuite"] = second["cryptosuite"], first["cryptosuite"]


def _malleable(number: int) -> Callable[[Json], None]:
    """S + L instead of S: the same point, other bytes."""

    def change(document: Json) -> None:
        proof = document["proof"][number]
        raw = base58btc_decode(proof["proofValue"][1:])
        large = int.from_bytes(raw[32:], "little") + ORDER_OF_ED25519
        proof["proofValue"] = "z" + base58btc_encode(raw[:32] + large.to_bytes(32, "little"))

    return change


def _shortened(document: Json) -> None:
    raw = base58btc_decode(document["proof"][0]["proofValue"][1:])
    document["proof"][0]["proofValue"] = "z" + base58btc_encode(raw[:-1])


def _unknown_suite_alone(document: Json) -> None:
    document["proof"] = [{**document["proof"][0], "cryptosuite": "ecdsa-sd-2023"}]


@pytest.mark.parametrize(
    ("change", "word", "step"),
    [
        pytest.param(_remove_proof, "altered", "signature", id="v02-no-proof"),
        pytest.param(_empty_proof, "altered", "signature", id="v02-empty-proof-set"),
        pytest.param(_spoil(0), "altered", "signature", id="v02-first-of-two-bad"),
        pytest.param(_spoil(1), "altered", "signature", id="v02-second-of-two-bad"),
        pytest.param(_proof_of_another, "altered", "signature", id="v02-proofs-of-another"),
        pytest.param(_one_proof_of_another, "altered", "signature", id="v02-a-proof-of-another"),
        pytest.param(_many_proofs, "altered", "signature", id="too-many-proofs"),
        pytest.param(_swap_suites, "altered", "signature", id="v03-suites-swapped"),
        pytest.param(
            _set_proof(0, cryptosuite="none"), "unknown", "signature", id="v03-suite-none"
        ),
        pytest.param(
            _set_proof(0, cryptosuite="HS256"), "unknown", "signature", id="v03-hmac-suite"
        ),
        pytest.param(
            _set_proof(0, cryptosuite=["eddsa-rdfc-2022"]), "altered", "signature", id="v03-list"
        ),
        pytest.param(
            _set_proof(0, publicKeyMultibase=STRANGERS_KEY.public_key.multibase),
            "altered",
            "signature",
            id="v03-key-in-proof",
        ),
        pytest.param(
            _set_proof(0, type="Ed25519Signature2025"), "unknown", "signature", id="v03-other-type"
        ),
        pytest.param(
            _set_proof(0, proofPurpose="authentication"), "altered", "signature", id="purpose"
        ),
        pytest.param(
            _set_proof(1, created="2026-11-20T09:30:01Z"), "altered", "signature", id="created"
        ),
        pytest.param(_malleable(0), "altered", "signature", id="v04-malleable-rdfc"),
        pytest.param(_malleable(1), "altered", "signature", id="v04-malleable-jcs"),
        pytest.param(_shortened, "altered", "signature", id="v04-wrong-length"),
        pytest.param(_unknown_suite_alone, "unknown", "signature", id="unknown-suite-alone"),
        pytest.param(
            _set_proof(0, verificationMethod="did:web:badges.example.org:academy"),
            "altered",
            "signature",
            id="method-without-fragment",
        ),
    ],
)
def test_altered_proofs(change: Callable[[Json], None], word: str, step: str) -> None:
    """
    A proof set with anything amiss in it is not valid.
    """
    assert (word, step) == word_and_step(edited(change))


def test_suites_that_are_not_read_are_passed_over_beside_one_that_holds() -> None:
    """
    A proof of a registered suite that is not ours does not hinder one that holds.
    """

    def add(document: Json) -> None:
        document["proof"].append({**document["proof"][0], "cryptosuite": "ecdsa-sd-2023"})

    assert word_and_step(edited(add)) == ("valid", "")


def test_one_proof_alone_is_enough() -> None:
    """
    A document with only its eddsa-jcs-2022 proof is as valid as one with both.
    """

    def drop(document: Json) -> None:
        del document["proof"][0]

    assert word_and_step(edited(drop)) == ("valid", "")


# --- the shape ----------------------------------------------------------------------------


def _set(*route: str, to: Any) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        *way, last = route
        for name in way:
            document = document[name]
        document[last] = to

    return change


def _drop(*route: str) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        *way, last = route
        for name in way:
            document = document[name]
        del document[last]

    return change


def _inline_context(document: Json) -> None:
    document["credentialSubject"]["@context"] = {"name": "https://schema.org/name"}


def _index(value: Any) -> Callable[[Json], None]:
    return _set("credentialStatus", "statusListIndex", to=value)


MALFORMED = {
    "v11-extra-context": _set("@context", to=[VC_V2, OB_V3, "https://schema.org"]),
    "v11-reordered-contexts": _set("@context", to=[VC_V2, OB_EXTENSIONS, OB_V3]),
    "v11-one-context": _set("@context", to=[VC_V2]),
    "v11-inline-context": _inline_context,
    "v11-vocab": _set("@context", to=[VC_V2, OB_V3, {"@vocab": "https://schema.org/"}]),
    "v11-redefined-term": _set("@context", to=[VC_V2, OB_V3, {"name": "https://schema.org/x"}]),
    "v11-vc-1.1": _set("@context", to=["https://www.w3.org/2018/credentials/v1", OB_V3]),
    "v11-context-as-text": _set("@context", to=VC_V2),
    "json-ld-keyword": _set("credentialSubject", "@type", to="AchievementSubject"),
    "member-by-full-name": _set(
        "https://www.w3.org/2018/credentials#validUntil", to="2026-01-01T00:00:00Z"
    ),
    "member-by-its-class-name": _set(
        "credentialSubject", "achievement", "Criteria", to={"narrative": "Anything."}
    ),
    "member-without-a-name": _set("", to="x"),
    "member-that-is-null": _set("validUntil", to=None),
    "credential-inside": _set("refreshService", to={"id": f"{issuer.BASE_URL}/{PATH}"}),
    "no-id": _drop("id"),
    "relative-id": _set("id", to="credential.json"),
    "no-issuer": _drop("issuer"),
    "issuer-list": _set("issuer", to=["did:web:badges.example.org:academy"]),
    "no-type": _drop("type"),
    "no-valid-from": _drop("validFrom"),
    "no-zone": _set("validFrom", to="2026-11-20T09:30:00"),
    "february-30": _set("validFrom", to="2026-02-30T09:30:00Z"),
    "leap-second": _set("validFrom", to="2026-11-20T09:30:60Z"),
    "year-0": _set("validFrom", to="0000-11-20T09:30:00Z"),
    "date-list": _set("validUntil", to=["2027-01-01T00:00:00Z"]),
    "ends-before-it-begins": _set("validUntil", to="2025-01-01T00:00:00Z"),
    "two-subjects": _set("credentialSubject", to=[{}, {}]),
    "no-achievement": _drop("credentialSubject", "achievement"),
    "no-achievement-name": _drop("credentialSubject", "achievement", "name"),
    "name-that-is-a-number": _set("credentialSubject", "achievement", "name", to=7),
    "identifier-text": _set("credentialSubject", "identifier", to="ada@example.org"),
    "hashed-maybe": _set("credentialSubject", "identifier", to=[{"hashed": "maybe"}]),
    "status-text": _set("credentialStatus", to="none"),
    "many-status-lists": _set("credentialStatus", to=[{}] * 9),
    "entry-claims-to-be-the-list": _set(
        "credentialStatus", "id", to=f"{issuer.BASE_URL}/{issuer.LIST}"
    ),
    "v15-index-negative": _index("-1"),
    "v15-index-padded": _index("007"),
    "v15-index-exponent": _index("1e3"),
    "v15-index-number": _index(1),
    "v15-index-other-digits": _index("٥"),
    "v15-index-empty": _index(""),
    "v15-index-missing": _drop("credentialStatus", "statusListIndex"),
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED)
def test_malformed_documents(change: Callable[[Json], None]) -> None:
    """
    A document in any other shape than the promised one is refused before its signature.
    """
    assert word_and_step(edited(change)) == ("altered", "well-formed")


def test_v11_terms_that_no_context_defines_are_refused() -> None:
    """
    A member that the graph signature would not cover fails even where it was there from the start.
    """
    site = edited(_set("credentialSubject", "rank", to="first"))

    assert word_and_step(site) == ("altered", "signature")


def test_v11_terms_that_no_context_defines_are_refused_without_a_graph_proof() -> None:
    """
    The same holds where the only proof is over the text.
    """

    def change(document: Json) -> None:
        document["credentialSubject"]["rank"] = "first"
        del document["proof"][0]

    assert word_and_step(edited(change)) == ("altered", "well-formed")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xef\xbb\xbf{}",
        b'{"id":"a","id":"b"}',
        b'{"__proto__":{}}',
        b'{"a":1e400}',
        b'{"a":-0}',
        b'{"a":"\\ud800"}',
        b'{"a":NaN}',
        b'{"a":"\xff"}',
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000,
        b" " * 2_000_001,
    ],
    ids=lambda data: repr(data[:20]),
)
def test_v07_unreadable_documents(data: bytes) -> None:
    """
    What two JSON readers could read differently is refused, and nothing crashes.
    """
    assert word_and_step(issuer.honest_site() | {PATH: data}) == ("altered", "readable")


def test_v07_a_name_in_another_normal_form_is_another_name() -> None:
    """
    NFC and NFD spellings of a name are different bytes, so the signature does not hold.
    """

    def decompose(document: Json) -> None:
        document["credentialSubject"]["identifier"][1]["identityHash"] = "Ada Lovelace\u0301"

    assert word_and_step(edited(decompose)) == ("altered", "signature")


def test_a_credential_of_another_kind_is_not_judged() -> None:
    """
    What is no badge is not called altered: it could not be checked.
    """
    site = edited(_set("type", to=["VerifiableCredential", "EmployeeIdCredential"]))

    assert word_and_step(site) == ("unknown", "well-formed")


# --- the issuer's keys --------------------------------------------------------------------


def _key(number: int, **members: Any) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        document["verificationMethod"][number].update(members)

    return change


def _twice(document: Json) -> None:
    document["verificationMethod"].append(document["verificationMethod"][0])


def _not_for_assertions(document: Json) -> None:
    document["assertionMethod"].pop(0)


def _embedded_for_assertions(document: Json) -> None:
    document["assertionMethod"][0] = document["verificationMethod"][0]


def _gone(document: Json) -> None:
    document["verificationMethod"].pop(0)
    document["assertionMethod"].pop(0)


# Public keys that are the identity, all zero bits, all one bits, a point of order 8, no point.
WEAK_KEYS = {
    "identity": "01" + "00" * 31,
    "zeros": "00" * 32,
    "ones": "ff" * 32,
    "small-order": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "no-point": "02" + "00" * 31,
}


def _multikey(raw: str) -> str:
    return "z" + base58btc_encode(b"\xed\x01" + bytes.fromhex(raw))


KEY_DOCUMENTS = {
    "another-id": (_set("id", to="did:web:badges.example.com"), "altered"),
    "no-id": (_drop("id"), "altered"),
    "no-methods": (_drop("verificationMethod"), "unknown"),
    "no-assertions": (_drop("assertionMethod"), "unknown"),
    "method-twice": (_twice, "unknown"),
    "method-gone": (_gone, "altered"),
    "relative-method-id": (_key(0, id="#key"), "altered"),
    "v10-another-controller": (_key(0, controller="did:web:badges.example.com"), "altered"),
    "not-for-assertions": (_not_for_assertions, "altered"),
    "embedded-for-assertions": (_embedded_for_assertions, "altered"),
    "another-type": (_key(0, type="JsonWebKey"), "altered"),
    "another-key": (
        _key(0, publicKeyMultibase=STRANGERS_KEY.public_key.multibase),
        "altered",
    ),
    "no-key": (_key(0, publicKeyMultibase=None), "altered"),
    "revoked-before": (_key(0, revoked="2026-11-01T00:00:00Z"), "altered"),
    "revoked-after-signing": (_key(0, revoked="2026-11-21T00:00:00Z"), "altered"),
    "revoked-who-knows-when": (_key(0, revoked="yes"), "altered"),
    "ended-before-signing": (_key(0, expires="2026-11-01T00:00:00Z"), "altered"),
    "ended-after-signing": (_key(0, expires="2026-11-21T00:00:00Z"), "unknown"),
    **{
        f"v05-{name}": (_key(0, publicKeyMultibase=_multikey(raw)), "altered")
        for name, raw in WEAK_KEYS.items()
    },
}


@pytest.mark.parametrize(("change", "word"), KEY_DOCUMENTS.values(), ids=KEY_DOCUMENTS)
def test_key_documents_that_do_not_vouch(change: Callable[[Json], None], word: str) -> None:
    """
    A key counts only if the issuer's own document lists it, whole, for assertions.
    """
    assert word == verdict(edited(change, DID)).word.value


def test_a_key_that_ends_in_future_still_vouches() -> None:
    """
    `expires` and `revoked` count from their moment on.
    """
    site = edited(_key(0, expires="2027-01-01T00:00:00Z", revoked="2027-01-01T00:00:00Z"), DID)

    assert word_and_step(site) == ("valid", "")


@pytest.mark.parametrize("data", [None, b"", b"<!doctype html>", b"[]", b"{}"])
def test_without_a_key_document_nothing_is_known(data: bytes | None) -> None:
    """
    A key document that is missing or is something else leaves the question open, or refuses.
    """
    site = issuer.honest_site()
    if data is None:
        del site[DID]
    else:
        site[DID] = data

    assert verdict(site).word.value == ("altered" if data == b"{}" else "unknown")


def test_v10_a_document_that_names_another_issuer() -> None:
    """
    Signed with one's own published key, in another's name: altered, and nothing is fetched.
    """
    document = issuer.unsigned(VALID, 1, base_url="https://badges.example.com/famous")
    document["credentialStatus"] = issuer.unsigned(VALID, 1)["credentialStatus"]
    signed = issuer.sign(document, method_id=issuer.method(AWARD_KEY))
    site = issuer.honest_site() | {PATH: issuer.encode(signed)}

    assert verdict(site).word.value == "altered"
    assert verdict(site).step("issuer-key").outcome.value == "failed"


def test_v10_a_did_key_does_not_speak_for_an_issuer() -> None:
    """
    A self-made did:key as method fails although its signature holds.
    """
    text = STRANGERS_KEY.public_key.multibase
    signed = issuer.sign(
        issuer.unsigned(VALID, 1), STRANGERS_KEY, method_id=f"did:key:{text}#{text}"
    )
    found = verdict(issuer.honest_site() | {PATH: issuer.encode(signed)})

    assert (found.word.value, "held", "failed") == (
        "altered",
        found.step("signature").outcome.value,
        found.step("issuer-key").outcome.value,
    )


def test_a_did_key_issuer_vouches_for_itself() -> None:
    """
    An issuer that is its own key needs no document; it has no domain to show, and no name that
    anybody vouches for.
    """
    text = STRANGERS_KEY.public_key.multibase
    document: Json = issuer.unsigned(VALID, 1)
    document["issuer"] |= {"id": f"did:key:{text}", "name": "MIT (mit.edu)"}
    del document["credentialStatus"]
    signed = issuer.sign(document, STRANGERS_KEY, method_id=f"did:key:{text}#{text}")
    found = verdict({PATH: issuer.encode(signed)})

    assert found.word.value == "valid"
    assert found.summary.domain is None
    assert (
        "Valid. Issued to Ada Lovelace by an issuer known by its key alone (“MIT (mit.edu)” in "
        "its own words) on 20 November 2026 (awarded 14 November 2026)." == found.sentence()
    )


# --- who asks, and for whom ---------------------------------------------------------------


def test_v09_a_valid_document_of_another_issuer() -> None:
    """
    On a site that asks for its own documents only, another's is foreign, not valid.
    """
    found = verdict(issuer.honest_site(), expected_site="https://badges.example.com")

    assert (found.word.value, found.word.exit_code) == ("foreign", 15)
    assert found.sentence().startswith("Not issued here.")


def test_v09_one_of_the_site_itself() -> None:
    """
    A slash at the end of the expected site makes no difference.
    """
    assert verdict(issuer.honest_site(), expected_site=f"{issuer.BASE_URL}/").word.value == "valid"


def test_v09_an_altered_document_of_another_issuer_is_altered() -> None:
    """
    Forgery outranks foreignness.
    """
    found = verdict(edited(_spoil(0)), expected_site="https://badges.example.com")

    assert found.word.value == "altered"


def test_v23_another_person() -> None:
    """
    An e-mail address that differs makes a genuine document not valid for that person.
    """
    found = verdict(issuer.honest_site(), email="grace@example.org")

    assert found.word.value == "altered"
    assert found.sentence() == (
        "Not valid. It was made out to another person: the e-mail address differs."
    )


def test_v23_the_same_person() -> None:
    """
    The right address and the right name are confirmed.
    """
    found = verdict(issuer.honest_site(), email=" ADA@example.org", name="ada  lovelace")

    assert (found.word.value, found.step("recipient").outcome.value) == ("valid", "held")


def test_v23_a_person_who_cannot_be_compared() -> None:
    """
    Somebody was named, and the document does not say enough to tell: never valid for them.
    """
    document: Json = issuer.unsigned(VALID, 1)
    del document["credentialSubject"]["identifier"]
    site = issuer.honest_site() | {PATH: issuer.encode(issuer.sign(document))}
    del site[PROOF]

    assert verdict(site).word.value == "valid"
    for asked in ({"email": "eve@example.org"}, {"name": "Eve"}):
        found = verdict(site, **asked)

        assert found.word.value == "unknown"
        assert found.sentence().startswith("Could not be checked. It was not made out to any ")


# --- the permanent record -----------------------------------------------------------------


def test_without_a_proof_the_register_is_not_checked() -> None:
    """
    A document whose proof is not published is still valid; the step says that it was not done.
    """
    site = issuer.honest_site()
    del site[f"awards/{VALID}/record.tlog-proof"]
    found = verdict(site)

    assert (found.word.value, found.step("register").outcome.value) == ("valid", "not-checked")


PROOF = f"awards/{VALID}/record.tlog-proof"


def _proof_lines(change: Callable[[list[bytes]], None]) -> Site:
    site = issuer.honest_site()
    lines = site[PROOF].split(b"\n")
    change(lines)
    return site | {PROOF: b"\n".join(lines)}


PROOFS: dict[str, Callable[[list[bytes]], None]] = {
    "other-index": lambda lines: lines.__setitem__(2, b"index 4"),
    "huge-index": lambda lines: lines.__setitem__(2, b"index 18446744073709551616"),
    "padded-index": lambda lines: lines.__setitem__(2, b"index 03"),
    "missing-hash": lambda lines: lines.__delitem__(3),
    "extra-hash": lambda lines: lines.insert(3, lines[3]),
    "short-hash": lambda lines: lines.__setitem__(3, b"A" * 40 + b"A==="),
    "no-extra": lambda lines: lines.__delitem__(1),
    "short-extra": lambda lines: lines.__setitem__(1, b"extra AAAA"),
    "other-size": lambda lines: lines.__setitem__(-5, b"11"),
    "not-a-proof": lambda lines: lines.__setitem__(0, b"<!doctype html>"),
    "no-signature": lambda lines: lines.__delitem__(-2),
}


@pytest.mark.parametrize("change", PROOFS.values(), ids=PROOFS)
def test_v22_proofs_that_do_not_hold(change: Callable[[list[bytes]], None]) -> None:
    """
    A proof that shows anything else than this document at its place is a failure.
    """
    assert word_and_step(_proof_lines(change)) == ("altered", "register")


def test_v22_the_proof_of_another_document() -> None:
    """
    A good proof of another award proves nothing of this one.
    """
    site = issuer.honest_site()
    site[PROOF] = site[f"awards/{issuer.EXPIRED}/record.tlog-proof"]

    assert word_and_step(site) == ("altered", "register")


def test_an_earlier_version_is_known_without_being_told_where_it_was_found() -> None:
    """
    A copy of version 1 finds its own proof, and that it was replaced.
    """
    found = verdict(issuer.honest_site(), at(issuer.CORRECTED, 1))

    assert (found.word.value, found.step("register").outcome.value) == ("superseded", "held")
    assert found.summary.newest == f"{issuer.BASE_URL}/{at(issuer.CORRECTED)}"


def test_a_list_older_than_the_site_does_not_hide_a_newer_version() -> None:
    """
    Where the list has not marked version 1 yet, the record at its address tells.
    """
    site = issuer.honest_site()
    site[issuer.LIST] = issuer.encode(issuer.sign(issuer.status_list([4, 5]), REGISTER_KEY))

    assert verdict(site, at(issuer.CORRECTED, 1)).word.value == "superseded"


def test_replaced_only_on_the_word_of_a_version_that_verifies() -> None:
    """
    With a forged newer version at the address, a marked document counts as revoked.
    """
    path = at(issuer.CORRECTED)
    site = issuer.honest_site()
    document = json.loads(site[path])
    document["name"] = "Another"
    site[path] = issuer.encode(document)

    assert verdict(site, at(issuer.CORRECTED, 1)).word.value == "revoked"


@pytest.mark.parametrize(
    "state",
    [
        None,
        b"<!doctype html>",
        b"[]",
        b'{"state":"fine","date":"2026-11-21"}',
        b'{"state":"revoked"}',
    ],
)
def test_without_the_issuers_word_a_marked_document_is_revoked(state: bytes | None) -> None:
    """
    Suspended is said only on the issuer's own hosted word; anything unreadable is none.
    """
    site = issuer.honest_site()
    path = f"awards/{issuer.SUSPENDED}/state.json"
    if state is None:
        del site[path]
    else:
        site[path] = state

    assert verdict(site, at(issuer.SUSPENDED)).word.value == "revoked"


def test_the_hosted_word_alone_withdraws_nothing() -> None:
    """
    A state file beside an award whose bit is not set is not believed.
    """
    site = issuer.honest_site()
    site[f"awards/{VALID}/state.json"] = site[f"awards/{issuer.REVOKED}/state.json"]

    assert verdict(site).word.value == "valid"


@pytest.mark.parametrize(
    ("lost_at", "word"),
    [
        pytest.param(4, "valid", id="v06-index-below"),
        pytest.param(3, "altered", id="v06-index-at"),
        pytest.param(2, "altered", id="v06-index-above"),
        pytest.param(None, "altered", id="v06-no-proof"),
    ],
)
def test_v06_what_a_lost_key_signed(lost_at: int | None, word: str) -> None:
    """
    A compromised key vouches only for what the record holds from before it was lost.
    """
    site = issuer.site_after_loss(lost_at if lost_at is not None else 4)
    if lost_at is None:
        del site[PROOF]

    assert word == verdict(site).word.value


@pytest.mark.parametrize(
    ("before", "proved", "word"),
    [
        pytest.param(False, True, "valid", id="entered-before-the-end"),
        pytest.param(True, True, "altered", id="entered-after-the-end"),
        pytest.param(False, False, "altered", id="no-proof"),
    ],
)
def test_v06_what_an_ended_key_signed(*, before: bool, proved: bool, word: str) -> None:
    """
    By the whole record, an ended key vouches only for what was entered before its end.
    """
    site = issuer.site_after_end(before=before)
    if not proved:
        del site[PROOF]
    found = verify_document(
        site[PATH],
        SiteFolder(site.get, issuer.BASE_URL),
        now=issuer.NOW,
        whole_record=True,
    )

    assert word == found.word.value


def test_the_whole_record_agrees_with_the_honest_site() -> None:
    """
    Reading the whole record changes no verdict where everything is in order.
    """
    site = issuer.honest_site()
    source = SiteFolder(site.get, issuer.BASE_URL)
    for path in (at(VALID), at(issuer.CORRECTED, 1), at(issuer.SUSPENDED)):
        found = verify_document(site[path], source, now=issuer.NOW, whole_record=True)

        assert verdict(site, path) == found


def test_v06_a_key_that_is_merely_gone() -> None:
    """
    A key that left the key document without a word in the record vouches for nothing.
    """
    assert verdict(edited(_gone, DID)).word.value == "altered"
