"""What may not be, seen from what was issued."""

from __future__ import annotations

from testamur.problems import Exit, Rule, Severity

EDITED = Rule(
    "edited-after-issue", "What was signed was edited without saying so", exit=Exit.REGISTER
)
VANISHED = Rule("vanished-award", "The record of an issued award is gone", exit=Exit.REGISTER)
DEFINITION_CHANGED = Rule(
    "definition-changed",
    "A credential that has awards was changed without a new version",
    exit=Exit.REGISTER,
)
VERSION_LOWERED = Rule("version-lowered", "A credential's version went down", exit=Exit.REGISTER)
NOT_AN_EXTENSION = Rule(
    "register-not-an-extension",
    "The register is not an extension of the published one",
    exit=Exit.REGISTER,
)
FORGOTTEN_WITHOUT_WISH = Rule(
    "forgotten-without-wish", "An award was erased, and nobody asked for it", exit=Exit.REGISTER
)
KEY_DIFFERS = Rule("key-differs", "keys/ and the register disagree about a key", exit=Exit.REGISTER)
LOSS_LEAVES_AWARDS = Rule(
    "loss-leaves-awards",
    "The loss of a key is about to be entered, and awards that it signed since then still stand",
    severity=Severity.WARNING,
)
TIME_ZONE_CHANGED = Rule(
    "time-zone-changed",
    "The time zone is not the one that days were issued in",
    exit=Exit.REGISTER,
)
NOTHING_CORRECTED = Rule("nothing-corrected", "A correction was declared but nothing differs")
RENEWAL_CHANGES_MORE = Rule("renewal-changes-more", "A renewal changes more than the expiry")
NOTE_WITHDRAWN = Rule("note-withdrawn", "A dated note that was issued is gone or was edited")
TWO_STATUS_ENTRIES = Rule(
    "two-status-entries",
    "Credentials will name two status lists, which some verifiers refuse",
    severity=Severity.WARNING,
)
UNKNOWN_SUCCESSOR = Rule(
    "unknown-successor", "The award that is to take a revoked one's place was never issued"
)
ALREADY_EXPIRED = Rule("already-expired", "An award would have expired before it is issued")
FORGOTTEN_UNKNOWN = Rule("forgotten-unknown", "No award has the id that is to be forgotten")
FORGOTTEN_STILL_WRITTEN = Rule(
    "forgotten-still-written", "The record of a forgotten award is still there"
)
PATHWAY_COMPLETE = Rule(
    "pathway-complete",
    "Somebody has come to the end of a pathway and has no award of what it leads to",
    severity=Severity.NOTICE,
)
STEPS_OPEN = Rule(
    "steps-open",
    "A larger credential was awarded while steps of its pathway were open",
    severity=Severity.NOTICE,
)
ENDORSEMENT_FORM = Rule("endorsement-form", "A file is no endorsement that can be published")
ENDORSEMENT_SIGNATURE = Rule(
    "endorsement-signature", "The signature of an endorsement does not hold"
)
ENDORSEMENT_UNCHECKED = Rule(
    "endorsement-unchecked", "The signature of an endorsement cannot be checked"
)
ENDORSEMENT_BY_ISSUER = Rule("endorsement-by-issuer", "The issuer endorses itself")
ENDORSEMENT_TARGET = Rule("endorsement-target", "An endorsement is about nothing that stands here")
ENDORSEMENT_TWICE = Rule("endorsement-twice", "Two endorsements have the same id")
ENDORSEMENT_NOT_YET = Rule("endorsement-not-yet", "An endorsement is not in force yet")
ENDORSEMENT_ENDED = Rule(
    "endorsement-ended",
    "An endorsement, or the key behind it, has ended",
    severity=Severity.WARNING,
)
ENDORSEMENT_WITHDRAWAL = Rule(
    "endorsement-withdrawal", "A withdrawal does not withdraw the endorsement beside it"
)
ENDORSER_DOCUMENT = Rule("endorser-document", "The key document of an endorser cannot be used")
FORMAT_WITHOUT_KEY = Rule("format-without-key", "A format is wanted that no key can sign")
ASSERTION_KEY_WITHOUT_EMAIL = Rule(
    "assertion-key-without-email",
    "There is a key for signed assertions, and no Open Badges 2.0 edition",
)

WORKFLOW_CHANGED = Rule(
    "workflow-changed",
    "A change alters what runs with the rights of the repository",
    severity=Severity.NOTICE,
)
OWNERS_CHANGED = Rule(
    "owners-changed", "A change alters whom GitHub asks for approval", severity=Severity.NOTICE
)
LOCK_CHANGED = Rule(
    "lock-changed", "A change alters which programs are installed", severity=Severity.NOTICE
)
SITE_CHANGED = Rule(
    "site-changed", "A change alters who issues, and where", severity=Severity.NOTICE
)
GIT_CHANGED = Rule("git-changed", "A change alters how Git treats files", severity=Severity.NOTICE)
THEME_CHANGED = Rule("theme-changed", "A change alters the theme", severity=Severity.NOTICE)
KEYS_CHANGED = Rule("keys-changed", "A change alters the public keys", severity=Severity.NOTICE)
REGISTER_CHANGED = Rule(
    "register-changed", "A change brings entries of the register along", severity=Severity.NOTICE
)

RULES = (
    EDITED,
    VANISHED,
    DEFINITION_CHANGED,
    VERSION_LOWERED,
    NOT_AN_EXTENSION,
    FORGOTTEN_WITHOUT_WISH,
    KEY_DIFFERS,
    LOSS_LEAVES_AWARDS,
    TIME_ZONE_CHANGED,
    NOTHING_CORRECTED,
    RENEWAL_CHANGES_MORE,
    NOTE_WITHDRAWN,
    TWO_STATUS_ENTRIES,
    UNKNOWN_SUCCESSOR,
    ALREADY_EXPIRED,
    FORGOTTEN_UNKNOWN,
    FORGOTTEN_STILL_WRITTEN,
    PATHWAY_COMPLETE,
    STEPS_OPEN,
    ENDORSEMENT_FORM,
    ENDORSEMENT_SIGNATURE,
    ENDORSEMENT_UNCHECKED,
    ENDORSEMENT_BY_ISSUER,
    ENDORSEMENT_TARGET,
    ENDORSEMENT_TWICE,
    ENDORSEMENT_NOT_YET,
    ENDORSEMENT_ENDED,
    ENDORSEMENT_WITHDRAWAL,
    ENDORSER_DOCUMENT,
    FORMAT_WITHOUT_KEY,
    ASSERTION_KEY_WITHOUT_EMAIL,
    WORKFLOW_CHANGED,
    OWNERS_CHANGED,
    LOCK_CHANGED,
    GIT_CHANGED,
    SITE_CHANGED,
    THEME_CHANGED,
    KEYS_CHANGED,
    REGISTER_CHANGED,
)

PUT_BACK = "put it back (`git log -p -- content/` shows what it was)"
