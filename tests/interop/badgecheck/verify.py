"""
Judges Open Badges 2.0 assertions with badgecheck, a stranger to everything of ours.

Reads a job from standard input: {"site": folder, "base_url": its address, "changed": {path: text},
"assertions": [[path, recipient's profile or null], ...], "pictures": [base64, ...]}. Writes one
{"valid", "messages", "fetched"} for each; what a picture holds, openbadges-bakery finds. Nothing is fetched from a network: every HTTPS request of the validator is
answered from the folder as a plain file host would, and what is not there does not exist.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import sys
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import requests
from openbadges.verifier import verify
from openbadges.verifier.openbadges_context import (
    OPENBADGES_CONTEXT_V2_DICT,
    OPENBADGES_CONTEXT_V2_URI,
)
from openbadges_bakery import unbake

JOB: dict[str, Any] = json.load(sys.stdin)
FETCHED: list[str] = []


class Host(requests.adapters.BaseAdapter):  # type: ignore[misc]  # its library is not in our environment
    """The site's host, and the one of the Open Badges context."""

    def send(self, request: requests.PreparedRequest, **_settings: object) -> requests.Response:
        FETCHED.append(request.url)
        found = _file(request.url)
        type_, body = found or ("text/plain", b"not found")
        response = requests.Response()
        response.request, response.url = request, request.url
        response.status_code = 200 if found else 404
        response.headers["Content-Type"] = type_
        response.encoding = "utf-8"
        response._content = body
        return response

    def close(self) -> None:
        """Nothing is open."""


def judge(badge: str, recipient: dict[str, Any] | None) -> dict[str, Any]:
    """`badge` is an address, JSON or a JWS."""
    FETCHED.clear()
    # Without its caches, which would be files or would outlive one question.
    answer = verify(
        badge,
        recipient_profile=recipient,
        use_cache=False,
        cache_backend=None,
    )
    return {
        "valid": answer["report"]["valid"],
        "messages": [each["result"] for each in answer["report"]["messages"]],
        "fetched": list(FETCHED),
    }


def inside(picture: str) -> str:
    found: str = unbake(io.BytesIO(base64.b64decode(picture)))
    return found


def _file(url: str) -> tuple[str, bytes] | None:
    if url == OPENBADGES_CONTEXT_V2_URI:
        return "application/ld+json", json.dumps(OPENBADGES_CONTEXT_V2_DICT).encode()
    base = f"{JOB['base_url']}/"
    if not url.startswith(base):
        raise requests.ConnectionError(f"not known: {url}")
    path = url.removeprefix(base)
    media_type = guess_type(path)[0] or "application/octet-stream"
    if path in JOB["changed"]:
        return media_type, JOB["changed"][path].encode()
    file = Path(JOB["site"]) / path
    return (media_type, file.read_bytes()) if file.is_file() else None


logging.disable(logging.CRITICAL)
requests.Session.get_adapter = lambda *_session, **_url: Host()
BADGES = [
    *((f"{JOB['base_url']}/{path}", holder) for path, holder in JOB.get("assertions", [])),
    *((token, None) for token in JOB.get("signed", [])),
    *((inside(picture), None) for picture in JOB.get("pictures", [])),
]
json.dump([judge(*each) for each in BADGES], sys.stdout)
