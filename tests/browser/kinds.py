"""Which sorts of pages a site has, told from the pages themselves, with one page of each."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.browser.hosts import Host

_HTML = re.compile(rb'<html lang="([^"]+)"')
_KIND = re.compile(rb'<body class="page-([a-z-]+)')
_STATE = re.compile(rb'data-state="([a-z-]+)"')


def kinds(host: Host, language: str = "en") -> Mapping[str, str]:
    """
    Path of a page by its sort, such as "award-revoked": of each sort the one that says most.

    A sort is what the page calls itself (the class of its body) and the state that it tells of.
    Chapters with tables and earlier versions of credentials and awards are sorts of their own, and so is 404.html.
    """
    found: dict[str, tuple[int, str]] = {}
    for path in host.paths:
        if not path.endswith(".html"):
            continue
        page = host.read(path)
        spoken, kind = _HTML.search(page), _KIND.search(page)
        if spoken is None or kind is None or spoken[1].decode() != language:
            continue
        sort = _sort(path, kind[1].decode(), page)
        found[sort] = max(found.get(sort, (-1, "")), (len(page), path.removesuffix("index.html")))
    return {sort: path for sort, (_, path) in sorted(found.items())}


def _sort(path: str, kind: str, page: bytes) -> str:
    if path.endswith("404.html"):
        return "not-found"
    if kind == "chapter" and b"<table" in page:
        return "chapter-with-tables"
    state = _STATE.search(page) if kind == "award" else None
    told = f"-{state[1].decode()}" if state else ""
    earlier = "-version" if re.search(r"/v\d+/index\.html$", path) else ""
    return f"{kind}{told}{earlier}"
