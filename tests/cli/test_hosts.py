"""Settings about the host: `CNAME`, and a warning before the site outgrows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from testamur.commands.outgrown import NEAR, Size, near_limits
from testamur.content.load import load_site
from testamur.model.hosts import LIMITS, Host, custom_domain, host_of
from tests.support.repository import SITE, Repository, codes
from tests.support.sites import ROOT, files


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://guild.github.io/badges", Host.GITHUB_PAGES),
        ("https://badges.pages.dev", Host.CLOUDFLARE_PAGES),
        ("https://badges.netlify.app", Host.NETLIFY),
        ("https://guild.gitlab.io/badges", Host.GITLAB_PAGES),
        ("https://badges.s3.eu-west-1.amazonaws.com", Host.S3),
        ("https://badges.example.org", None),
        ("https://github.io.example.org", None),
    ],
)
def test_a_host_is_known_by_its_domain(address: str, host: Host | None) -> None:
    """
    Addresses that hosts hand out tell who serves them; a domain of one's own does not.
    """
    assert host is host_of(address)


@pytest.mark.parametrize(
    ("address", "host", "domain"),
    [
        ("https://badges.example.org/academy", Host.GITHUB_PAGES, "badges.example.org"),
        ("https://guild.github.io/badges", Host.GITHUB_PAGES, None),
        ("https://badges.example.org", Host.NETLIFY, None),
        ("https://badges.example.org", None, None),
    ],
)
def test_only_a_custom_domain_on_github_pages_has_a_cname(
    address: str, host: Host | None, domain: str | None
) -> None:
    """
    Everywhere else the file would mean nothing.
    """
    assert domain == custom_domain(address, host)


def test_the_setting_writes_cname(tmp_path: Path) -> None:
    """
    `host: github-pages` on a domain of one's own: the build has a CNAME, and no other file more.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    repository.build()
    before = files(repository.site)
    repository.write("content/site.yaml", f"{SITE}host: github-pages\n")
    repository.build()
    after = files(repository.site)

    assert {"CNAME"} == after.keys() - before.keys()
    assert b"badges.example.org\n" == after["CNAME"]


@pytest.mark.parametrize(
    ("host", "rows", "said"),
    [
        (Host.CLOUDFLARE_PAGES, 3000, "files, and Cloudflare Pages holds 20,000"),
        (Host.CLOUDFLARE_PAGES, 1000, None),
        (Host.S3, 3000, None),
    ],
)
def test_check_warns_before_the_site_outgrows_its_host(
    tmp_path: Path, host: Host, rows: int, said: str | None
) -> None:
    """
    A cohort that is not issued yet counts: afterwards it would be too late.
    """
    repository = Repository.begun(tmp_path)
    repository.write("content/site.yaml", f"{SITE}host: {host}\n")
    cohort = [f"data-steward,P{n},p{n}@example.org,2026-03-01" for n in range(rows)]
    repository.write(
        "content/awards/cohort.csv", "\n".join(["credential,name,email,awarded", *cohort])
    )
    problems = repository.check().problems

    assert (["host-limit"] if said else []) == codes(problems)
    assert said is None or said in problems[0].detail


@pytest.mark.parametrize("host", [host for host in Host if host not in {Host.S3, Host.SERVER}])
def test_every_limit_is_warned_of(host: Host) -> None:
    """
    At four fifths of a limit, and in other words beyond it.
    """
    limits = LIMITS[host]
    example, problems = load_site(ROOT)
    assert example is not None, problems
    site = replace(example, host=host)
    for share, words in ((NEAR, "comes near its limit"), (1.1, "would not fit")):
        size = Size(
            int((limits.files or 0) * share),
            int((limits.size or 0) * share),
            int((limits.per_folder or 0) * share),
        )
        (problem,) = near_limits(site, size)

        assert words in problem.detail
        assert host.words in problem.detail
