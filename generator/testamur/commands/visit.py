"""One look at a live site: each answer judged as the programs of others will take it."""

from __future__ import annotations

from testamur.commands.diagnosis import Diagnosis, Fault
from testamur.commands.remedies import Check, remedy
from testamur.commands.web import ORIGIN, Answer, Unreachable, Web
from testamur.model.hosts import Host
from testamur.verify.sources import Unavailable

JSON = ("application/json", "application/ld+json")
TEXT = ("text/plain",)
PAGE = ("text/html",)
FOUND = 200

_REDIRECTS = range(300, 400)


class Visit:
    """Asks for files of the site where it is looked at, and notes what is wrong with each answer."""

    def __init__(self, seen: Diagnosis, web: Web) -> None:
        self.seen = seen
        self._web = web

    @property
    def allow_local(self) -> bool:
        return self._web.allow_local

    def look(
        self, path: str, types: tuple[str, ...], *, cors: bool = True, type_breaks: bool = True
    ) -> bytes | None:
        """The bytes of a file that must be there; what is wrong with the answer is noted."""
        address = self.address(path)
        try:
            answer = self.get(address)
        except Unreachable as reason:
            self.fault(Check.MISSING, address, str(reason))
            return None
        return self.judged(path, answer, types, cors=cors, type_breaks=type_breaks)

    def judged(
        self,
        path: str,
        answer: Answer,
        types: tuple[str, ...],
        *,
        cors: bool,
        type_breaks: bool = True,
    ) -> bytes | None:
        address = self.address(path)
        if "location" in answer.headers and answer.status in _REDIRECTS:
            detail = f"it redirects to {answer.headers['location'][:200]}"
            self.fault(Check.REDIRECT, address, detail)
            return None
        if answer.status != FOUND:
            self.fault(_what_is_missing(path), address, f"it answers with status {answer.status}")
            return None
        if types != PAGE and answer.media_type in PAGE:
            detail = "a web page stands there instead of the file"
            self.fault(_what_is_missing(path), address, detail)
            return None
        named_by_host = self.seen.host in {Host.GITHUB_PAGES, Host.GITLAB_PAGES}
        if types and answer.media_type not in types and (type_breaks or not named_by_host):
            detail = f"its type is {answer.media_type or 'not said'} and should be {types[0]}"
            self.fault(Check.TYPE, address, detail, breaks=type_breaks)
        if cors and answer.headers.get("access-control-allow-origin") not in {"*", ORIGIN}:
            detail = "no page of another site may read it (CORS), so verifiers in browsers fail"
            self.fault(Check.CORS, address, detail)
        return answer.body

    def fault(self, check: Check, address: str, detail: str, *, breaks: bool = True) -> None:
        fault = Fault(check, address, detail, remedy(check, self.seen.host), breaks)
        if fault not in self.seen.faults:
            self.seen.faults.append(fault)

    def address(self, path: str) -> str:
        return f"{self.seen.looked_at}/{path}"

    def get(self, address: str) -> Answer:
        self.seen.addresses += 1
        return self._web.get(address)

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        """For a verifier: addresses of the site are asked where it is looked at."""
        base = f"{self.seen.base_url}/"
        if not url.startswith(base):
            raise Unavailable(f"{url} is not on the site")
        path = url.removeprefix(base).partition("?")[0]
        try:
            answer = self._web.get(self.address(path), accept_bytes)
        except Unreachable as reason:
            raise Unavailable(str(reason)) from None
        if answer.status != FOUND:
            raise Unavailable(f"{url} answers {answer.status}")
        return answer.body


def _what_is_missing(path: str) -> Check:
    if any(name.startswith(".") for name in path.split("/")):
        return Check.HIDDEN
    return Check.INDEX if not path or path.endswith("/") else Check.MISSING
