"""
LinkedIn's form "Add licence or certification", filled in by an address, and its values to copy.

What LinkedIn takes from the address is best effort on its side, so every value is there twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from testamur.pages import views
from testamur.pages.language import Language

FORM = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True, slots=True)
class Certification:
    name: str
    issuer: str
    organization: str | None
    """LinkedIn's number of the issuer, digits as text."""
    issued: date
    ends: date | None
    """Both days are those where the issuer is."""
    id: str
    address: str

    @property
    def form(self) -> str:
        """The address of the form with every value that it takes."""
        ends = self.ends
        values = {
            "startTask": "CERTIFICATION_NAME",
            "name": self.name,
            **(
                {"organizationId": self.organization}
                if self.organization
                else {"organizationName": self.issuer}
            ),
            "issueYear": self.issued.year,
            "issueMonth": self.issued.month,
            **({"expirationYear": ends.year, "expirationMonth": ends.month} if ends else {}),
            "certUrl": self.address,
            "certId": self.id,
        }
        return f"{FORM}?{urlencode(values, quote_via=quote, safe='')}"

    def fields(self, words: Language) -> Iterator[views.Copied]:
        """The values by the names that LinkedIn gives them."""
        yield views.Copied(words["linkedin.name"], self.name)
        yield views.Copied(words["linkedin.organization"], self.issuer)
        yield views.Copied(words["linkedin.issued"], words.month(self.issued))
        if self.ends:
            yield views.Copied(words["linkedin.expires"], words.month(self.ends))
        yield views.Copied(words["linkedin.id"], self.id)
        yield views.Copied(words["linkedin.address"], self.address)
