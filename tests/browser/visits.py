"""
A visitor with Chromium: opens pages of a host, and notices whatever no page of ours may do.

Nothing leaves the machine: every request is answered from the files of the hosts that a test
names, under whatever address they say, and any other is a fault.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Route,
)

from tests.browser.hosts import Host

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
_SCRIPTS = Path(__file__).parent / "scripts"
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a visitor's browser is like."""

    width: int = 1280
    height: int = 800
    dark: bool = False
    forced_colours: bool = False
    still: bool = False
    """Prefers reduced motion."""
    script: bool = True
    letters: float = 1
    """How much larger than usual the browser's letters are set: 2 for 200 %."""
    language: str = "en-GB"
    now: datetime | None = None
    """What the browser's clock shows, standing still, if it is not the host's."""
    ed25519: bool = True
    """Whether WebCrypto knows Ed25519."""
    permissions: tuple[str, ...] = ()
    """Such as "clipboard-read"."""


PHONE = Setting(width=390, height=844)


@dataclass(eq=False)
class Visit:
    """One browser tab, on the pages of one host; `page` is Playwright's."""

    page: Page
    host: Host
    setting: Setting
    others: tuple[Host, ...] = ()
    """Hosts of other people that this page may ask."""
    expected: list[str] = field(default_factory=list)
    """Parts of console messages that the test provokes."""
    requests: list[str] = field(default_factory=list)
    """Every address that was asked for, in order."""
    _faults: list[str] = field(default_factory=list)
    _title: str | None = None
    _cut: tuple[str, ...] = ()
    _held: tuple[str, ...] = ()
    _waiting: list[Route] = field(default_factory=list)

    def go(self, path: str) -> None:
        """To a page of the host, by its path; ends when all that it loads is there."""
        self._check_title()
        self.page.goto(self.host.at + path, wait_until="commit" if self._held else "load")

    def expect(self, *messages: str) -> None:
        """The test provokes console messages that contain these words."""
        self.expected.extend(messages)

    def cut(self, *parts: str) -> None:
        """From now on requests whose address contains one of these (any, if none) fail."""
        self._cut = parts or ("",)
        self.expect("net::ERR_INTERNET_DISCONNECTED")

    def hold(self, *parts: str) -> None:
        """From now on requests whose address contains one of these are not answered."""
        self._held = parts

    def release(self) -> None:
        """Answers what is held, and holds nothing from now on."""
        self._held = ()
        waiting, self._waiting = self._waiting, []
        for route in waiting:
            self._answer(route)

    def axe(self) -> list[str]:
        """What axe-core finds on the page, a line each."""
        self.page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
        return self._told("axe")

    def cut_off(self) -> list[str]:
        """What is cut off or sticks out on either side, a line each."""
        return self._told("cut-off")

    def unsafe(self) -> list[str]:
        """What could act or load on its own, as the browser's parser read the page; a line each."""
        return self._told("unsafe")

    def layout_shift(self) -> float:
        """How much of the page moved since it was opened without the visitor's doing; 0 is none."""
        return float(self._run("layout-shift"))

    def walk(self, key: str = "Tab", most: int = 400) -> Iterator[dict[str, Any]]:
        """
        The elements that a visitor comes to by pressing a key again and again, once around the page.

        Of each: `name`, `tag`, `href`, `id`, `shown` (whether the focus can be seen, on screen).
        Raises AssertionError if the page does not end.
        """
        first = None
        for _ in range(most):
            self.page.keyboard.press(key)
            found = self._run("focused")
            # Behind the last comes the browser's own window, or the first again.
            if found is None or found["place"] == first:
                return
            first = found["place"] if first is None else first
            yield found
        raise AssertionError(f"{self.page.url} does not let go of the keyboard")

    def faults(self) -> list[str]:
        """What no page may do, and this one did."""
        self._check_title()
        return self._faults

    def _check_title(self) -> None:
        if self._title is not None and self.page.title() != self._title:
            self._faults.append(f"the title changed: {self._title!r}, {self.page.title()!r}")
        self._title = None

    def _told(self, script: str) -> list[str]:
        return [str(line) for line in self._run(script)]

    def _run(self, script: str) -> Any:
        return self.page.evaluate((_SCRIPTS / f"{script}.js").read_text(encoding="utf-8"))

    def watch(self) -> None:
        """Called once, before the first page."""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self._faults.append(f"error: {error}"))
        self.page.on("dialog", self._on_dialog)
        self.page.on("popup", lambda page: self._faults.append(f"opened {page.url}"))
        self.page.on("crash", lambda _: self._faults.append("crashed"))
        self.page.route("**/*", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if not any(each in message.text for each in self.expected):
            self._faults.append(f"{message.type} in the console: {message.text}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self._faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, route: Route, request: Request) -> None:
        self.requests.append(request.url)
        if any(part in request.url for part in self._held):
            self._waiting.append(route)
        elif any(part in request.url for part in self._cut):
            route.abort("internetdisconnected")
        else:
            self._answer(route)

    def _answer(self, route: Route) -> None:
        address = route.request.url
        host = next((each for each in (self.host, *self.others) if each.holds(address)), None)
        if host is None:
            self._faults.append(f"asked for {address}")
            route.abort("addressunreachable")
            return
        answer = host.answer(address)
        if route.request.is_navigation_request() and route.request.frame == self.page.main_frame:
            found = _TITLE.search(answer.body)
            self._title = html.unescape(found[1].decode()).strip() if found else None
        route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)


class Visitor:
    """Opens visits, a browser profile of its own for each, and looks after them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._visits: list[Visit] = []

    def open(
        self,
        host: Host,
        path: str | None = "",
        setting: Setting | None = None,
        *,
        others: Iterable[Host] = (),
    ) -> Visit:
        """
        A new visit on the page at a path of the host; on none yet if the path is None.
        """
        setting = setting or Setting()
        context = self._browser.new_context(
            viewport={"width": setting.width, "height": setting.height},
            color_scheme="dark" if setting.dark else "light",
            forced_colors="active" if setting.forced_colours else "none",
            reduced_motion="reduce" if setting.still else "no-preference",
            java_script_enabled=setting.script,
            locale=setting.language,
            timezone_id="Europe/London",
            permissions=list(setting.permissions),
            service_workers="block",
        )
        self._contexts.append(context)
        now = setting.now or host.now
        if now is not None:
            context.clock.set_fixed_time(now)
        if not setting.ed25519:
            context.add_init_script(path=_SCRIPTS / "without-ed25519.js")
        visit = Visit(context.new_page(), host, setting, tuple(others))
        visit.watch()
        if setting.letters != 1:
            sizes = {"standard": round(16 * setting.letters), "fixed": round(13 * setting.letters)}
            context.new_cdp_session(visit.page).send("Page.setFontSizes", {"fontSizes": sizes})
        self._visits.append(visit)
        if path is not None:
            visit.go(path)
        return visit

    def faults(self) -> list[str]:
        """Of all visits so far, each with its page."""
        return [f"{each.page.url}: {fault}" for each in self._visits for fault in each.faults()]

    def close(self) -> None:
        for context in self._contexts:
            context.close()
