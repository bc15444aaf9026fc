"""What every file of the site has in common: its inputs name the program that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TypeVarTuple

import orjson

from testamur.crypto.strict_json import JsonObject
from testamur.model.endorsement import Endorsement, Endorsements
from testamur.model.formats import Format
from testamur.model.handbook import NO_HANDBOOK, Handbook
from testamur.model.site import Site
from testamur.pages.pages import Pages
from testamur.publish.artifact import Artifact, Kind
from testamur.register.register import Register

Inputs = Mapping[str, str]
Parts = TypeVarTuple("Parts")


@dataclass(frozen=True, slots=True)
class Maker:
    """What the files of the site are made from."""

    site: Site
    register: Register
    languages: tuple[Pages, ...]
    """The pages in every language, the site's first one first."""
    program: str
    """Digest of what computes them: another testamur may make other bytes."""
    endorsed: Endorsements
    handbook: Handbook = NO_HANDBOOK

    @property
    def pages(self) -> Pages:
        """In the site's first language; pictures and what machines read are made once, by these."""
        return self.languages[0]

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

    def page(
        self,
        folder: str,
        inputs: Inputs,
        produce: Callable[[Pages, *Parts], bytes],
        *about: *Parts,
    ) -> Iterator[Artifact]:
        """A page in every language, made by that method of `Pages`."""
        for pages in self.languages:
            path = f"{pages.folder}{folder}index.html"
            yield self.file(path, Kind.PAGE, inputs, partial(produce, pages, *about))


def endorsed_by(endorsements: Iterable[Endorsement]) -> Inputs:
    """The input of a file that names these; none where there are none."""
    names = [f"{each.name} {digest(each.document)}" for each in endorsements]
    return {"endorsements": digest(" ".join(names).encode())} if names else {}


def json(value: JsonObject) -> bytes:
    """Indented, for people who look."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()
