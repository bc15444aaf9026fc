"""Every page of the site in one language, from the theme, the settings and the register; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from urllib.parse import urlsplit

from markupsafe import Markup

from testamur.model.addresses import (
    AWARDS_FOLDER,
    ENDORSEMENTS_FOLDER,
    FOR_EARNERS_FOLDER,
    HOW_TO_CHECK_FOLDER,
    ISSUER_FOLDER,
    LEARNERS_FOLDER,
    REGISTER_FOLDER,
    VERIFY_FOLDER,
    Addresses,
    award_folder,
    credential_folder,
    embed_folder,
    endorsement_folder,
    learner_folder,
    logo_path,
    oembed_path,
    pathway_folder,
    version_folder,
)
from testamur.model.endorsement import NOT_ENDORSED, Endorsement, Endorsements
from testamur.model.handbook import NO_HANDBOOK, Chapter, Handbook
from testamur.model.site import Site
from testamur.pages import drawing, handbook, hosting, raster, views
from testamur.pages.about import About
from testamur.pages.assets import STYLE, Assets
from testamur.pages.awards import Awards
from testamur.pages.catalogue import catalogue
from testamur.pages.certificates import Certificates
from testamur.pages.credentials import CredentialPages
from testamur.pages.definitions import Definitions
from testamur.pages.discovery import discovery
from testamur.pages.embed import Cards
from testamur.pages.endorsements import Endorsed
from testamur.pages.fonts import Fonts
from testamur.pages.guides import Guides
from testamur.pages.inputs import PageInputs
from testamur.pages.language import Language, spoken
from testamur.pages.learners import Learners
from testamur.pages.life import Lives
from testamur.pages.markup import domain, labels, link
from testamur.pages.notices import Notices
from testamur.pages.pathways import Pathways
from testamur.pages.place import Place
from testamur.pages.record import record
from testamur.pages.render import Templates
from testamur.pages.scripts import Scripts
from testamur.pages.share import Shares
from testamur.pages.structured import credential_data, home_data
from testamur.pages.theme import Theme
from testamur.pages.views import Guide
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.learners import LearnerRecord
from testamur.register.register import Definition, Register

ICON = "icon.svg"


def in_every_language(
    theme: Theme,
    site: Site,
    register: Register,
    endorsements: Endorsements = NOT_ENDORSED,
    *,
    drafts: AbstractSet[str] = frozenset(),
) -> tuple[Pages, ...]:
    """
    The pages in each language of the site in which the theme has words; its first language first.

    `drafts` are awards that a register on trial says more of than was issued.

    Raises ThemeError as `Pages` does.
    """
    languages = spoken(theme, site.languages)
    first = Pages(
        theme,
        site,
        register,
        endorsements,
        languages=languages,
        drafts=drafts,
    )
    others = (
        Pages(
            theme,
            site,
            register,
            endorsements,
            languages=languages,
            shown=shown,
            first=first,
            drafts=drafts,
        )
        for shown in range(1, len(languages))
    )
    return (first, *others)


class Pages:
    """
    The pages of a site in one of its languages, each as the bytes of its `index.html`.

    Raises ThemeError, when it is made or when a page is, where the theme is at fault.
    """

    def __init__(
        self,
        theme: Theme,
        site: Site,
        register: Register,
        endorsements: Endorsements = NOT_ENDORSED,
        *,
        languages: Sequence[Language] = (),
        shown: int = 0,
        first: Pages | None = None,
        drafts: AbstractSet[str] = frozenset(),
    ) -> None:
        """
        `languages` are those of the site, if they are at hand; `shown` is the one of these.

        `first` are those of the first language: what stands once for all is theirs.
        """
        self._site = site
        self._register = register
        self._at = Addresses(site.base_url)
        self._languages = languages or spoken(theme, site.languages)
        self._language = self._languages[shown]
        self._assets = Assets(theme, site.accent)
        self._scripts = Scripts(self._languages)
        self._templates = Templates(theme, words=self._language.words)
        self._endorsed = Endorsed(endorsements, register, site, self._language)
        self._definitions = Definitions(register, site, self._language, self._endorsed)
        self._credentials = CredentialPages(self._language, self._definitions, self._endorsed)
        lives = Lives(register, site, self._language)
        if first is None:
            common = (theme, register, site, self._languages[0], Fonts(theme))
            self.certificates = Certificates(*common, drawn=self.badge)
            self.shares = Shares(*common, drawn=self.badge)
        else:
            self.certificates, self.shares = first.certificates, first.shares
        self._awards = Awards(
            register,
            site,
            self._language,
            self._definitions,
            self._endorsed,
            certificates=self.certificates,
            lives=lives,
            drafts=drafts,
        )
        self._cards = Cards(site, self._language, self._definitions, lives)
        self._learners = Learners(register, site, self._language, self._definitions)
        self._pathways = Pathways(self._definitions, self._language)
        self._about = About(site, register, self._language, self._definitions, self._endorsed)
        self._guides = Guides(site, self._language)
        self._notices = Notices(self._language, self._languages)
        self._frames: dict[str, views.Frame] = {}
        self._shared: dict[tuple[str, int, str], Markup] = {}
        self.inputs = PageInputs(
            theme,
            site,
            register,
            self._definitions,
            endorsements,
            certificates=self.certificates,
        )

    @property
    def folder(self) -> str:
        """Of all these pages, relative to the site's root: `de/`; empty for the first language."""
        return self._language.folder

    @property
    def style(self) -> bytes:
        """The style sheet that every page loads."""
        return self._assets.files[self._assets[STYLE]]

    @property
    def language(self) -> tuple[str, str]:
        """Tag and direction."""
        return self._language.tag, self._language.direction

    def home(self) -> bytes:
        """`/`: who the issuer is, and what can be earned."""
        site, words, place = self._site, self._language, self._place("")
        view = views.Home(
            description=site.issuer.description,
            domain=words.phrase(
                "home.domain",
                host=domain(self._at.host),
                register=link(place.page(REGISTER_FOLDER), words["nav.register"]),
            ),
            catalogue=catalogue(self._definitions, words, place),
            pathways=self._pathways.cards(place),
        )
        title = site.title
        description = site.issuer.description or words["home.description"]
        told = self._definitions.told
        newest = [told(each.credential) for each in self._definitions.newest.values()]
        data = home_data(site, newest, place.language)
        head = views.Head(title, description, canonical=self._at.of(place.path), data=data)
        return self._page("home.html", place, head, view)

    def credential(self, slug: str) -> bytes:
        """`/credentials/<slug>/`: the newest version as issued. Raises KeyError."""
        version = self._definitions.newest[slug].credential.version
        return self._credential(slug, version, credential_folder(slug))

    def credential_version(self, slug: str, version: int) -> bytes:
        """`/credentials/<slug>/v<k>/`. Raises KeyError."""
        return self._credential(slug, version, version_folder(slug, version))

    def pathway(self, slug: str) -> bytes:
        """`/pathways/<slug>/`: the newest text as issued. Raises KeyError."""
        place = self._place(pathway_folder(slug))
        view = self._pathways.page(slug, place)
        head = views.Head(
            f"{view.name} · {self._site.issuer.name}",
            view.description,
            canonical=self._at.of(place.path),
        )
        return self._page("pathway.html", place, head, view)

    def badge(self, slug: str, version: int) -> bytes:
        """The picture of a credential that has none, as SVG. Raises KeyError."""
        credential = self._definitions[slug, version].credential
        view = drawing.badge(credential, self._site.issuer.name)
        return self._templates.page("badge.svg", view=view)

    def badge_png(self, slug: str, version: int) -> bytes:
        """The same in pixels."""
        return raster.png(self.badge(slug, version))

    def award(self, award: Award) -> bytes:
        """`/awards/<id>/`: the newest version."""
        return self._award(award, award.newest, award_folder(award.id))

    def award_version(self, award: Award, version: int) -> bytes:
        """`/awards/<id>/v<k>/`: an earlier version, which says by what it was replaced."""
        folder = f"{award_folder(award.id)}v{version}/"
        return self._award(award, award.versions[version - 1], folder)

    def embed(self, award: Award) -> bytes:
        """`/awards/<id>/embed/`: a card for other websites, which frame it."""
        place = self._place(embed_folder(award.id))
        return self._embed(self._cards.view(award, place), place)

    def forgotten_embed(self, award_id: str) -> bytes:
        """The same once the award was erased: whoever frames it shows no error."""
        return self._embed(None, self._place(embed_folder(award_id)))

    def oembed(self, award: Award) -> bytes:
        """`/awards/<id>/oembed.json`."""
        return self._cards.oembed(award)

    def forgotten(self, award_id: str) -> bytes:
        """`/awards/<id>/` of an award that was erased. Raises KeyError."""
        place = self._place(award_folder(award_id))
        return self._notice(self._notices.erased(self._register.forgotten[award_id], place), place)

    def learner(self, record: LearnerRecord) -> bytes:
        """`/learners/<id>/`: everything that one person earned, who asked for this page."""
        place = self._place(learner_folder(record.learner))
        view = self._learners.view(record, place)
        title = self._language.phrase("learner.title", name=view.recipient).striptags()
        head = views.Head(title, view.lead.striptags(), hidden=True)
        return self._page("learner.html", place, head, view)

    def former_learner(self, learner: str) -> bytes:
        """`/learners/<id>/` of a record that was taken back."""
        words = self._language
        return self._nothing(
            words["learner-gone.heading"], words["learner-gone.sentence"], learner_folder(learner)
        )

    def no_learners(self) -> bytes:
        """`/learners/`: no listing here either."""
        words = self._language
        return self._nothing(
            words["no-learners.heading"], words["no-learners.sentence"], LEARNERS_FOLDER
        )

    def endorsement(self, endorsement: Endorsement) -> bytes:
        """`/endorsements/<name>/`: who endorses what, and how to check that."""
        place = self._place(endorsement_folder(endorsement.name))
        view = self._endorsed.page(endorsement, place)
        heading = str(view.heading.striptags())
        head = views.Head(f"{heading} · {self._site.issuer.name}", heading, hidden=True)
        return self._page("endorsement.html", place, head, view)

    def endorsements(self) -> bytes:
        """`/endorsements/`: those of the issuer and of credentials; what is said of awards is not."""
        place = self._place(ENDORSEMENTS_FOLDER)
        view = views.EndorsementList(self._endorsed.listed(place))
        heading = self._language["endorsement.list"]
        head = views.Head(heading, heading, hidden=True)
        return self._page("endorsements.html", place, head, view)

    def register_page(self) -> bytes:
        """`/register/`: what the permanent record is, how large, whose keys, how to check it."""
        words, place = self._language, self._place(REGISTER_FOLDER)
        head = views.Head(
            words["register.heading"],
            words["register.description"],
            canonical=self._at.of(place.path),
        )
        view = record(self._register, words, place)
        return self._page("register.html", place, head, view)

    def issuer(self) -> bytes:
        """`/issuer/`: how we know who it is, its keys, its record, and who vouches for it."""
        place = self._place(ISSUER_FOLDER)
        description = self._site.issuer.description or self._about.title
        head = views.Head(self._about.title, description, canonical=self._at.of(place.path))
        return self._page("issuer.html", place, head, self._about.page(place))

    def how_to_check(self) -> bytes:
        """`/how-to-check/`: for everybody who was shown a badge."""
        place = self._place(HOW_TO_CHECK_FOLDER)
        return self._guide(self._guides.how_to_check(place), place)

    def for_earners(self) -> bytes:
        """`/for-earners/`: for everybody who holds one."""
        return self._guide(self._guides.for_earners(), self._place(FOR_EARNERS_FOLDER))

    def verify(self) -> bytes:
        """`/verify/`: checks a badge of any issuer in the reader's browser."""
        words, place = self._language, self._place(VERIFY_FOLDER)
        head = views.Head(
            words["anything.heading"],
            words["anything.description"],
            canonical=self._at.of(place.path),
            policy=hosting.ANY_ISSUER_POLICY,
        )
        return self._page("verify.html", place, head, None)

    def chapter(self, chapter: Chapter, whole: Handbook) -> bytes:
        """`/handbook/…`: what the issuer has to say; in one language, whatever that is."""
        place, words = self._place(f"{handbook.FOLDER}{chapter.folder}"), self._language
        title = handbook.title(chapter)
        view = views.Chapter(
            title=title,
            body=handbook.to_html(chapter, whole, words),
            first=place.file(handbook.FOLDER) if chapter.folder else None,
        )
        head = views.Head(f"{title} · {self._site.title}", title, canonical=self._at.of(place.path))
        return self._templates.page(
            "chapter.html", frame=self._frame(place), head=head, languages=(), view=view
        )

    def not_found(self) -> bytes:
        """`/404.html`, shown at any depth: the only page whose links begin at the host's root."""
        place = Place("", self.folder, f"{urlsplit(self._site.base_url).path}/")
        view = self._notices.not_found(place)
        head = views.Head(view.heading, view.heading, hidden=True)
        # It stands for every address that there is not: none of them is in another language.
        return self._templates.page(
            "missing.html", frame=self._frame(place), head=head, languages=(), view=view
        )

    def no_list(self) -> bytes:
        """`/awards/`: many hosts would otherwise show every award in a listing of the folder."""
        words = self._language
        return self._nothing(words["no-list.heading"], words["no-list.sentence"], AWARDS_FOLDER)

    def robots(self) -> bytes:
        """`/robots.txt`."""
        return hosting.robots(self._at)

    def sitemap(self, whole: Handbook = NO_HANDBOOK) -> bytes:
        """`/sitemap.xml`: credentials and pathways in every language, the handbook, no awards."""
        folders = [
            "",
            ISSUER_FOLDER,
            HOW_TO_CHECK_FOLDER,
            FOR_EARNERS_FOLDER,
            REGISTER_FOLDER,
            VERIFY_FOLDER,
            *map(credential_folder, self._definitions.newest),
            *map(pathway_folder, self._definitions.ways.pathways),
        ]
        return hosting.sitemap(
            self._at,
            folders,
            {e.tag: e.folder for e in self._languages},
            [f"{handbook.FOLDER}{each.folder}" for each in whole.chapters],
        )

    def headers(self) -> bytes:
        """`/_headers`."""
        return hosting.headers(self._at, [each.folder for each in self._languages])

    def discovery(self) -> Mapping[str, bytes]:
        """By path: feeds, catalogue and skills, for programs."""
        return discovery(self._site, self._register, self._language, self._definitions)

    def assets(self) -> Mapping[str, bytes]:
        """By path: style, scripts and files of the theme. The issuer's logo is not here."""
        return {**self._assets.files, **self._scripts.files}

    def _guide(self, view: Guide, place: Place) -> bytes:
        canonical = self._at.of(place.path)
        head = views.Head(view.heading, view.lead.striptags(), canonical=canonical)
        return self._page("guide.html", place, head, view)

    def _nothing(self, heading: str, sentence: str, folder: str) -> bytes:
        place = self._place(folder)
        return self._notice(self._notices.nothing(heading, sentence, place), place)

    def _notice(self, view: views.Notice, place: Place) -> bytes:
        head = views.Head(view.heading, view.heading, hidden=True)
        return self._page("notice.html", place, head, view)

    def _credential(self, slug: str, version: int, folder: str) -> bytes:
        place = self._place(folder)
        definition = self._definitions[slug, version]
        credential = self._definitions.told(definition.credential)
        newest = self._definitions.newest[slug].credential.version
        there = self._place(credential_folder(slug)).path
        view = self._credentials.page(slug, version, place)
        head = views.Head(
            f"{credential.name} · {self._site.issuer.name}",
            credential.description,
            canonical=self._at.of(there) if version == newest else None,
            data=self._data(definition, there) if version == newest else None,
            picture=self.shares.of_credential((slug, version)),
        )
        return self._page("credential.html", place, head, view)

    def _data(self, definition: Definition, there: str) -> Markup:
        """`there` is the folder of the credential's page in this language."""
        credential = self._definitions.told(definition.credential)
        language = self._definitions.language_of(credential)
        days = self._definitions.entered.get((credential.slug, credential.version))
        told = replace(definition, credential=credential)
        return credential_data(told, language, self._site, days, self._at.of(there))

    def _embed(self, view: views.Embed | None, place: Place) -> bytes:
        title = view.title if view else self._language["embed.removed"]
        head = views.Head(title, title, hidden=True, policy=hosting.CARD_POLICY)
        return self._page("embed.html", place, head, view)

    def _award(self, award: Award, document: Document, folder: str) -> bytes:
        place = self._place(folder)
        view = self._awards.view(award, document, place, self._definition(document, place))
        head = views.Head(
            f"{view.credential_name} · {view.recipient.striptags()}",
            view.description,
            hidden=True,
            oembed=self._at.of(oembed_path(award.id))
            if view.sharing and self._site.embeds
            else None,
            picture=self.shares.of_award(award)
            if document is award.newest
            else self.shares.of_credential(document.definition),
        )
        return self._page("award.html", place, head, view)

    def _definition(self, document: Document, place: Place) -> Markup:
        key = (*document.definition, place.root)
        if key not in self._shared:
            definition = self._definitions[document.definition]
            self._shared[key] = self._templates.part(
                "_definition.html", credential=self._definitions.view(definition, place)
            )
        return self._shared[key]

    def _page(self, template: str, place: Place, head: views.Head, view: object) -> bytes:
        return self._templates.page(
            template,
            frame=self._frame(place),
            head=head,
            languages=tuple(self._in_languages(place)),
            view=view,
        )

    def _in_languages(self, place: Place) -> Iterator[views.InLanguage]:
        if len(self._languages) == 1:
            return
        for each in self._languages:
            path = f"{each.folder}{place.folder}"
            yield views.InLanguage(
                tag=each.tag,
                direction=each.direction,
                name=each.own_name,
                href=place.file(path),
                address=self._at.of(path),
                shown=each.folder == place.language,
                default=not each.folder,
            )

    def _place(self, folder: str) -> Place:
        return Place.of(folder, self.folder)

    def _frame(self, place: Place) -> views.Frame:
        if place.root not in self._frames:
            self._frames[place.root] = self._made_frame(place)
        return self._frames[place.root]

    def _made_frame(self, place: Place) -> views.Frame:
        site = self._site
        scripts = self._scripts.of(self._language)
        return views.Frame(
            root=place.root,
            home=place.page(""),
            base=site.base_url,
            zone=site.time_zone,
            locale=self._language.written,
            scripts={
                entry: views.Script(place.file(each.module), place.file(each.words))
                for entry, each in scripts.items()
            },
            language=self._language.tag,
            direction=self._language.direction,
            style=place.file(self._assets[STYLE]),
            icon=place.file(self._assets[ICON]),
            site=site.title,
            issuer=site.issuer.name,
            host=labels(self._at.host),
            issuer_url=site.issuer.url,
            issuer_email=site.issuer.email,
            logo=place.file(logo_path(site.logo.extension)) if site.logo else None,
            handbook=place.file(handbook.FOLDER) if site.handbook else None,
        )
