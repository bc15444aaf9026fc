"""What every file of the site has in common: its inputs name the program that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

import orjson

from testamur.crypto.strict_json import JsonObject
from testamur.model.endorsement import Endorsement, Endorsements
from testamur.model.formats import Format
from testamur.model.site import Site
from testamur.pages.pages import Pages
from testamur.publish.artifact import Artifact, Kind
from testamur.register.register import Register

Inputs = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Maker:
    """What the files of the site are made from."""

    site: Site
    register: Register
    pages: Pages
    program: str
    """Digest of what computes them: another testamur may make other bytes."""
    endorsed: Endorsements

    @property
    def hosts_v2(self) -> bool:
        """Whether there is an Open Badges 2.0 edition."""
        return self.site.hosts_v2

    @property
    def signs_v2(self) -> bool:
        """Whether that edition has signed assertions: their issuer must be part of it."""
        return self.hosts_v2 and bool(self.register.format_keys[Format.ASSERTION])

    def file(self, path: str, kind: Kind, inputs: Inputs, produce: Callable[[], bytes]) -> Artifact:
        return Artifact(path, kind, {**inputs, "testamur": self.program}, produce)

    def constant(self, path: str, kind: Kind, reason: str, data: bytes) -> Artifact:
        """A file whose bytes are at hand."""
        return self.file(path, kind, {reason: digest(data)}, lambda: data)

    def page(self, folder: str, inputs: Inputs, produce: Callable[[], bytes]) -> Artifact:
        return self.file(f"{folder}index.html", Kind.PAGE, inputs, produce)


def endorsed_by(endorsements: Iterable[Endorsement]) -> Inputs:
    """The input of a file that names these; none where there are none."""
    names = [f"{each.name} {digest(each.document)}" for each in endorsements]
    return {"endorsements": digest(" ".join(names).encode())} if names else {}


def json(value: JsonObject) -> bytes:
    """Indented, for people who look."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()
