"""
How many awards are issued, and how many pages built, in a second; and how much memory that takes.

Each measurement is a process of its own, so that peak memory is that of the one job. The peer, in
the same run, is what the disk itself can do: the same number of files of the same size, written
by a bare loop.

    make bench                      1,000 and 10,000 awards; 1,000 in every format; `check` of 100,000
    python benchmarks/run.py 500    another number
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import platform
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from testamur.commands.build import Built, build
from testamur.commands.check import check
from testamur.commands.prepare import prepare
from testamur.commands.project import KEYS, Project
from testamur.commands.sign import Signed, sign
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner, SecretSigner
from testamur.issue import drafts as drafts_file
from testamur.register.entries import Role
from testamur.register.keys import AnnouncedKey, encode

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

Figures = dict[str, float]

KEYS_OF_ALL: Mapping[Role, Callable[[], SecretSigner]] = dict.fromkeys(
    (Role.AWARD, Role.REGISTER), lambda: Ed25519Signer.from_seed(os.urandom(32))
)
KEYS_OF_FORMATS: Mapping[Role, Callable[[], SecretSigner]] = {
    Role.JWT: lambda: P256Signer.from_scalar(os.urandom(32)),
    Role.ASSERTION: RsaSigner.generate,
}


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:]] or [1_000, 10_000]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    print(
        f"{'awards':>8}  {'what':<24} {'seconds':>8} {'awards/s':>9} {'pages/s':>9} "
        f"{'files/s':>9} {'peak MB':>8} {'of the peer':>12}"
    )
    for number in numbers:
        with tempfile.TemporaryDirectory(prefix="testamur-bench-") as folder:
            show(number, measure(number, Path(folder)))
    with tempfile.TemporaryDirectory(prefix="testamur-bench-") as folder:
        show(numbers[0], measure_every_format(numbers[0], Path(folder)))
    with tempfile.TemporaryDirectory(prefix="testamur-bench-") as folder:
        most = 10 * numbers[-1]
        show(most, measure_check(most, Path(folder)))


Rows = list[tuple[str, Figures]]


def measure(number: int, root: Path) -> Rows:
    """With the two keys that every issuer has."""
    lay_out(root, number, KEYS_OF_ALL)
    return [
        ("load, plan and prepare", {**in_a_process(run_prepare, root), "awards": number}),
        ("lint and sign", {**in_a_process(run_sign, root), "awards": number}),
        ("build, first", in_a_process(run_build, root)),
        ("build, nothing new", in_a_process(run_build, root)),
        ("one award: issue", {**in_a_process(run_issue_one, root), "awards": 1}),
        ("one award: build", in_a_process(run_build, root)),
        ("peer: bare writes", in_a_process(run_bare_writes, root)),
    ]


def measure_every_format(number: int, root: Path) -> Rows:
    """With JWTs of both kinds, and signed assertions of Open Badges 2.0."""
    lay_out(root, number, {**KEYS_OF_ALL, **KEYS_OF_FORMATS})
    in_a_process(run_prepare, root)
    return [
        ("every format: sign", {**in_a_process(run_sign, root), "awards": number}),
        ("every format: build", in_a_process(run_build, root)),
        ("peer: bare writes", in_a_process(run_bare_writes, root)),
    ]


def measure_check(number: int, root: Path) -> Rows:
    """A first cohort, as a proposal that adds it is judged; the peer reads its rows and no more."""
    lay_out(root, number, KEYS_OF_ALL)
    return [
        ("check", {**in_a_process(run_check, root), "awards": number}),
        ("peer: csv.DictReader", {**in_a_process(run_bare_rows, root), "awards": number}),
    ]


def show(number: int, rows: Rows) -> None:
    peer = rows[-1][1]["seconds"]
    for what, figures in rows:
        rates = [
            f"{figures[unit] / figures['seconds']:>9,.0f}" if unit in figures else f"{'':>9}"
            for unit in ("awards", "pages", "files")
        ]
        compared = "files" in figures or what == "check"
        ratio = f"{figures['seconds'] / peer:>11.1f}x" if compared else ""
        print(
            f"{number:>8,}  {what:<24} {figures['seconds']:>8.2f} {' '.join(rates)} "
            f"{figures['peak']:>8,.0f} {ratio}"
        )


def lay_out(root: Path, number: int, keys: Mapping[Role, Callable[[], SecretSigner]]) -> None:
    """The example's credentials, and one cohort of so many."""
    shutil.copytree(ROOT / "content/credentials", root / "content/credentials")
    shutil.copytree(ROOT / "themes", root / "themes")
    site = (ROOT / "content/site.yaml").read_text(encoding="utf-8")
    site = site.replace("handbook: docs\n", "")
    if Role.JWT not in keys:
        site = site.replace("formats: [vc+jwt]\n", "")
    (root / "content/site.yaml").write_text(site, encoding="utf-8")
    shutil.copy(ROOT / "content/logo.svg", root / "content/logo.svg")
    write_cohort(root, number)
    secrets = {}
    for role, draw in keys.items():
        signer = draw()
        (root / KEYS).mkdir(exist_ok=True)
        announced = AnnouncedKey(f"{role}-1", role, signer.public_key, NOW.date())
        (root / KEYS / f"{role}-1.json").write_bytes(encode(announced))
        secrets[f"TESTAMUR_{role.upper()}_KEY"] = signer.secret_line()
    (root / "secrets.json").write_text(json.dumps(secrets))


def write_cohort(root: Path, number: int) -> None:
    lines = ["credential,name,email,awarded"]
    lines += [
        f"algorithms-on-paper,Recipient {each},recipient{each}@mail.example,2026-11-02"
        for each in range(number)
    ]
    (root / "content/awards").mkdir(exist_ok=True)
    (root / "content/awards/cohort.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def project(root: Path, now: datetime = NOW) -> Project:
    secrets = json.loads((root / "secrets.json").read_text())
    return Project(root=root, now=now, draw=os.urandom, environ=secrets)


def run_check(root: Path) -> Figures:
    with timed() as figures:
        checked = check(project(root))
    if checked.problems:
        raise SystemExit(str(checked.problems[0]))
    return figures


def run_bare_rows(root: Path) -> Figures:
    with timed() as figures, (root / "content/awards/cohort.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise SystemExit("no rows")
    return figures


def run_prepare(root: Path) -> Figures:
    with timed() as figures:
        drafts, checked = prepare(project(root), first=True)
        if drafts is None:
            raise SystemExit(str(checked.problems[0]))
        (root / "drafts.json").write_bytes(drafts_file.encode(drafts))
    return figures


def run_sign(root: Path) -> Figures:
    with timed() as figures:
        signed = sign(
            project(root), drafts_file.decode((root / "drafts.json").read_bytes()), first=True
        )
    if not isinstance(signed, Signed):
        raise SystemExit(str(signed[0]))
    return figures


def run_issue_one(root: Path) -> Figures:
    rows = (root / "content/awards/cohort.csv").read_text(encoding="utf-8").count("\n") - 1
    write_cohort(root, rows + 1)
    later = project(root, NOW + timedelta(days=1))
    with timed() as figures:
        drafts, checked = prepare(later)
        if drafts is None:
            raise SystemExit(str(checked.problems[0]))
        if not isinstance(sign(later, drafts), Signed):
            raise SystemExit("not signed")
    return figures


def run_build(root: Path) -> Figures:
    with timed() as figures:
        built = build(project(root), root / "site")
    if not isinstance(built, Built):
        raise SystemExit(str(built[0]))
    pages = sum(step.path.endswith(".html") for step in built.steps)
    return {**figures, "files": len(built.steps), "pages": pages}


def run_bare_writes(root: Path) -> Figures:
    files = [path for path in (root / "site").rglob("*") if path.is_file()]
    sizes = [(path.relative_to(root / "site"), path.stat().st_size) for path in files]
    target = root / "bare"
    with timed() as figures:
        made: set[Path] = set()
        for path, size in sizes:
            if path.parent not in made:
                (target / path.parent).mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            (target / path).write_bytes(bytes(size))
    shutil.rmtree(target)
    return {**figures, "files": len(sizes)}


@contextmanager
def timed() -> Iterator[Figures]:
    figures: Figures = {}
    begun = time.perf_counter()
    yield figures
    figures["seconds"] = time.perf_counter() - begun


def in_a_process(job: Callable[[Path], Figures], root: Path) -> Figures:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (job, root))


def _measured(job: Callable[[Path], Figures], root: Path) -> Figures:
    figures = job(root)
    figures["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


if __name__ == "__main__":
    main()
