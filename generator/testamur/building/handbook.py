"""The pages of the issuer's handbook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from testamur.building.files import Maker, digest
from testamur.pages.handbook import FOLDER
from testamur.publish.artifact import Artifact, Kind


def chapters(make: Maker) -> Iterator[Artifact]:
    """Each is made from its own text, and from which others there are to lead to."""
    whole = make.handbook
    there = digest("\n".join(each.path for each in whole.chapters).encode())
    for each in whole.chapters:
        text = digest(f"{each.path}\n{each.text}".encode())
        inputs = {**make.pages.inputs.chapter(), "text": text, "handbook": there}
        produce = partial(make.pages.chapter, each, whole)
        yield make.file(f"{FOLDER}{each.folder}index.html", Kind.PAGE, inputs, produce)
