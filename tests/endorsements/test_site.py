"""Endorsements in the repository of an issuer: checked, built, shown, forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from testamur.commands.build import Built, build
from testamur.commands.forget import forget
from testamur.commands.verify import Folder
from testamur.crypto.integrity import add_proofs
from testamur.crypto.multibase import base64url_encode
from testamur.model.endorsement import Endorser
from testamur.problems import Problem
from testamur.verify.site import SiteReport, verify_site
from testamur.wire import endorsement as wire
from testamur.wire.contexts import contexts
from tests.support.endorsements import (
    AT,
    GUILD,
    ISSUER,
    ON_THE_WEB,
    SIGNED,
    STRANGER,
    Guild,
    Json,
    written,
)
from tests.support.repository import BASE_URL, Repository, codes
from tests.support.sites import files, pages

ACHIEVEMENT = f"{BASE_URL}/credentials/data-steward/v1/achievement.json"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOME = f"{BASE_URL}/issuer.json"


def commit(repository: Repository, name: str, document: Json | bytes) -> None:
    data = document if isinstance(document, bytes) else written(document)
    repository.write(f"content/endorsements/{name}", data.decode())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, with an Open Badges 2.0 edition, a week after they were issued."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}  email: badges@example.org\n")
    repository.issue(first=True)
    repository.now = NOW
    repository.refresh()
    return repository


@pytest.fixture
def endorsed(repository: Repository) -> Repository:
    """The issuer, its credential and an award are endorsed; one more is withdrawn."""
    ada = AT.credential_json(repository.of("Ada Lovelace").id)
    commit(repository, "guild.json", GUILD.endorses(ACHIEVEMENT))
    commit(
        repository, "guild-of-ada.json", GUILD.endorses(ada, "She *taught* us.", id_="urn:uuid:2")
    )
    commit(repository, "web.json", ON_THE_WEB.endorses(ISSUER, "", id_="urn:uuid:3"))
    commit(repository, "endorsers/web/did.json", ON_THE_WEB.document())
    commit(repository, "stranger.json", STRANGER.endorses(ACHIEVEMENT, id_="urn:uuid:4"))
    commit(
        repository,
        "stranger.withdrawal.json",
        STRANGER.withdraws(ACHIEVEMENT, "The exam is gone.", id_="urn:uuid:4"),
    )
    return repository


def document(repository: Repository, path: str) -> Any:
    return orjson.loads((repository.site / path).read_bytes())


def text(repository: Repository, folder: str) -> str:
    return (repository.site / folder / "index.html").read_text("utf-8")


def verified(repository: Repository, *endorsers: bytes) -> SiteReport:
    folder = Folder(repository.site)
    # Two signings in one second are a second apart.
    now = repository.register.as_of or NOW
    return verify_site(folder.read, folder.paths(), now=now, endorsers=endorsers)


def test_check_has_nothing_against_them(endorsed: Repository) -> None:
    assert () == endorsed.check().problems


def test_each_is_published_as_it_was_signed(endorsed: Repository) -> None:
    """Byte for byte; of one that was withdrawn, the withdrawal."""
    endorsed.build()
    site = files(endorsed.site)

    for name, committed in (
        ("guild", "guild.json"),
        ("web", "web.json"),
        ("stranger", "stranger.withdrawal.json"),
    ):
        signed = (endorsed.root / "content/endorsements" / committed).read_bytes()
        assert signed == site[f"endorsements/{name}/credential.json"]


def test_hosted_documents_name_those_that_stand(endorsed: Repository) -> None:
    """In full in Open Badges 3.0, by their addresses in 2.0; signed documents stay as they are."""
    before = endorsed.of("Ada Lovelace").newest.signed
    endorsed.build()
    ada = endorsed.of("Ada Lovelace").id
    folder = "credentials/data-steward/v1"

    assert [GUILD.endorses(ACHIEVEMENT)] == document(endorsed, f"{folder}/achievement.json")[
        "endorsement"
    ]
    for path, name in (
        (f"{folder}/badgeclass.json", "guild"),
        (f"awards/{ada}/assertion.json", "guild-of-ada"),
        ("issuer.json", "web"),
    ):
        address = f"{BASE_URL}/endorsements/{name}/endorsement.json"
        assert [address] == document(endorsed, path)["endorsement"]
    assert before == (endorsed.site / f"awards/{ada}/credential.json").read_bytes()
    alan = endorsed.of("Alan Turing").id
    assert "endorsement" not in document(endorsed, f"awards/{alan}/assertion.json")


def test_open_badges_2_says_the_same(endorsed: Repository) -> None:
    endorsed.build()
    base = f"{BASE_URL}/endorsements"
    ada = endorsed.of("Ada Lovelace").id

    assert {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Endorsement",
        "id": f"{base}/guild-of-ada/endorsement.json",
        "issuer": f"{base}/guild-of-ada/endorser.json",
        "claim": {
            "id": f"{BASE_URL}/awards/{ada}/assertion.json",
            "endorsementComment": "She *taught* us.",
        },
        "issuedOn": "2026-03-05T09:00:00Z",
        "verification": {"type": "HostedBadge"},
    } == document(endorsed, "endorsements/guild-of-ada/endorsement.json")
    assert {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Endorsement",
        "id": f"{base}/stranger/endorsement.json",
        "issuer": f"{base}/stranger/endorser.json",
        "revoked": True,
        "revocationReason": "The exam is gone.",
    } == document(endorsed, "endorsements/stranger/endorsement.json")
    assert (
        "https://guild.example.com/"
        == document(endorsed, "endorsements/guild/endorser.json")["url"]
    )


def test_an_endorser_without_an_address_has_no_edition_2(repository: Repository) -> None:
    """A Profile without website or e-mail is what every validator refuses."""
    commit(repository, "guild.json", Guild(email=None).endorses(ACHIEVEMENT))
    repository.build()

    assert not (repository.site / "endorsements/guild/endorsement.json").exists()
    assert "endorsement" not in document(repository, "credentials/data-steward/v1/badgeclass.json")
    assert "endorsement" in document(repository, "credentials/data-steward/v1/achievement.json")


def test_pages_show_them_apart(endorsed: Repository) -> None:
    """Who, since when, in whose words; of a withdrawn one, when and why, not what it once said."""
    endorsed.build()
    ada, alan = (endorsed.of(name).id for name in ("Ada Lovelace", "Alan Turing"))
    credential = text(endorsed, "credentials/data-steward")

    assert "<bdi>Guild of Archivists</bdi> endorses this since 5 March 2026." in credential
    assert "Our members ask for <em>exactly</em> this." in credential
    assert "<bdi>Somebody Else</bdi> withdrew its endorsement on 9 March 2026." in credential
    assert "The exam is gone." in credential
    assert 1 == credential.count("Our members")
    assert "She <em>taught</em> us." in text(endorsed, f"awards/{ada}")
    assert "Our members" in text(endorsed, f"awards/{alan}")
    assert "taught" not in text(endorsed, f"awards/{alan}")
    issuer = text(endorsed, "issuer")
    assert "Endorsed by others" in issuer
    assert "guild<wbr>.example<wbr>.com" in issuer


def test_awards_are_not_listed(endorsed: Repository) -> None:
    """The list of endorsements leaves out those of awards, and no robot is to keep a page."""
    endorsed.build()
    ada = endorsed.of("Ada Lovelace").id

    assert "guild/" in text(endorsed, "endorsements")
    assert "guild-of-ada" not in text(endorsed, "endorsements")
    assert f"awards/{ada}/" in text(endorsed, "endorsements/guild-of-ada")
    for folder in ("endorsements", "endorsements/guild-of-ada", "endorsements/guild"):
        assert '<meta name="robots" content="noindex">' in text(endorsed, folder)
    assert "endorsements" not in (endorsed.site / "sitemap.xml").read_text()


def test_a_page_says_who_is_known_by_what(endorsed: Repository) -> None:
    endorsed.build()

    assert "is known by the domain" in text(endorsed, "endorsements/web")
    assert "known by a key alone" in text(endorsed, "endorsements/guild")
    address = f"{BASE_URL}/endorsements/guild/credential.json"
    assert f"testamur verify {address}" in text(endorsed, "endorsements/guild")


def test_every_link_leads_somewhere(endorsed: Repository) -> None:
    endorsed.build()
    site = files(endorsed.site)

    for path, page in pages(endorsed.site):
        folder = path.removesuffix("index.html")
        for href in page.links:
            if href.startswith(("https:", "mailto:", "#", "/")):
                continue
            parts: list[str] = folder.rstrip("/").split("/") if folder else []
            for step in href.partition("#")[0].split("/"):
                if step == "..":
                    parts.pop()
                elif step not in {"", "."}:
                    parts.append(step)
            there = "/".join(parts)
            found = {there, f"{there}/index.html".lstrip("/")} & site.keys()
            assert found, f"{path} leads to {href}"


def test_comments_are_hostile(repository: Repository) -> None:
    """Markdown of a stranger's is cleaned like an author's."""
    comment = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    commit(repository, "guild.json", GUILD.endorses(ACHIEVEMENT, comment))
    repository.build()
    page = text(repository, "endorsements/guild")

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_a_site_without_endorsements_has_no_trace(repository: Repository) -> None:
    repository.build()

    assert [] == [path for path in files(repository.site) if path.startswith("endorsements")]
    assert "Endorsed" not in text(repository, "")


def test_a_second_build_writes_nothing(endorsed: Repository) -> None:
    endorsed.build()

    assert {"keep"} == {step.action for step in endorsed.build().steps}


def test_a_new_endorsement_touches_its_own_pages(endorsed: Repository) -> None:
    """Of an award: that award's page, its assertion, the badge that holds it; and its own files."""
    endorsed.build()
    alan = endorsed.of("Alan Turing").id
    commit(endorsed, "late.json", GUILD.endorses(AT.credential_json(alan), id_="urn:uuid:9"))
    steps = endorsed.build().steps

    assert {
        f"awards/{alan}/assertion.json",
        f"awards/{alan}/badge.png",
        f"awards/{alan}/index.html",
        *(
            f"endorsements/late/{name}"
            for name in ("credential.json", "endorsement.json", "endorser.json", "index.html")
        ),
    } == {step.path for step in steps if step.action == "write"}


def refused(repository: Repository) -> tuple[Problem, ...]:
    built = build(repository.project, repository.site)
    assert not isinstance(built, Built)
    return built


def test_build_refuses_what_check_refuses(endorsed: Repository) -> None:
    """Nothing is left out in silence, and the site stays as it was."""
    endorsed.build()
    before = files(endorsed.site)
    path = "content/endorsements/guild.json"
    endorsed.write(path, endorsed.read(path).replace("exactly", "nearly"))

    assert ["endorsement-signature"] == codes(refused(endorsed))
    assert ["endorsement-signature"] == codes(endorsed.check().problems)
    assert before == files(endorsed.site)


def test_an_endorsement_of_tomorrow_waits_at_check_alone(repository: Repository) -> None:
    """A build knows no day."""
    later = datetime(2026, 3, 11, 9, tzinfo=UTC)
    commit(repository, "guild.json", GUILD.endorses(ACHIEVEMENT, since=later))
    repository.build()

    assert ["endorsement-not-yet"] == codes(repository.check().problems)


def test_one_whose_key_ended_is_left_out_with_a_word(repository: Repository) -> None:
    """An outsider's key must not keep an issuer from publishing."""
    ended = orjson.loads(ON_THE_WEB.document())
    ended["verificationMethod"][0]["expires"] = "2026-03-09T00:00:00Z"
    commit(repository, "web.json", ON_THE_WEB.endorses(ACHIEVEMENT))
    commit(repository, "endorsers/web/did.json", written(ended))
    built = repository.build()

    assert ["endorsement-ended"] == codes(built.warnings)
    assert not (repository.site / "endorsements").exists()


def test_what_was_withdrawn_by_a_key_that_ended_stays_withdrawn(repository: Repository) -> None:
    """Time passes, or somebody edits the key document: nobody endorses again by that."""
    other = Guild(seed=bytes([23]) * 32, did=ON_THE_WEB.did)
    keys, others = orjson.loads(ON_THE_WEB.document()), orjson.loads(other.document())
    (key,) = others["verificationMethod"]
    keys["verificationMethod"].append({**key, "expires": "2026-03-09T12:00:00Z"})
    keys["assertionMethod"].append(key["id"])
    commit(repository, "web.json", ON_THE_WEB.endorses(ACHIEVEMENT))
    commit(repository, "web.withdrawal.json", other.withdraws(ACHIEVEMENT))
    commit(repository, "endorsers/web/did.json", written(keys))
    built = repository.build()
    (problem,) = built.warnings

    assert ("endorsement-ended", "content/endorsements/web.withdrawal.json") == (
        problem.rule.code,
        problem.file,
    )
    assert "what it withdraws is not published any more either" in str(problem.hint)
    assert not (repository.site / "endorsements").exists()


def test_forgetting_takes_the_endorsements_along(endorsed: Repository) -> None:
    """Whatever names the award is deleted, the withdrawal too, and the command says so."""
    ada = endorsed.of("Ada Lovelace").id
    target = AT.credential_json(ada)
    commit(
        endorsed,
        "guild-of-ada.withdrawal.json",
        GUILD.withdraws(target, "Moved.", id_="urn:uuid:2"),
    )
    commit(endorsed, "broken.json", b'{"about": "' + ada.encode() + b'"}')
    escaped = f"{BASE_URL}/awards/\\u{ord(ada[0]):04x}{ada[1:]}/credential.json"
    commit(endorsed, "escaped.json", b'{"credentialSubject": {"id": "%b"}}' % escaped.encode())
    said = list(forget(endorsed.project, ada))
    left = sorted(path.name for path in (endorsed.root / "content/endorsements").glob("*.json"))

    assert ["guild.json", "stranger.json", "stranger.withdrawal.json", "web.json"] == left
    for name in (
        "guild-of-ada.json",
        "guild-of-ada.withdrawal.json",
        "broken.json",
        "escaped.json",
    ):
        path = f"content/endorsements/{name}"
        assert f"{path}: deleted, it is an endorsement of this award" in said
    endorsed.issue()
    endorsed.build()
    assert not any(
        ada.encode() in data
        for path, data in files(endorsed.site).items()
        if path.startswith("endorsements")
    )
    assert verified(endorsed, ON_THE_WEB.document()).ok


def test_one_that_comes_back_after_forgetting_is_refused(endorsed: Repository) -> None:
    kept = endorsed.read("content/endorsements/guild-of-ada.json")
    list(forget(endorsed.project, endorsed.of("Ada Lovelace").id))
    endorsed.issue()
    endorsed.write("content/endorsements/guild-of-ada.json", kept)
    (problem,) = endorsed.check().problems

    assert ("endorsement-target", "it is about an award that was forgotten") == (
        problem.rule.code,
        problem.detail,
    )


def test_an_endorsement_of_a_revoked_award_still_says_what_it_said(endorsed: Repository) -> None:
    """It is another's word; the assertion in its short form names nothing."""
    endorsed.award("Ada Lovelace", "revoked: {date: 2026-03-10, reason: By mistake}")
    endorsed.issue()
    endorsed.build()
    ada = endorsed.of("Ada Lovelace").id

    assert "endorsement" not in document(endorsed, f"awards/{ada}/assertion.json")
    assert verified(endorsed, ON_THE_WEB.document()).ok


def test_the_site_verifies(endorsed: Repository) -> None:
    """With the endorsers' key documents all of it; without them, what is left is named."""
    endorsed.build()
    alone, together = verified(endorsed), verified(endorsed, ON_THE_WEB.document())

    assert (together.ok, together.unchecked) == (True, ())
    assert alone.ok
    (left,) = alone.unchecked
    assert (
        "endorsements/web/credential.json: the keys of did:web:guild.example.com are published at "
        f"guild.example.com; `testamur verify {BASE_URL}/endorsements/web/credential.json` asks there"
    ) == left


def changed(path: str, *route: str, value: object) -> Any:
    def tamper(site: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        target = here = orjson.loads(site[path])
        for step in route[:-1]:
            here = here[step]
        here[route[-1]] = value
        yield path, orjson.dumps(target)

    return tamper


GUILD_2 = "endorsements/guild/endorsement.json"
CLASS = "credentials/data-steward/v1/badgeclass.json"
TAMPERED = {
    "comment": changed("endorsements/guild/credential.json", "name", value="Other"),
    "unsigned": changed("endorsements/guild/credential.json", "proof", value=[]),
    "about": changed(
        "endorsements/guild/credential.json", "credentialSubject", "id", value=f"{BASE_URL}/x.json"
    ),
    "no JSON": lambda _: [("endorsements/guild/credential.json", b"{")],
    "2.0 claim": changed(GUILD_2, "claim", "id", value=HOME),
    "2.0 comment": changed(GUILD_2, "claim", "endorsementComment", value="Splendid"),
    "2.0 issuer": changed(GUILD_2, "issuer", value=HOME),
    "2.0 revoked": changed(GUILD_2, "revoked", value=True),
    "2.0 endorser": changed("endorsements/guild/endorser.json", "name", value="Royal Guild"),
    "2.0 no JSON": lambda _: [(GUILD_2, b"{")],
    "2.0 not revoked": changed("endorsements/stranger/endorsement.json", "revoked", value=False),
    "2.0 alone": lambda site: [("endorsements/ghost/endorsement.json", site[GUILD_2])],
    "withdrawn one named": changed(
        CLASS, "endorsement", value=[f"{BASE_URL}/endorsements/stranger/endorsement.json"]
    ),
    "another's named": changed(
        CLASS, "endorsement", value=[f"{BASE_URL}/endorsements/web/endorsement.json"]
    ),
    "forged in full": changed(
        "credentials/data-steward/v1/achievement.json", "endorsement", value=[{"id": "urn:uuid:1"}]
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_site_that_says_something_else_does_not_verify(endorsed: Repository, name: str) -> None:
    endorsed.build()
    for path, data in TAMPERED[name](files(endorsed.site)):
        target = endorsed.site / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)

    assert not verified(endorsed, ON_THE_WEB.document()).ok


def test_an_endorsement_by_the_issuer_is_a_fault(endorsed: Repository) -> None:
    """Somebody who builds with other software may not pass off an issuer's own word."""
    endorsed.build()
    own = Guild(seed=endorsed.award_seed, did=ISSUER).endorses(ACHIEVEMENT, since=SIGNED)
    path = endorsed.site / "endorsements/own/credential.json"
    path.parent.mkdir()
    path.write_bytes(written(own))

    assert "endorsements/own/credential.json is the issuer's own word." in verified(endorsed).faults


def test_a_jwk_by_itself_may_endorse(repository: Repository) -> None:
    """Of another program's making: did:jwk, one proof, an address for an id."""
    key = GUILD.signer.public_key
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url_encode(key.raw)}
    did = f"did:jwk:{base64url_encode(orjson.dumps(jwk))}"
    unsigned = wire.endorsement(
        "https://guild.example.com/endorsements/1",
        ACHIEVEMENT,
        Endorser(did, "Guild"),
        "Good.",
        since=SIGNED,
    )
    proofs = add_proofs(
        unsigned,
        GUILD.signer,
        method=f"{did}#0",
        created="2026-03-05T09:00:00Z",
        contexts=contexts(),
    )
    commit(repository, "guild.json", {**unsigned, "proof": proofs[0]})

    assert () == repository.check().problems
    repository.build()
    assert "known by a key alone" in text(repository, "endorsements/guild")
