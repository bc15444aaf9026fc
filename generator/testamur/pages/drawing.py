"""
The picture of a credential that has none: every Open Badges 2.0 BadgeClass must show one.

It is a drawing without letters: which one follows from the credential's slug alone, so that it is
the same on every machine and in every version. How it looks is the theme's (`badge.svg`).
"""

from __future__ import annotations

from hashlib import sha256

from testamur.pages import views

_MOTIFS = ("petals", "rays", "orbits", "lattice")
# Divisors of 360 keep every angle a whole number.
_FOLDS = (5, 6, 8, 9, 10, 12)


def badge(slug: str) -> views.Badge:
    """The motif of a credential and how often it is repeated around the centre."""
    digest = sha256(slug.encode()).digest()
    step = 360 // _FOLDS[digest[1] % len(_FOLDS)]
    return views.Badge(
        motif=_MOTIFS[digest[0] % len(_MOTIFS)],
        turns=tuple(str(turn) for turn in range(0, 360, step)),
        filled=bool(digest[2] % 2),
    )
