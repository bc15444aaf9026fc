"""The settings of one site: `content/site.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from testamur.model.formats import Format
from testamur.model.hosts import Host, host_of
from testamur.model.issuer import Issuer
from testamur.model.picture import Picture

DEFAULT_STATUS_DAYS = 7


class Paper(StrEnum):
    """What certificates are printed on."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Site:
    base_url: str
    """Absolute https address of the site's root, without a slash at the end. It is identity."""
    title: str
    issuer: Issuer
    format: int = 1
    languages: tuple[str, ...] = ("en",)
    """BCP 47 tags; the first is the language of the interface and of untagged content."""
    time_zone: str = "UTC"
    """IANA name; the days that authors write are days there."""
    theme: str = "default"
    """Folder below themes/."""
    accent: str | None = None
    """The issuer's colour, `#rrggbb`; None leaves it to the theme."""
    register: str = "content/register"
    """Folder of the register, relative to the repository."""
    status_days: int = DEFAULT_STATUS_DAYS
    """How many days a signed status list may be relied on."""
    separate_suspension: bool = False
    """Whether credentials name a second status list, of purpose `suspension`."""
    formats: tuple[Format, ...] = ()
    """Serialisations that are wanted beside those that follow from the keys there are."""
    certificates: bool = False
    """Whether every award that stands has a certificate on paper."""
    paper: Paper = Paper.A4
    strict: bool = False
    """Warnings are errors."""
    embeds: bool = True
    """Whether each award has a card for other websites."""
    logo: Picture | None = None
    handbook: str | None = None
    """Folder of Markdown that is published below `/handbook/`, relative to the repository."""
    host: Host | None = None
    """Where it is served, as its author says; see `served_by`."""

    @property
    def served_by(self) -> Host | None:
        """The host that was named, else the one to which the address belongs."""
        return self.host or host_of(self.base_url)

    @property
    def hosts_v2(self) -> bool:
        """
        Whether the site has an Open Badges 2.0 edition.

        A Profile that issues must have an e-mail address there; a site that gives none could
        only publish what every validator refuses.
        """
        return self.issuer.email is not None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
