"""What is known of the places that serve static sites: their names and what they can hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Host(StrEnum):
    """Where a site is served, as `site.yaml` names it."""

    GITHUB_PAGES = "github-pages"
    CLOUDFLARE_PAGES = "cloudflare-pages"
    NETLIFY = "netlify"
    GITLAB_PAGES = "gitlab-pages"
    S3 = "s3"
    SERVER = "server"
    """A web server of one's own: nginx, Apache, Caddy."""

    @property
    def words(self) -> str:
        return _TITLES[self]


_TITLES = {
    Host.GITHUB_PAGES: "GitHub Pages",
    Host.CLOUDFLARE_PAGES: "Cloudflare Pages",
    Host.NETLIFY: "Netlify",
    Host.GITLAB_PAGES: "GitLab Pages",
    Host.S3: "S3-compatible storage",
    Host.SERVER: "a web server",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a host holds; None for as much as one likes."""

    files: int | None = None
    size: int | None = None
    """Bytes of all files together."""
    per_folder: int | None = None
    """Files and folders in one folder."""


LIMITS: dict[Host, Limits] = {
    # docs/hosting.md says where each figure stands and when it was looked up.
    Host.GITHUB_PAGES: Limits(size=1_000_000_000),
    Host.CLOUDFLARE_PAGES: Limits(files=20_000),
    Host.NETLIFY: Limits(per_folder=54_000),
    Host.GITLAB_PAGES: Limits(files=200_000, size=1_000_000_000),
    Host.S3: Limits(),
    Host.SERVER: Limits(),
}
"""As on the smallest plan of each."""

_DOMAINS = {
    ".github.io": Host.GITHUB_PAGES,
    ".pages.dev": Host.CLOUDFLARE_PAGES,
    ".netlify.app": Host.NETLIFY,
    ".gitlab.io": Host.GITLAB_PAGES,
    ".amazonaws.com": Host.S3,
}


def host_of(address: str) -> Host | None:
    """The host to which an address belongs by its name; None for a domain of one's own."""
    name = urlsplit(address).hostname or ""
    return next((host for ending, host in _DOMAINS.items() if name.endswith(ending)), None)


def custom_domain(address: str, host: Host | None) -> str | None:
    """The name that GitHub Pages wants in a file `CNAME`; None where there is nothing to say."""
    if host is not Host.GITHUB_PAGES or host_of(address) is not None:
        return None
    return urlsplit(address).hostname
