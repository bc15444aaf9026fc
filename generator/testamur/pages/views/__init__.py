"""
What each page says, as final strings: templates place these and decide nothing.

A `Markup` is HTML that is ready; a `str` is text that the template escapes.
"""

from __future__ import annotations

from testamur.pages.views.about import (
    Guide,
    IssuerPage,
    KeyHistory,
    Section,
)
from testamur.pages.views.award import (
    Award,
    Copied,
    Embed,
    Event,
    Evidence,
    Sharing,
    Signature,
    Verdict,
)
from testamur.pages.views.chapter import Chapter
from testamur.pages.views.credential import (
    Credential,
    CredentialPage,
    Difference,
    Part,
    Version,
)
from testamur.pages.views.drawings import (
    Badge,
    Code,
    Letters,
    ShareCard,
    ShareLine,
)
from testamur.pages.views.frame import (
    Frame,
    Head,
    InLanguage,
    Script,
    SharePicture,
)
from testamur.pages.views.learner import (
    CollectedSkill,
    HeldAward,
    LearnerPage,
    Walked,
    Year,
)
from testamur.pages.views.pathway import (
    PathwayCard,
    PathwayPage,
    Step,
    StepGroup,
)
from testamur.pages.views.pieces import (
    Card,
    Endorsement,
    Fact,
    Level,
    Link,
    Notice,
    Plate,
    Rubric,
    Skill,
)
from testamur.pages.views.site import (
    Catalogue,
    CatalogueGroup,
    CatalogueItem,
    EndorsementList,
    EndorsementPage,
    Home,
    Key,
    Record,
)

__all__ = [
    "Award",
    "Badge",
    "Card",
    "Catalogue",
    "CatalogueGroup",
    "CatalogueItem",
    "Chapter",
    "Code",
    "CollectedSkill",
    "Copied",
    "Credential",
    "CredentialPage",
    "Difference",
    "Embed",
    "Endorsement",
    "EndorsementList",
    "EndorsementPage",
    "Event",
    "Evidence",
    "Fact",
    "Frame",
    "Guide",
    "Head",
    "HeldAward",
    "Home",
    "InLanguage",
    "IssuerPage",
    "Key",
    "KeyHistory",
    "LearnerPage",
    "Letters",
    "Level",
    "Link",
    "Notice",
    "Part",
    "PathwayCard",
    "PathwayPage",
    "Plate",
    "Record",
    "Rubric",
    "Script",
    "Section",
    "ShareCard",
    "ShareLine",
    "SharePicture",
    "Sharing",
    "Signature",
    "Skill",
    "Step",
    "StepGroup",
    "Verdict",
    "Version",
    "Walked",
    "Year",
]
