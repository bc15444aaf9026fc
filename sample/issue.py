"""
Issues the whole example again, day by day, with keys that are thrown away.

The steps are told in `past/README.md`. Each is laid out in a temporary repository and issued there
with the very functions behind `testamur prepare` and `testamur sign`; only the clock is another.
No option of the command can do that: whoever issues for real issues today.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from fnmatch import fnmatchcase
from pathlib import Path

from testamur.cli.plan import plan_in_a_line
from testamur.commands.forget import forget
from testamur.commands.prepare import prepare
from testamur.commands.project import KEYS, Project
from testamur.commands.sign import Signed, sign
from testamur.content.load import load
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner
from testamur.model.addresses import Addresses
from testamur.register.entries import Role
from testamur.register.intent import record_digest
from testamur.register.keys import AnnouncedKey, encode
from testamur.register.reader import read

ROOT = Path(__file__).resolve().parent.parent
PAST = ROOT / "sample" / "past"
LAST_DAY = date(2026, 11, 20)
KEY_CHANGE = date(2026, 1, 12)
"""The award key was replaced once: what the first one signed stays good."""
FORGOTTEN_AT = "03-2026-02-02"

REGISTER = "content/register"


@dataclass(frozen=True, slots=True)
class Step:
    day: date
    overlay: Path | None
    """None for the last: content/ as it stands."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Private keys; nothing writes them anywhere."""

    first_award: Ed25519Signer
    second_award: Ed25519Signer
    register: Ed25519Signer
    jwt: P256Signer
    assertion: RsaSigner

    @classmethod
    def drawn(cls) -> Keys:
        first, second, register = (Ed25519Signer.from_seed(os.urandom(32)) for _ in range(3))
        return cls(
            first,
            second,
            register,
            jwt=P256Signer.from_scalar(os.urandom(32)),
            assertion=RsaSigner.generate(),
        )


def main() -> None:
    keys = Keys.drawn()
    begun = steps()[0].day
    with tempfile.TemporaryDirectory(prefix="testamur-sample-") as folder:
        work = Path(folder)
        shutil.copytree(ROOT / "docs", work / "docs", ignore=shutil.ignore_patterns("screenshots"))
        for number, step in enumerate(steps(), 1):
            lay_out(step, work)
            announce(keys, work, begun, step.day)
            print(f"{number}. {step.day}: {issue(step, work, keys, first=number == 1)}")
        for name in (REGISTER, KEYS):
            shutil.rmtree(ROOT / name, ignore_errors=True)
            shutil.copytree(work / name, ROOT / name)
        shutil.copy(work / "content" / "forgotten.yaml", ROOT / "content" / "forgotten.yaml")
    print("the private keys are gone; commit content/register, content/forgotten.yaml and keys")


def steps() -> tuple[Step, ...]:
    """Every step, oldest first; a folder is named by its number and its day."""
    folders = sorted(path for path in PAST.iterdir() if path.is_dir())
    past = [Step(date.fromisoformat(path.name.partition("-")[2]), path) for path in folders]
    return (*past, Step(LAST_DAY, None))


def lay_out(step: Step, work: Path) -> None:
    """The content of a step into `work`, whose register and forgotten.yaml stay."""
    for entry in (work / "content").glob("*"):
        if entry.is_dir() and entry.name != "register":
            shutil.rmtree(entry)
    removed = removals(step)
    for path in sorted((ROOT / "content").rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        # Others endorse what was issued, afterwards (endorse.py).
        ours = name.startswith((f"{REGISTER}/", "content/endorsements/"))
        ours |= name == "content/forgotten.yaml"
        if path.is_file() and not ours and not any(matches(name, line) for line in removed):
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, work / name)
    if step.overlay:
        shutil.copytree(step.overlay / "content", work / "content", dirs_exist_ok=True)


def removals(step: Step) -> list[str]:
    if step.overlay is None:
        return []
    lines = (step.overlay / "REMOVE.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def matches(name: str, line: str) -> bool:
    """`*` within one name, `**` at the end for all below."""
    if line.endswith("/**"):
        return name.startswith(line.removesuffix("**"))
    parts, wanted = name.split("/"), line.split("/")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


def announce(keys: Keys, work: Path, begun: date, today: date) -> None:
    """The public parts into keys/, as they stood on a day."""
    first = AnnouncedKey("award-1", Role.AWARD, keys.first_award.public_key, begun)
    announced = [
        AnnouncedKey("register-1", Role.REGISTER, keys.register.public_key, begun),
        AnnouncedKey("jwt-1", Role.JWT, keys.jwt.public_key, begun),
        AnnouncedKey("assertion-1", Role.ASSERTION, keys.assertion.public_key, begun),
    ]
    if today < KEY_CHANGE:
        announced.append(first)
    else:
        second = keys.second_award.public_key
        announced.append(replace(first, ended=KEY_CHANGE))
        announced.append(AnnouncedKey("award-2", Role.AWARD, second, KEY_CHANGE))
    (work / KEYS).mkdir(exist_ok=True)
    for each in announced:
        (work / KEYS / f"{each.name}.json").write_bytes(encode(each))


def issue(step: Step, work: Path, keys: Keys, *, first: bool) -> str:
    """Prepare and sign as of nine in the morning of that day."""
    award = keys.first_award if step.day < KEY_CHANGE else keys.second_award
    project = Project(
        root=work,
        now=datetime.combine(step.day, time(9), tzinfo=UTC),
        draw=os.urandom,
        environ={
            "TESTAMUR_AWARD_KEY": award.secret_line(),
            "TESTAMUR_REGISTER_KEY": keys.register.secret_line(),
            "TESTAMUR_JWT_KEY": keys.jwt.secret_line(),
            "TESTAMUR_ASSERTION_KEY": keys.assertion.secret_line(),
        },
    )
    if step.overlay and step.overlay.name == FORGOTTEN_AT:
        for award_id in vanished(project):
            list(forget(project, award_id))
    drafts, checked = prepare(project, first=first)
    if drafts is None:
        raise SystemExit("\n".join(f"{each.file}: {each.detail}" for each in checked.problems))
    signed = sign(project, drafts, first=first)
    if not isinstance(signed, Signed):
        raise SystemExit("\n".join(each.detail for each in signed))
    return plan_in_a_line(checked.plan)


def vanished(project: Project) -> list[str]:
    """Ids of the awards whose record this step no longer has."""
    catalog = load(project.root, today=project.now.date()).catalog
    if catalog is None:
        raise SystemExit("the step's content has problems: run `testamur check`")
    register = read(project.register_folder(REGISTER), Addresses(catalog.site.base_url))
    there = {record_digest(record, register.addresses) for record in catalog.records}
    return [id_ for id_, award in register.awards.items() if award.newest.record not in there]


if __name__ == "__main__":
    main()
