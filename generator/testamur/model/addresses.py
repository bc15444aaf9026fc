"""
Every address of the site, in one place.

Paths are relative to the site's root and have no leading slash; addresses are absolute and hang
below `base_url`. Signed documents hold addresses, so none of these may change once issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from testamur.model.formats import Format

PROFILE_PATH = "issuer.json"
AWARDS_FOLDER = "awards/"
LEARNERS_FOLDER = "learners/"
ISSUER_FOLDER = "issuer/"
HOW_TO_CHECK_FOLDER = "how-to-check/"
FOR_EARNERS_FOLDER = "for-earners/"
ENDORSEMENTS_FOLDER = "endorsements/"
REGISTER_FOLDER = "register/"
VERIFY_FOLDER = "verify/"
REVOCATIONS_PATH = "revocations.json"

_SERIALISED = {
    Format.JWT: "credential.jwt",
    Format.VC_JWT: "credential.vc.jwt",
    Format.ASSERTION: "assertion.jws",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    base_url: str
    """Without a slash at the end."""

    def of(self, path: str) -> str:
        """The absolute address of a path of the site."""
        return f"{self.base_url}/{path}"

    @property
    def host(self) -> str:
        """What a reader must recognise: the domain, with a port where it is not 443."""
        return urlsplit(self.base_url).netloc

    @property
    def did(self) -> str:
        """did:web of the site (did:web method: host, then path segments, port colon encoded)."""
        parts = urlsplit(self.base_url)
        segments = [segment for segment in parts.path.split("/") if segment]
        return ":".join(["did:web", parts.netloc.replace(":", "%3A"), *map(quote, segments)])

    @property
    def did_path(self) -> str:
        """Where did:web looks for its document: in .well-known only for a site at the root."""
        return "did.json" if urlsplit(self.base_url).path else ".well-known/did.json"

    @property
    def origin(self) -> str:
        """The register's name in its checkpoints (C2SP tlog-checkpoint: schemaless address)."""
        return f"{self.base_url.removeprefix('https://')}/register"

    def method(self, public_key_multibase: str) -> str:
        """
        DID URL of a verification method.

        The fragment is the key itself: never used twice, and verifiers that know the short cut
        need not fetch anything to learn the key.
        """
        return f"{self.did}#{public_key_multibase}"

    def thumbprint_method(self, thumbprint: str) -> str:
        """
        DID URL of a key in the form that JWTs need.

        A verification method has its key in one form only, so the same key as Multikey is another.
        """
        return f"{self.did}#{thumbprint}"

    def cryptographic_key(self, thumbprint: str) -> str:
        """The key's document in Open Badges 2.0."""
        return self.of(cryptographic_key_path(thumbprint))

    def award_page(self, award: str) -> str:
        return self.of(award_folder(award))

    def credential_json(self, award: str) -> str:
        """The `id` of every version of the award's credential."""
        return self.of(document_path(award))

    def newest(self, award: str) -> str:
        """
        The same file under another IRI.

        A refresh service whose id equals the credential's would merge two nodes of the graph.
        """
        return f"{self.credential_json(award)}?newest"

    def learner_page(self, learner: str) -> str:
        return self.of(learner_folder(learner))

    def clr_json(self, learner: str) -> str:
        """The `id` of every version of the learner's record."""
        return self.of(clr_path(learner))

    def newest_clr(self, learner: str) -> str:
        """The same file under another IRI, as `newest` is."""
        return f"{self.clr_json(learner)}?newest"

    def achievement(self, slug: str, version: int, language: str | None = None) -> str:
        """`language` is that of a translation; None for the credential's own text."""
        return self.of(achievement_path(slug, version, language))

    def assertion(self, award: str) -> str:
        """The Open Badges 2.0 edition of the award."""
        return self.of(assertion_path(award))

    def badge_class(self, slug: str, version: int, language: str | None = None) -> str:
        """The Open Badges 2.0 edition of the credential; `language` as above."""
        return self.of(badge_class_path(slug, version, language))

    @property
    def profile(self) -> str:
        """The issuer in Open Badges 2.0."""
        return self.of(PROFILE_PATH)

    def endorsement(self, name: str) -> str:
        """What an endorser signed, or the withdrawal that replaced it."""
        return self.of(endorsement_path(name))

    @property
    def revocations(self) -> str:
        """What was withdrawn of the signed assertions of Open Badges 2.0."""
        return self.of(REVOCATIONS_PATH)

    def picture(self, slug: str, version: int, extension: str) -> str:
        return self.of(picture_path(slug, version, extension))

    def status_list(self, purpose: str, number: int) -> str:
        return self.of(status_path(purpose, number))


def award_folder(award: str) -> str:
    return f"{AWARDS_FOLDER}{award}/"


def document_path(award: str, earlier_version: int | None = None) -> str:
    """The signed credential; earlier versions move to a folder of their own."""
    folder = award_folder(award)
    return (
        f"{folder}credential.json"
        if earlier_version is None
        else (f"{folder}v{earlier_version}/credential.json")
    )


def serialised_path(format_: Format, award: str, earlier_version: int | None = None) -> str:
    """Another serialisation of the signed credential, beside it."""
    folder = document_path(award, earlier_version).removesuffix("credential.json")
    return f"{folder}{_SERIALISED[format_]}"


def assertion_path(award: str) -> str:
    """The Open Badges 2.0 assertion: one an award, of its newest version."""
    return f"{award_folder(award)}assertion.json"


def proof_path(award: str, earlier_version: int | None = None) -> str:
    """The award's proof of being in the register."""
    folder = award_folder(award)
    return (
        f"{folder}record.tlog-proof"
        if earlier_version is None
        else (f"{folder}v{earlier_version}/record.tlog-proof")
    )


def baked_path(award: str, extension: str) -> str:
    """The credential's picture with the award's newest document inside."""
    return f"{award_folder(award)}badge.{extension}"


def certificate_path(award: str) -> str:
    """The award on paper."""
    return f"{award_folder(award)}certificate.pdf"


def embed_folder(award: str) -> str:
    """The award as a card for other websites."""
    return f"{award_folder(award)}embed/"


def oembed_path(award: str) -> str:
    """How other websites show the card, for programs."""
    return f"{award_folder(award)}oembed.json"


def learner_folder(learner: str) -> str:
    return f"{LEARNERS_FOLDER}{learner}/"


def clr_path(learner: str) -> str:
    """The signed learner record: one a learner, the newest."""
    return f"{learner_folder(learner)}clr.json"


def clr_proof_path(learner: str) -> str:
    """The learner record's proof of being in the register."""
    return f"{learner_folder(learner)}record.tlog-proof"


def bundle_path(learner: str) -> str:
    """Everything that the learner holds, in one file that needs no site."""
    return f"{learner_folder(learner)}bundle.zip"


def credential_folder(slug: str) -> str:
    return f"credentials/{slug}/"


def version_folder(slug: str, version: int) -> str:
    return f"credentials/{slug}/v{version}/"


def text_folder(slug: str, version: int, language: str | None = None) -> str:
    """Of the documents that say what a credential is: a translation has a folder of its own."""
    return f"{version_folder(slug, version)}{f'{language}/' if language else ''}"


def achievement_path(slug: str, version: int, language: str | None = None) -> str:
    return f"{text_folder(slug, version, language)}achievement.json"


def badge_class_path(slug: str, version: int, language: str | None = None) -> str:
    return f"{text_folder(slug, version, language)}badgeclass.json"


def picture_path(slug: str, version: int, extension: str) -> str:
    return f"{version_folder(slug, version)}badge.{extension}"


def pathway_folder(slug: str) -> str:
    return f"pathways/{slug}/"


def pathway_path(slug: str) -> str:
    """The pathway for machines."""
    return f"{pathway_folder(slug)}pathway.json"


def endorsement_folder(name: str) -> str:
    return f"{ENDORSEMENTS_FOLDER}{name}/"


def endorsement_path(name: str) -> str:
    """The signed document."""
    return f"{endorsement_folder(name)}credential.json"


def hosted_endorsement_path(name: str) -> str:
    """The Open Badges 2.0 edition of it."""
    return f"{endorsement_folder(name)}endorsement.json"


def endorser_path(name: str) -> str:
    """The endorser in Open Badges 2.0."""
    return f"{endorsement_folder(name)}endorser.json"


def status_path(purpose: str, number: int) -> str:
    return f"status/{purpose}-{number}.json"


def jwk_path(thumbprint: str) -> str:
    """A key that signs JWTs, as a bare JSON Web Key."""
    return f"keys/{thumbprint}.jwk"


def cryptographic_key_path(thumbprint: str) -> str:
    """A key that signs assertions, as a CryptographicKey of Open Badges 2.0."""
    return f"keys/{thumbprint}.json"


def logo_path(extension: str) -> str:
    return f"assets/issuer.{extension}"
