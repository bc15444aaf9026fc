"""Files with badges of Open Badges 2.0 in them, and what stands in the files beside them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from testamur.commands.files import start_of
from testamur.content.importing import older
from testamur.content.importing.older import Library, NotImported
from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.problems import InputRefusedError
from testamur.wire.bake import form_of, unbake
from testamur.wire.baked import MAX_PICTURE, MAX_TEXT, BrokenPictureError, Edition

FILES_MAX = 20_000
_PICTURES = (".png", ".svg")
_ENDINGS = (".json", *_PICTURES)
_SIGNED = "it is a signed badge; only hosted ones are read"


@dataclass(frozen=True, slots=True)
class Source:
    """A badge's file: what it holds, or why that cannot be read."""

    name: str
    document: JsonValue | NotImported
    picture: bytes | None = None
    """Around the badge."""


def is_of_badges(path: Path) -> bool:
    """Whether a file is taken for badges, and not for a table."""
    return path.is_dir() or path.suffix.lower() in _ENDINGS


def files(folder: Path) -> list[Path]:
    """Badges, their documents and pictures below a folder; links are not followed."""
    found = (
        Path(base, name)
        for base, _, names in os.walk(folder, followlinks=False)
        for name in names
        if name.lower().endswith(_ENDINGS)
    )
    chosen = list(islice(filter(_is_plain, found), FILES_MAX + 1))
    if len(chosen) > FILES_MAX:
        raise InputRefusedError(
            f"{folder} holds more than {FILES_MAX:,} files", "import it in parts"
        )
    return chosen


def beside(path: Path) -> list[Path]:
    """What stands in the same folder as a badge, but not further down."""
    found = (each for each in path.parent.iterdir() if each.suffix.lower() in _ENDINGS)
    return list(islice(filter(_is_plain, found), FILES_MAX))


def library_of(found: list[tuple[Path, Path | None]]) -> Library:
    """What the files hold; beside each the folder that stands for all hosts, if it is in one."""
    documents: dict[str, JsonObject] = {}
    pictures: dict[str, Callable[[], bytes]] = {}
    for path, top in found:
        place = None if top is None else f"https://{path.relative_to(top).as_posix()}"
        if path.suffix.lower() in _PICTURES:
            pictures[path.name] = partial(start_of, path, MAX_PICTURE)
            if place is not None:
                pictures[place] = pictures[path.name]
            continue
        try:
            parsed = strict_json.parse(start_of(path, MAX_TEXT), max_bytes=MAX_TEXT)
        except ValueError:
            continue
        for each in parsed if isinstance(parsed, list) else [parsed]:
            if isinstance(each, dict):
                if place is not None:
                    documents.setdefault(place, each)
                    documents.setdefault(place.removesuffix(".json"), each)
                if id_ := older.text(each, "id"):
                    documents[id_] = each
    return Library(documents, pictures)


def sources_in(path: Path, library: Library, *, alone: bool) -> Iterator[Source]:
    """The badges in one file; in a folder, what is no badge is passed over."""
    if path.suffix.lower() in _PICTURES:
        yield from _baked(path, library, alone=alone)
        return
    data = start_of(path, MAX_TEXT)
    try:
        parsed = strict_json.parse(data, max_bytes=MAX_TEXT)
    except ValueError as reason:
        why = _SIGNED if data.lstrip().startswith(b"eyJ") else f"it cannot be read: {reason}"
        yield Source(path.name, NotImported(why))
        return
    for each in parsed if isinstance(parsed, list) else [parsed]:
        if older.is_badge(each) or alone:
            yield Source(path.name, each)


def _is_plain(path: Path) -> bool:
    """No link, which may lead anywhere, and nothing that would keep us waiting."""
    return path.is_file() and not path.is_symlink()


def _baked(path: Path, library: Library, *, alone: bool) -> Iterator[Source]:
    data = start_of(path, MAX_PICTURE)
    try:
        texts = [each.text for each in unbake(data) if each.edition is Edition.V2]
    except BrokenPictureError as reason:
        if alone or form_of(data) is None:
            yield Source(path.name, NotImported(f"the picture {reason}"))
        return
    for text in texts:
        address = text.strip().decode("utf-8", "replace")
        if address.startswith("https://"):
            document = library.documents.get(address)
            why = NotImported(f"it only names its address, and no file is from there: {address}")
            yield Source(path.name, document or why, data)
        elif address.startswith("eyJ"):
            yield Source(path.name, NotImported(_SIGNED))
        else:
            try:
                yield Source(path.name, strict_json.parse(text, max_bytes=MAX_TEXT), data)
            except ValueError as reason:
                yield Source(path.name, NotImported(f"it cannot be read: {reason}"))
    if alone and not texts:
        yield Source(path.name, NotImported("no badge of Open Badges 2.0 is baked into it"))
