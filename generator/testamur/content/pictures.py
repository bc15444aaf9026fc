"""Pictures that authors put beside their texts, as bytes that are safe to publish."""

from __future__ import annotations

from testamur.content import png, svg
from testamur.content.refused import Refused
from testamur.content.rules import BAKED_IMAGE
from testamur.content.source import PICTURE_MAX, Files
from testamur.model.picture import Picture
from testamur.problems import Problem


def read(files: Files, path: str, log: list[Problem]) -> Picture | None:
    """The picture at `path` without metadata, or None and the reason in `log`."""
    data = files.bytes(path, PICTURE_MAX)
    if not isinstance(data, bytes):
        log.extend(data)
        return None
    is_png = path.endswith(".png")
    try:
        cleaned = png.clean(data) if is_png else svg.clean(data)
    except Refused as refused:
        log.append(refused.rule.at(path, (), f"this picture {refused.phrase}", refused.hint))
        return None
    if cleaned.was_baked:
        detail = "this picture holds somebody's credential, which is not published with it"
        hint = "use the picture as it was drawn, from before it was awarded"
        log.append(BAKED_IMAGE.at(path, (), detail, hint))
    return Picture("image/png" if is_png else "image/svg+xml", cleaned.data)
