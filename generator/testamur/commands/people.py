"""Who records are about: the key to sealed recipients, and a private list beside the repository."""

from __future__ import annotations

from pathlib import Path

from testamur.commands.project import Project
from testamur.content import csvtext, yamltext
from testamur.content.people import NoRecipient, People, recipient
from testamur.content.yamltext import Fault, Raw
from testamur.crypto import keyfiles
from testamur.crypto.boxes import new_identity, open_box
from testamur.model.award import Recipient
from testamur.model.ids import is_slug
from testamur.problems import InputRefusedError, KeyRefusedError, WorldError
from testamur.publish.durable import make_folders, write_durably

PUBLIC = "keys/people.txt"
"""Where the repository says to whom recipients are sealed."""

LISTS = ("people.csv", "people.yaml")
MAX_LIST = 32 * 1024 * 1024

_COLUMN = "person"
_ABOUT = "# Recipients of awards are sealed to this age key: `testamur seal`.\n"


def people_of(project: Project) -> People:
    """
    What opens records in this run; nothing where the project was given nothing.

    Raises KeyRefusedError, and InputRefusedError for a list that cannot be used, which names the
    line and never what stands there.
    """
    table = None if project.people is None else _table(project, project.people)
    if project.people_key is None:
        return People(table=table)
    secret = people_secret(project, project.people_key)
    return People(lambda box: open_box(box, secret), table)


def people_secret(project: Project, uri: str) -> str:
    """The identity behind `env:NAME` or `file:/path`. Raises KeyRefusedError."""
    scheme, _, rest = uri.partition(":")
    if scheme == "env":
        text = keyfiles.from_environment(rest, project.environ)
    elif scheme == "file":
        text = keyfiles.from_file(keyfiles.path_of(uri), project.root)
    else:
        raise KeyRefusedError(
            "the people key is named by file:/path or env:NAME", keyfiles.how_to_name(uri)
        )
    return text.strip()


def new_people_key(project: Project, private: Path | None) -> tuple[Path | None, str]:
    """
    Make the key to which recipients are sealed: where its secret was written, and the secret.

    Raises KeyRefusedError where there is one already: what is sealed to it would stay shut.
    """
    public = project.root / PUBLIC
    if public.exists():
        raise KeyRefusedError(
            f"{PUBLIC} is there already, and what is sealed to it needs its private part",
            "to replace it, seal what was not issued anew, then delete it",
        )
    if private is not None and private.resolve().is_relative_to(project.root.resolve()):
        raise KeyRefusedError(
            f"{private} lies inside the repository: a private key would be one `git add` away",
            "choose a folder outside, such as ~/testamur-keys",
        )
    secret, recipient_line = new_identity()
    written = None
    if private is not None:
        make_folders(private)
        written = private / "people.key"
        keyfiles.write_secret(written, secret)
    make_folders(public.parent)
    write_durably(public, f"{_ABOUT}{recipient_line}\n".encode())
    return written, secret


def recipient_key(project: Project) -> str:
    """The public key in keys/people.txt. Raises KeyRefusedError where there is none."""
    path = project.root / PUBLIC
    try:
        lines = path.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise KeyRefusedError(
            f"there is no {PUBLIC}, so there is no key to seal to",
            "`testamur keys new --people` makes one",
        ) from None
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(keys) != 1:
        raise KeyRefusedError(f"{PUBLIC} names {len(keys)} keys and should name one")
    return keys[0]


def _table(project: Project, folder: Path) -> dict[str, Recipient]:
    if folder.resolve().is_relative_to(project.root.resolve()):
        raise WorldError(
            f"{folder} lies inside the repository, where everybody who reads it reads the people",
            "keep the people's list in a folder or a private repository of its own",
        )
    found = [folder / name for name in LISTS if (folder / name).is_file()]
    if len(found) != 1:
        raise WorldError(f"{folder} must have one of {' and '.join(LISTS)}, and has {len(found)}")
    path = found[0]
    try:
        with path.open("rb") as file:
            data = file.read(MAX_LIST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WorldError(f"{path} cannot be read as UTF-8 text") from error
    if len(data) > MAX_LIST:
        raise WorldError(f"{path} is larger than {MAX_LIST:,} bytes")
    rows = _csv(path, text) if path.suffix == ".csv" else _yaml(path, text)
    table: dict[str, Recipient] = {}
    for number, person, raw in rows:
        if not is_slug(person) or person in table:
            raise _refused(path, number, "`person` is missing, given twice, or no name for one")
        try:
            table[person] = recipient(raw)
        except NoRecipient as error:
            raise _refused(path, number, str(error)) from None
    return table


def _csv(path: Path, text: str) -> list[tuple[int, str, dict[str, Raw]]]:
    rows = list(csvtext.rows(text))
    if not rows:
        raise _refused(path, 1, "it is empty")
    names: list[str] = []
    found: list[tuple[int, str, dict[str, Raw]]] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Fault) or (names and len(row.cells) != len(names)):
            raise _refused(path, number, "it is no row of the columns above")
        if not names:
            names = [cell.strip() for cell in row.cells]
            if _COLUMN not in names:
                raise _refused(path, 1, f"there is no column `{_COLUMN}`")
            continue
        cells = {name: cell.strip() for name, cell in zip(names, row.cells, strict=True)}
        raw: dict[str, Raw] = {k: v for k, v in cells.items() if v and k != _COLUMN}
        found.append((number, cells[_COLUMN], raw))
    return found


def _yaml(path: Path, text: str) -> list[tuple[int, str, dict[str, Raw]]]:
    node, faults = yamltext.compose(text)
    raw = None if node is None or faults else yamltext.plain(node)
    if not isinstance(raw, dict):
        raise _refused(path, 1, "it is no YAML of fields by person")
    return [
        (number, str(person), fields if isinstance(fields, dict) else {})
        for number, (person, fields) in enumerate(raw.items(), start=1)
    ]


def _refused(path: Path, number: int, detail: str) -> InputRefusedError:
    part = "row" if path.suffix == ".csv" else "entry"
    return InputRefusedError(
        f"{path}, {part} {number}: {detail}", "docs/sealed.md lists the columns of a people's list"
    )
