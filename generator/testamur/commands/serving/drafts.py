"""A list of what is not issued yet, with a link to each page."""

from __future__ import annotations

import orjson
from markupsafe import Markup

from testamur.commands.serving.workshop import Workshop
from testamur.model.addresses import award_folder
from testamur.pages.recipients import public_name

_PAGE = Markup(
    "<!doctype html>\n"
    '<html lang="en"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'\">"
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="/_testamur/live.css"><title>Drafts</title></head>'
    '<body><main class="drafts"><h1>Drafts</h1>\n<p>{lead}</p>\n<ul>\n{items}</ul>\n'
    '<p><a href="{base}">The site</a></p></main></body></html>\n'
)
_ITEM = Markup('<li><a href="{address}"><bdi>{name}</bdi>: <bdi>{credential}</bdi></a></li>\n')


def drafts_page(workshop: Workshop, base: str) -> bytes:
    """As HTML; names as far as the page of the award shows them."""
    shown = workshop.shown
    items = Markup("").join(
        _ITEM.format(
            address=f"{base}{award_folder(each.id)}",
            name=public_name(orjson.loads(each.newest.unsigned)["credentialSubject"]) or "somebody",
            credential=orjson.loads(each.newest.unsigned)["credentialSubject"]["achievement"][
                "name"
            ],
        )
        for each in shown.awards
    )
    lead = (
        "These awards are not issued as shown here: nobody can check them yet."
        if shown.awards
        else "Everything that stands in the content is issued."
    )
    return str(_PAGE.format(lead=lead, items=items, base=base)).encode()
