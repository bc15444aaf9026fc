"""
What the page of an award weighs as a host sends it, and how long a reader waits for its verdict.

The verdict is timed in Chromium, from navigation on, with an empty cache each time; every file
is answered at once, so that a line's delay comes on top. The peer, in the same run, is the time
until the page and all that it names is there.

    make bench
"""

from __future__ import annotations

import gzip
import re
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser.chromium import launched
from tests.browser.sites import Academy
from tests.browser.visits import PHONE, Setting, Visitor

TIMES = 20

# A clock that shows the academy's day and still runs.
_CLOCK = """
const Real = Date;
const behind = Real.now() - %d;
globalThis.Date = class extends Real {
  constructor(...given) { super(...(given.length ? given : [Real.now() - behind])); }
  static now() { return Real.now() - behind; }
};
"""
_NOTED = """
const look = () => {
  const box = document.querySelector("main [role=status]");
  if (box && box.dataset.verdict === "valid") window.toldAt ??= performance.now();
};
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
"""
_CORE = re.compile(r"/assets/award\.[0-9a-f]+\.js$")
# The words of a script bear its name.
_FIRST_VIEW = re.compile(r"/$|/assets/(style|icon|award|earner)\.")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="testamur-bench-") as folder, launched() as browser:
        academy = Academy(Path(folder))
        for name, setting in (("phone", PHONE), ("wide", Setting())):
            waits = [waited(browser, academy, setting) for _ in range(TIMES)]
            told, loaded = (statistics.median(each) for each in zip(*waits, strict=True))
            print(
                f"verdict, {name:<6} {told:>6.0f} ms  median of {TIMES}; "
                f"page loaded after {loaded:.0f} ms: {told / loaded:.2f}x"
            )
        weigh(browser, academy)


def waited(browser: Browser, academy: Academy, setting: Setting) -> tuple[float, float]:
    """Milliseconds from navigation to the verdict, and to the page being loaded."""
    visitor = Visitor(browser)
    host = academy.host
    assert host.now is not None
    visit = visitor.open(replace(host, now=None), None, setting)
    visit.page.add_init_script(_CLOCK % (host.now.timestamp() * 1000) + _NOTED)
    visit.go(academy.page("valid"))
    visit.page.wait_for_selector("[data-verdict=valid]")
    told, loaded = visit.page.evaluate(
        "[window.toldAt, performance.getEntriesByType('navigation')[0].loadEventStart]"
    )
    visitor.close()
    return float(told), float(loaded)


def weigh(browser: Browser, academy: Academy) -> None:
    """Prints bytes as sent: the script, the first view, and all that a visit asks for."""
    visitor = Visitor(browser)
    visit = visitor.open(academy.host, academy.page("valid"))
    visit.page.wait_for_selector("[data-verdict=valid]")
    sent = {
        urlsplit(address).path: len(gzip.compress(academy.host.answer(address).body, mtime=0))
        for address in visit.requests
    }
    visitor.close()
    script = sum(size for path, size in sent.items() if _CORE.search(path))
    first = sum(size for path, size in sent.items() if _FIRST_VIEW.search(path))
    print(f"core script    {script:>7,} bytes")
    print(f"first view     {first:>7,} bytes  page, style, icon, scripts named in it, words")
    print(f"whole visit    {sum(sent.values()):>7,} bytes  {len(sent)} files, with the badge")
    for path, size in sorted(sent.items(), key=lambda each: -each[1]):
        print(f"    {size:>7,}  {path}")


if __name__ == "__main__":
    main()
