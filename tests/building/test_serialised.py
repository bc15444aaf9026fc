"""The other serialisations of a site: what is published, and how a stranger finds its faults."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from testamur.crypto import jws
from testamur.crypto.keys import PublicKey
from testamur.crypto.multibase import base64url_encode
from testamur.crypto.signer import Signer
from testamur.verify.site import verify_site
from tests.support import serialising
from tests.support.repository import BASE_URL, Repository
from tests.support.serialising import JWT_KEY, OTHER_JWT_KEY, assertion_key
from tests.support.sites import files

Json = dict[str, Any]
Site = dict[str, bytes]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One award that stands and ends, one corrected, one revoked."""
    repository = serialising.begun(
        tmp_path_factory.mktemp("serialised"), "Ada Lovelace", "Alan Turing"
    )
    repository.award("Grace Hopper", "expires: 2126-03-01", "narrative: Three *days*.")
    repository.meet_every_fate()
    return repository


def folder(repository: Repository, name: str) -> str:
    return f"awards/{repository.of(name).id}/"


def test_each_says_what_the_credential_beside_it_says(built: Repository) -> None:
    site = files(built.site)
    paths = [path for path in site if path.endswith("credential.json")]
    for path in paths:
        credential = json.loads(site[path])
        del credential["proof"]
        beside = path.removesuffix("credential.json")
        token = json.loads(payload(site[f"{beside}credential.jwt"]))
        claims = {name: token.pop(name) for name in ("iss", "sub", "jti", "nbf")}
        token.pop("exp", None)

        assert credential == token
        assert credential == json.loads(payload(site[f"{beside}credential.vc.jwt"]))
        assert credential["id"] == claims["jti"]
        assert credential["issuer"]["id"] == claims["iss"]

    assert 4 == len(paths)


def test_the_key_stands_where_each_reader_looks(built: Repository) -> None:
    """
    In did.json under the token's kid, as a bare JWK, and as a document of Open Badges 2.0.
    """
    site = files(built.site)
    token = jws.parse(site[f"{folder(built, 'Grace Hopper')}credential.jwt"].decode())
    did = json.loads(site[".well-known/did.json"])
    [method] = [each for each in did["verificationMethod"] if each["id"] == token.header["kid"]]
    thumbprint = str(token.header["kid"]).rpartition("#")[2]
    bare = json.loads(site[f"keys/{thumbprint}.jwk"])
    profile = json.loads(site["issuer.json"])
    [address] = profile["publicKey"]
    key = json.loads(site[address.removeprefix(f"{BASE_URL}/")])

    assert method["id"] in did["assertionMethod"]
    assert JWT_KEY.public_key == PublicKey.from_jwk(method["publicKeyJwk"])
    assert JWT_KEY.public_key == PublicKey.from_jwk(bare)
    assert "d" not in bare
    assert (f"{BASE_URL}/issuer.json", address) == (key["owner"], key["id"])
    assert assertion_key().public_key == PublicKey.from_pem(key["publicKeyPem"])


def test_pages_name_the_files_in_words(built: Repository) -> None:
    page = (built.site / folder(built, "Grace Hopper") / "index.html").read_text(encoding="utf-8")
    earlier = (built.site / folder(built, "Ada King") / "v1/index.html").read_text(encoding="utf-8")
    record = (built.site / "register/index.html").read_text(encoding="utf-8")

    for name in ("credential.jwt", "credential.vc.jwt", "assertion.jws"):
        assert f'href="{name}"' in page
        assert f'href="{name}"' in earlier
    assert "Open Badges 2.0, signed" in page
    assert JWT_KEY.public_key.multibase in record
    assert assertion_key().public_key.thumbprint in record


def test_what_does_not_stand_is_listed_as_revoked(built: Repository) -> None:
    """
    By names that lead nowhere, with a word and no text; two were never issued.
    """
    site = files(built.site)
    listed = json.loads(site["revocations.json"])["revokedAssertions"]
    ids = {each["id"]: each["revocationReason"] for each in listed}
    withdrawn = [f"{folder(built, 'Alan Turing')}", f"{folder(built, 'Ada King')}v1/"]
    expected = {json.loads(payload(site[f"{each}assertion.jws"]))["id"] for each in withdrawn}

    assert ["never-issued", "never-issued", "revoked: other", "superseded"] == sorted(ids.values())
    assert expected < ids.keys()
    assert sorted(ids) == list(ids)
    assert b"By mistake" not in site["revocations.json"]
    assert not any(award.encode() in site["revocations.json"] for award in built.register.awards)


def test_an_issuer_without_an_address_publishes_no_assertions(
    built: Repository, tmp_path: Path
) -> None:
    """
    They would name a profile that is not there.
    """
    other = Repository(tmp_path)
    for name in ("content", "keys"):
        shutil.copytree(built.root / name, other.root / name)
    site = other.read("content/site.yaml").replace(serialising.EMAIL, "")
    other.write("content/site.yaml", site)
    other.build()
    found = files(other.site)

    assert not [path for path in found if path.endswith(".jws")]
    assert "revocations.json" not in found
    assert 4 == len([path for path in found if path.endswith("credential.jwt")])


def test_a_change_builds_what_a_clean_build_makes(built: Repository, tmp_path: Path) -> None:
    """
    Also where the keys come after the first build.
    """
    repository = Repository.begun(tmp_path / "first", "Ada Lovelace", "Alan Turing")
    repository.write("content/site.yaml", repository.read("content/site.yaml") + serialising.EMAIL)
    repository.issue(first=True)
    repository.build()
    serialising.give_keys(repository)
    repository.pass_days()
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: By mistake}")
    repository.issue()
    repository.build()
    clean = tmp_path / "clean"
    repository.build(clean)

    assert files(clean) == files(repository.site)


def payload(token: bytes) -> bytes:
    return jws.parse(token.decode("ascii")).payload


def signed(header: Json, said: Any, signer: Signer) -> bytes:
    data = jws.signing_input(header, json.dumps(said).encode())
    return jws.compact(data, signer.sign(data)).encode()


def again(
    name: str, said: Json | None = None, header: Json | None = None, signer: Signer | None = None
) -> Callable[[Site, str], None]:
    """The file `name` of an award with other members, None for one that is gone, signed anew."""

    def apply(site: Site, folder: str) -> None:
        token = jws.parse(site[f"{folder}{name}"].decode())
        key = assertion_key() if name == "assertion.jws" else JWT_KEY
        site[f"{folder}{name}"] = signed(
            changed(token.header, header),
            changed(json.loads(token.payload), said),
            signer or key,
        )

    return apply


def changed(members: Json, change: Json | None) -> Json:
    merged = {**members, **(change or {})}
    return {name: value for name, value in merged.items() if value is not None}


def put(path: str, **members: object) -> Callable[[Site, str], None]:
    """A shared document with other members."""

    def apply(site: Site, folder: str) -> None:
        site[path] = json.dumps({**json.loads(site[path]), **members}).encode()

    return apply


def replaced(name: str, data: bytes) -> Callable[[Site, str], None]:
    return lambda site, folder: site.update({f"{folder}{name}": data})


def drop_key(site: Site, folder: str) -> None:
    for path in list(site):
        if path.startswith("keys/") and path.endswith(".json"):
            del site[path]


def another_method(site: Site, folder: str) -> None:
    """A key of somebody else in did.json, as a thief of the host would put it there."""
    key = OTHER_JWT_KEY.public_key
    did = json.loads(site[".well-known/did.json"])
    method = f"{did['id']}#{key.thumbprint}"
    did["verificationMethod"].append(
        {"id": method, "type": "JsonWebKey", "controller": did["id"], "publicKeyJwk": key.jwk}
    )
    did["assertionMethod"].append(method)
    site[".well-known/did.json"] = json.dumps(did).encode()
    again("credential.jwt", header={"kid": method}, signer=OTHER_JWT_KEY)(site, folder)


def tampered(name: str) -> Callable[[Site, str], None]:
    """One letter of the payload is another, under the old signature."""

    def apply(site: Site, folder: str) -> None:
        header, body, signature = site[f"{folder}{name}"].decode().split(".")
        said = payload(site[f"{folder}{name}"]).replace(b"Three", b"Seven")
        assert base64url_encode(said) != body
        site[f"{folder}{name}"] = f"{header}.{base64url_encode(said)}.{signature}".encode()

    return apply


JWT, VC_JWT, JWS = "credential.jwt", "credential.vc.jwt", "assertion.jws"
FAULTS: dict[str, tuple[Callable[[Site, str], None], str]] = {
    "empty": (replaced(JWT, b""), "cannot be read"),
    "no token": (replaced(JWT, b"a.b"), "cannot be read"),
    "not ascii": (replaced(JWT, b"\xff.\xff.\xff"), "cannot be read"),
    "a list": (replaced(JWT, signed({"alg": "ES256"}, [], JWT_KEY)), "is of no JSON object"),
    "alg": (again(JWT, header={"alg": "none"}), "another header"),
    "typ": (again(JWT, header={"typ": "at+jwt"}), "another header"),
    "jwk in the header": (again(JWT, header={"jwk": {}}), "another header"),
    "no kid": (again(JWT, header={"kid": None}), "another header"),
    "kid elsewhere": (
        again(JWT, header={"kid": "did:web:evil.example#1"}),
        "is signed with a key that does not count",
    ),
    "swapped key": (again(JWT, signer=OTHER_JWT_KEY), "is not signed by"),
    "a thief's key": (another_method, "is signed with a key that the register does not have"),
    "tampered": (tampered(JWT), "is not signed by the key"),
    "tampered W3C": (tampered(VC_JWT), "is not signed by the key"),
    "iss": (again(JWT, said={"iss": "did:web:x"}), "says something else"),
    "sub": (again(JWT, said={"sub": "urn:x"}), "says something else"),
    "jti": (again(JWT, said={"jti": BASE_URL}), "says something else"),
    "nbf": (again(JWT, said={"nbf": 0}), "says something else"),
    "exp": (again(JWT, said={"exp": None}), "says something else"),
    "name": (again(JWT, said={"name": "X"}), "says something else"),
    "status": (
        again(JWT, said={"credentialStatus": None}),
        "says something else",
    ),
    "claims in W3C's": (again(VC_JWT, said={"iss": "x"}), "something else"),
    "W3C's type": (again(VC_JWT, header={"cty": None}), "another header"),
    "assertion's alg": (again(JWS, header={"alg": "PS256"}), "header"),
    "assertion's key": (again(JWS, signer=JWT_KEY), "is not signed by"),
    "assertion tampered": (tampered(JWS), "is not signed by the key"),
    "creator": (
        again(JWS, said={"verification": {"creator": "https://evil.example"}}),
        "names no key that the issuer publishes",
    ),
    "hosted": (
        again(JWS, said={"verification": {"type": "HostedBadge"}}),
        "names no key that the issuer publishes",
    ),
    "recipient": (again(JWS, said={"recipient": {}}), "another recipient"),
    "badge": (again(JWS, said={"badge": BASE_URL}), "another badge"),
    "issuedOn": (again(JWS, said={"issuedOn": "2020"}), "an `issuedOn`"),
    "expires": (again(JWS, said={"expires": None}), "an `expires`"),
    "id": (again(JWS, said={"id": "urn:uuid:1"}), "another assertion"),
    "key document gone": (drop_key, "names no key that the issuer publishes"),
    "profile without keys": (put("issuer.json", publicKey=[]), "names no key"),
    "profile without list": (put("issuer.json", revocationList=None), "do not name each other"),
    "list of one": (put("revocations.json", revokedAssertions=[{}]), "less than two"),
    "somebody else's list": (put("revocations.json", issuer="https://x"), "do not name each"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_a_site_is_found(built: Repository, fault: str) -> None:
    """
    By `verify`, which knows nothing of how they were made.
    """
    spoil, sentence = FAULTS[fault]
    site = files(built.site)
    spoil(site, folder(built, "Grace Hopper"))
    found = verify_site(site.get, site, now=built.now)

    assert any(sentence in each for each in found.faults), found.faults


def test_the_honest_site_has_none(built: Repository) -> None:
    site = files(built.site)

    assert () == verify_site(site.get, site, now=built.now).faults


@pytest.mark.parametrize(("name", "version"), [("Alan Turing", ""), ("Ada King", "v1/")])
def test_a_revocation_that_is_not_listed_is_found(
    built: Repository, name: str, version: str
) -> None:
    """
    And one that is listed though it stands.
    """
    site = files(built.site)
    entries = json.loads(site["revocations.json"])["revokedAssertions"]
    gone = json.loads(payload(site[f"{folder(built, name)}{version}assertion.jws"]))["id"]
    stands = json.loads(payload(site[f"{folder(built, 'Grace Hopper')}assertion.jws"]))["id"]
    fewer = [each for each in entries if each["id"] != gone]
    put("revocations.json", revokedAssertions=fewer)(site, "")
    missing = verify_site(site.get, site, now=built.now).faults
    put("revocations.json", revokedAssertions=[*entries, {"id": stands}])(site, "")
    extra = verify_site(site.get, site, now=built.now).faults

    assert any("is not in revocations.json" in each for each in missing)
    assert any("is in revocations.json" in each for each in extra)
