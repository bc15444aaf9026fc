"""What a file that is no JSON and no picture seems to be, so that its bearer can be advised."""

from __future__ import annotations

import re

_UNREAD = "is not read by this version: the credential is the file credential.json"

# Possessive: what begins with comments without end must not be tried in every way to split it.
_BEFORE = rb"(?:<\?xml[^>]*+>)?+(?:\s++|<!--(?:(?!-->).)*+-->)*+"
_FLAGS = re.IGNORECASE | re.DOTALL
_PAGE = re.compile(_BEFORE + rb"<(?:!doctype\s++html|html|head|body)\b", _FLAGS)
# A signed token with parts that its holder may show or hide (SD-JWT, RFC 9901).
_SD_JWT = re.compile(rb"\s*eyJ[A-Za-z0-9_-]*+\.[A-Za-z0-9_-]*+\.[A-Za-z0-9_-]*+~")
_LOOKED_AT = 4096


def is_page(data: bytes) -> bool:
    """Whether `data` begins as a web page does."""
    return bool(_PAGE.match(data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")))


def other_format(data: bytes) -> str | None:
    """A sentence on what `data` is instead of JSON, and what to do; None if it is unknown."""
    start = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if is_page(data):
        return (
            "It is not JSON; it looks like a web page: the credential is the file "
            "credential.json beside it."
        )
    if start.startswith(b"%PDF-"):
        return (
            "It is not JSON but a PDF, and a PDF proves nothing by how it looks. Certificates made "
            "by testamur have the signed credential attached: save the attachment "
            "credential.json (most readers of PDFs list attachments) and give that, or look up the "
            "address that the certificate shows."
        )
    if _SD_JWT.match(data):
        return f"It is not JSON but an SD-JWT; a credential in that form {_UNREAD}."
    return None
