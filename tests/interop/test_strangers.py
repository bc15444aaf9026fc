"""Credentials of ours in the hands of libraries that nobody here wrote."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.build import Built, build
from testamur.model.addresses import Addresses
from tests.interop.tampering import put
from tests.support.repository import BASE_URL, Repository

HERE = Path(__file__).parent
CONTEXTS = HERE.parents[1] / "generator/testamur/wire/data/contexts"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("node") is None or not (HERE / "node_modules").is_dir(),
        reason="needs Node.js and the packages of tests/interop (make test installs them)",
    ),
]

Document = dict[str, Any]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One award of each fate, built."""
    repository = Repository.begun(
        tmp_path_factory.mktemp("strangers"), "Ada Lovelace", "Alan Turing", "Grace Hopper"
    )
    # The status list library knows no other clock than the machine's.
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"status_validity: 3650\n{site}")
    repository.award("Nguyễn Thị Hồng Anh", "evidence: [{name: Bài tập, kind: artefact}]")
    repository.award("عائشة بنت محمد", "narrative: |", "  Two lines,", "  and a “quote”.")
    repository.meet_every_fate()
    return repository


def judge(
    site: Path,
    documents: list[Document],
    *,
    base_url: str = BASE_URL,
    now: datetime = datetime(2026, 3, 4, tzinfo=UTC),
) -> list[Any]:
    """The verdicts of Digital Bazaar's verifier: proof, key and status list."""
    index = json.loads((CONTEXTS / "index.json").read_text())
    at = Addresses(base_url)
    job = {
        "contexts": {each["url"]: str(CONTEXTS / each["file"]) for each in index},
        "files": {
            at.status_list("revocation", 1): str(site / "status/revocation-1.json"),
        },
        "dids": {at.did: str(site / at.did_path)},
        "documents": documents,
        "now": now.isoformat(),
    }
    done = subprocess.run(
        ["node", "verify.mjs"],
        cwd=HERE,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    verdicts: list[Any] = json.loads(done.stdout)
    return verdicts


def document(repository: Repository, name: str, version: str = "") -> Document:
    award = repository.of(name)
    path = repository.site / f"awards/{award.id}/{version}credential.json"
    found: Document = json.loads(path.read_bytes())
    return found


STANDING = ("Ada King", "Grace Hopper", "Nguyễn Thị Hồng Anh", "عائشة بنت محمد")


def test_what_stands_is_accepted(repository: Repository) -> None:
    """
    eddsa-rdfc-2022, did:web and the Bitstring status list, by @digitalbazaar/vc.
    """
    verdicts = judge(repository.site, [document(repository, name) for name in STANDING])

    assert [{"verified": True, "withdrawn": False, "error": None}] * len(STANDING) == verdicts


def test_what_was_withdrawn_or_replaced_is_rejected(repository: Repository) -> None:
    withdrawn = [document(repository, "Alan Turing"), document(repository, "Ada King", "v1/")]
    verdicts = judge(repository.site, withdrawn)

    assert [{"verified": False, "withdrawn": True, "error": None}] * 2 == verdicts


TAMPERED = {
    "name": put("credentialSubject", "identifier", 1, "identityHash", value="Eve"),
    "achievement": put("credentialSubject", "achievement", "name", value="Data Steware"),
    "criteria": put("credentialSubject", "achievement", "criteria", "narrative", value="None."),
    "issuer's name": put("issuer", "name", value="Example Academz"),
    "date": put("awardedDate", value="2026-03-02T00:00:00Z"),
    "validFrom": put("validFrom", value="2026-03-02T09:00:01Z"),
    "id": put("id", value=f"{BASE_URL}/awards/0/credential.json"),
    "place in the list": put("credentialStatus", "statusListIndex", value="1"),
    "removed status": lambda target: target.pop("credentialStatus"),
    "created": put("proof", 0, "created", value="2026-03-02T09:00:01Z"),
    "key": put(
        "proof",
        0,
        "verificationMethod",
        value=f"{Addresses(BASE_URL).did}#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    ),
}


def test_a_changed_byte_is_rejected(repository: Repository) -> None:
    """
    In every part of the document, one at a time.
    """
    honest = document(repository, "Grace Hopper")
    altered = []
    for tamper in TAMPERED.values():
        altered.append(copy.deepcopy(honest))
        tamper(altered[-1])
    verdicts = judge(repository.site, altered)

    assert dict.fromkeys(TAMPERED, False) == {
        name: verdict["verified"] for name, verdict in zip(TAMPERED, verdicts, strict=True)
    }


def test_every_changed_character_of_a_signature_is_rejected(repository: Repository) -> None:
    honest = document(repository, "Grace Hopper")
    value: str = honest["proof"][0]["proofValue"]
    altered = []
    for place in range(1, len(value), 7):
        other = "2" if value[place] != "2" else "3"
        altered.append(copy.deepcopy(honest))
        altered[-1]["proof"][0]["proofValue"] = value[:place] + other + value[place + 1 :]

    assert not any(verdict["verified"] for verdict in judge(repository.site, altered))


def test_a_list_that_was_tampered_with_is_rejected(repository: Repository, tmp_path: Path) -> None:
    """
    A revoked award stays revoked, or becomes unknown: never valid.
    """
    site = Path(shutil.copytree(repository.site, tmp_path / "site"))
    path = site / "status/revocation-1.json"
    listed = json.loads(path.read_bytes())
    listed["credentialSubject"]["encodedList"] = (
        "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    )
    path.write_text(json.dumps(listed))
    verdicts = judge(site, [document(repository, "Alan Turing")])

    assert [False] == [verdict["verified"] for verdict in verdicts]


def test_the_whole_example_is_judged_alike(tmp_path: Path) -> None:
    """
    Every document of the repository's own site: accepted exactly where our verifier says valid.
    """
    from testamur.commands.project import Project
    from testamur.commands.verify import Folder
    from testamur.verify.site import verify_site
    from tests.support.sites import copied

    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    built = build(Project(copied(tmp_path / "repository"), now, os.urandom, {}), tmp_path / "site")
    assert isinstance(built, Built), built
    folder = Folder(tmp_path / "site")
    report = verify_site(folder.read, folder.paths(), now=now)
    paths = sorted(report.verdicts)
    documents = [json.loads(folder.read(path) or b"") for path in paths]
    verdicts = judge(tmp_path / "site", documents, base_url=report.base_url, now=now)

    assert 90 < len(paths)
    assert {path: report.verdicts[path].word == "valid" for path in paths} == {
        path: verdict["verified"] for path, verdict in zip(paths, verdicts, strict=True)
    }
