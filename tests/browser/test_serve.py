"""What somebody sees in the browser while they write: drafts, mistakes, and their end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from testamur.cli.preview import as_html
from testamur.cli.serving import described
from testamur.commands.preview import preview
from testamur.commands.serving.watching import watched
from testamur.commands.serving.web import Server
from testamur.commands.serving.workshop import Workshop
from tests.browser.hosts import LOCAL, Host
from tests.browser.visits import Visitor
from tests.support.repository import Repository

pytestmark = pytest.mark.slow

LONG = 30_000.0
"""Milliseconds after which something that has to happen is taken not to."""


def test_an_open_page_follows_what_is_written(chromium: Browser, tmp_path: Path) -> None:
    """A change loads it again, a mistake is laid over it and taken away, and a draft says so."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    workshop = Workshop(repository.project)
    workshop.rebuild()
    server = Server("127.0.0.1", 0, workshop, base="/", described=described)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        with watched(tmp_path, [tmp_path / "content"], workshop.rebuild):
            page.goto(server.address)
            panel = page.locator(".testamur-live")
            expect(panel).to_be_hidden(timeout=LONG)

            path = repository.award("Grace Hopper")
            expect(panel).to_contain_text("1 draft", timeout=LONG)
            page.get_by_role("link", name="1 draft").click()
            page.get_by_role("link", name="Grace Hopper").click()
            status = page.get_by_role("status")
            expect(status).to_contain_text("Draft: not issued, not valid.", timeout=LONG)

            good = repository.read(path)
            repository.write(path, good.replace("Grace Hopper", "Grace Brewster Hopper"))
            expect(page.locator("article")).to_contain_text("Grace Brewster Hopper", timeout=LONG)
            draft = page.url

            repository.write(path, f"{good}recipent: nobody\n")
            expect(panel).to_contain_text(f"{path}:4:1", timeout=LONG)
            expect(panel).to_contain_text("^^^^^^^^")
            expect(panel).to_contain_text('did you mean "recipient"?')
            expect(page.locator("article")).to_contain_text("Grace Brewster Hopper")

            repository.write(path, good)
            expect(page.locator("article")).not_to_contain_text("Brewster", timeout=LONG)
            expect(panel).not_to_contain_text("recipent")
            expect(status).to_have_attribute("data-state", "draft")
    finally:
        context.close()
        server.shutdown()
        thread.join()
        server.server_close()

    assert "/awards/" in draft
    assert [] == said


def test_a_preview_asks_for_nothing_and_does_nothing(visitor: Visitor, tmp_path: Path) -> None:
    """Whatever is written in it; its own policy lets its style in."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    path = repository.award(
        "Quoted", "narrative: '<script>alert(1)</script><img src=x onerror=alert(1)>'"
    )
    name = 'name: "</style><script>alert(2)</script>"'
    repository.write(path, repository.read(path).replace("name: Quoted", name))
    file = as_html(preview(repository.project))
    visit = visitor.open(Host({"preview.html": file}, LOCAL), "preview.html")
    picture = visit.page.locator(".picture").first

    assert [] == visit.cut_off()
    assert "data:image/svg+xml" in picture.evaluate(
        "each => getComputedStyle(each).backgroundImage"
    )
    assert "nothing is valid" in visit.page.get_by_role("note").first.inner_text()
    assert 1 == len(visit.requests)
