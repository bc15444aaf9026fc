"""Every page of the site, from the theme, the settings and the register; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup

from testamur.model.addresses import (
    Addresses,
    achievement_path,
    credential_folder,
    logo_path,
    pathway_folder,
)
from testamur.model.endorsement import ISSUER, NOT_ENDORSED, Endorsement, Endorsements
from testamur.model.site import Site
from testamur.pages import drawing, hosting, raster, views
from testamur.pages.assets import STYLE, Assets
from testamur.pages.awards import Awards
from testamur.pages.definitions import Definitions
from testamur.pages.endorsements import Endorsed
from testamur.pages.inputs import PageInputs
from testamur.pages.issuer import issuer_facts
from testamur.pages.language import read_language
from testamur.pages.learners import Learners
from testamur.pages.markup import domain, labels, link
from testamur.pages.pathways import Pathways
from testamur.pages.render import Templates
from testamur.pages.scripts import Scripts
from testamur.pages.structured import json_ld
from testamur.pages.theme import Theme
from testamur.register.awards import Award
from testamur.register.documents import Document, Erased
from testamur.register.entries import KeyAction, KeyEntry
from testamur.register.learners import LearnerRecord
from testamur.register.register import Register

ICON = "icon.svg"


class Pages:
    """
    The pages of a site, each as the bytes of its `index.html`.

    Raises ThemeError, when it is made or when a page is, where the theme is at fault.
    """

    def __init__(
        self,
        theme: Theme,
        site: Site,
        register: Register,
        endorsements: Endorsements = NOT_ENDORSED,
    ) -> None:
        self._site = site
        self._register = register
        self._at = Addresses(site.base_url)
        self._language = read_language(theme, site.languages[0])
        self._assets = Assets(theme)
        self._scripts = Scripts([self._language])
        self._templates = Templates(theme, words=self._language.words)
        self._endorsed = Endorsed(endorsements, register, site, self._language)
        self._definitions = Definitions(register, site, self._language, self._endorsed)
        self._awards = Awards(register, site, self._language, self._definitions, self._endorsed)
        self._learners = Learners(register, site, self._language, self._definitions)
        self._pathways = Pathways(self._definitions, self._language)
        self._frames: dict[str, views.Frame] = {}
        self._shared: dict[tuple[str, int, str], Markup] = {}
        self.inputs = PageInputs(theme, site, register, self._definitions, endorsements)

    def home(self) -> bytes:
        """`/`: who the issuer is, and what can be earned."""
        site, words = self._site, self._language
        view = views.Home(
            description=site.issuer.description,
            facts=tuple(issuer_facts(site.issuer, words)),
            domain=words.phrase(
                "home.domain",
                host=domain(self._at.host),
                register=link("./register/", words["nav.register"]),
            ),
            cards=tuple(
                self._definitions.card(each, "./") for each in self._definitions.newest.values()
            ),
            pathways=self._pathways.cards("./"),
            endorsements=self._endorsed.about(ISSUER, "./"),
        )
        title = site.title
        description = site.issuer.description or words["home.description"]
        head = views.Head(title, description, canonical=self._at.of(""))
        return self._page("home.html", "./", head, view)

    def credential(self, slug: str) -> bytes:
        """`/credentials/<slug>/`: the newest version as issued. Raises KeyError."""
        version = self._definitions.newest[slug].credential.version
        return self._credential(slug, version, "../../")

    def credential_version(self, slug: str, version: int) -> bytes:
        """`/credentials/<slug>/v<k>/`. Raises KeyError."""
        return self._credential(slug, version, "../../../")

    def pathway(self, slug: str) -> bytes:
        """`/pathways/<slug>/`: the newest text as issued. Raises KeyError."""
        view = self._pathways.page(slug, "../../")
        head = views.Head(
            f"{view.name} · {self._site.issuer.name}",
            view.description,
            canonical=self._at.of(pathway_folder(slug)),
        )
        return self._page("pathway.html", "../../", head, view)

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
        return self._award(award, award.newest, "../../")

    def award_version(self, award: Award, version: int) -> bytes:
        """`/awards/<id>/v<k>/`: an earlier version, which says by what it was replaced."""
        return self._award(award, award.versions[version - 1], "../../../")

    def forgotten(self, award_id: str) -> bytes:
        """`/awards/<id>/` of an award that was erased. Raises KeyError."""
        words = self._language
        # Version by version: a corrected award had more entries than one.
        first, *others = (self._erased(each) for each in self._register.forgotten[award_id])
        view = views.Notice(
            heading=words["forgotten.heading"],
            state="revoked",
            word=words["forgotten.word"],
            sentence=first,
            more=(*others, Markup.escape(words["forgotten.copies"])),
        )
        head = views.Head(view.heading, words["forgotten.heading"], hidden=True)
        return self._page("notice.html", "../../", head, view)

    def learner(self, record: LearnerRecord) -> bytes:
        """`/learners/<id>/`: everything that one person earned, who asked for this page."""
        view = self._learners.view(record, "../../")
        title = self._language.phrase("learner.title", name=view.recipient).striptags()
        head = views.Head(title, view.lead.striptags(), hidden=True)
        return self._page("learner.html", "../../", head, view)

    def former_learner(self) -> bytes:
        """`/learners/<id>/` of a record that was taken back."""
        words = self._language
        return self._notice(words["learner-gone.heading"], words["learner-gone.sentence"], "../../")

    def no_learners(self) -> bytes:
        """`/learners/`: no listing here either."""
        words = self._language
        return self._notice(words["no-learners.heading"], words["no-learners.sentence"], "../")

    def endorsement(self, endorsement: Endorsement) -> bytes:
        """`/endorsements/<name>/`: who endorses what, and how to check that."""
        view = self._endorsed.page(endorsement, "../../")
        heading = str(view.heading.striptags())
        head = views.Head(f"{heading} · {self._site.issuer.name}", heading, hidden=True)
        return self._page("endorsement.html", "../../", head, view)

    def endorsements(self) -> bytes:
        """`/endorsements/`: those of the issuer and of credentials; what is said of awards is not."""
        view = views.EndorsementList(self._endorsed.listed("../"))
        heading = self._language["endorsement.list"]
        return self._page(
            "endorsements.html", "../", views.Head(heading, heading, hidden=True), view
        )

    def register_page(self) -> bytes:
        """`/register/`: what the permanent record is, how large, whose keys, how to check it."""
        words, register = self._language, self._register
        view = views.Record(
            entries=words.number(register.size),
            as_of=words.moment(register.as_of) if register.as_of else Markup(""),
            documents=views.Link(self._at.of(self._at.did_path), f"../{self._at.did_path}"),
            keys=tuple(sorted(self._keys(), key=lambda key: not key.current)),
        )
        head = views.Head(
            words["register.heading"],
            words["register.description"],
            canonical=self._at.of("register/"),
        )
        return self._page("register.html", "../", head, view)

    def not_found(self) -> bytes:
        """`/404.html`, shown at any depth: the only page whose links begin at the host's root."""
        words, root = self._language, f"{urlsplit(self._site.base_url).path}/"
        view = views.Notice(
            heading=words["not-found.heading"],
            sentence=Markup.escape(words["not-found.sentence"]),
            more=(link(root, words["not-found.home"]),),
        )
        head = views.Head(view.heading, words["not-found.heading"], hidden=True)
        return self._page("notice.html", root, head, view)

    def no_list(self) -> bytes:
        """`/awards/`: many hosts would otherwise show every award in a listing of the folder."""
        words = self._language
        return self._notice(words["no-list.heading"], words["no-list.sentence"], "../")

    def robots(self) -> bytes:
        """`/robots.txt`."""
        return hosting.robots(self._at)

    def sitemap(self) -> bytes:
        """`/sitemap.xml`: credentials and pathways, no awards."""
        ways = self._definitions.ways.pathways
        folders = [
            *map(credential_folder, self._definitions.newest),
            *map(pathway_folder, ways),
        ]
        return hosting.sitemap(self._at, folders)

    def headers(self) -> bytes:
        """`/_headers`."""
        return hosting.headers(self._at)

    def assets(self) -> Mapping[str, bytes]:
        """By path: style, scripts and files of the theme. The issuer's logo is not here."""
        return {**self._assets.files, **self._scripts.files}

    def _notice(self, heading: str, sentence: str, root: str) -> bytes:
        view = views.Notice(
            heading=heading,
            sentence=Markup.escape(sentence),
            more=(link(root, self._language["not-found.home"]),),
        )
        head = views.Head(view.heading, view.heading, hidden=True)
        return self._page("notice.html", root, head, view)

    def _credential(self, slug: str, version: int, root: str) -> bytes:
        definition = self._definitions[slug, version]
        credential = definition.credential
        newest = self._definitions.newest[slug].credential.version
        view = views.CredentialPage(
            credential=self._definitions.view(definition, root),
            rubrics=self._definitions.rubrics(credential),
            version=self._language.phrase("credential.version", version=str(version)),
            newest=None
            if version == newest
            else self._language.phrase(
                "credential.older",
                newest=link(
                    f"{root}{credential_folder(slug)}", self._language["credential.newest"]
                ),
            ),
            versions=tuple(self._versions(slug, version, root)),
            machine=f"{root}{achievement_path(slug, version)}",
        )
        language = self._definitions.language_of(credential)
        head = views.Head(
            f"{credential.name} · {self._site.issuer.name}",
            credential.description,
            canonical=self._at.of(credential_folder(slug)) if version == newest else None,
            data=json_ld(definition, language, self._site) if version == newest else None,
        )
        return self._page("credential.html", root, head, view)

    def _versions(self, slug: str, shown: int, root: str) -> Iterator[views.Version]:
        versions = self._definitions.versions(slug)
        if len(versions) == 1:
            return
        for number in versions:
            label = self._language.phrase("credential.version", version=str(number))
            folder = f"{root}{credential_folder(slug)}v{number}/"
            yield views.Version(label, None if number == shown else folder)

    def _award(self, award: Award, document: Document, root: str) -> bytes:
        view = self._awards.view(award, document, root, self._definition(document, root))
        head = views.Head(
            f"{view.credential_name} · {view.recipient.striptags()}",
            view.description,
            hidden=True,
        )
        return self._page("award.html", root, head, view)

    def _definition(self, document: Document, root: str) -> Markup:
        key = (*document.definition, root)
        if key not in self._shared:
            definition = self._definitions[document.definition]
            self._shared[key] = self._templates.part(
                "_definition.html", credential=self._definitions.view(definition, root)
            )
        return self._shared[key]

    def _keys(self) -> Iterator[views.Key]:
        words = self._language
        days = {
            (entry.fact.key, entry.fact.action): entry.day
            for entry in self._register.entries
            if isinstance(entry.fact, KeyEntry)
        }
        for key, facts in self._register.keys.items():
            last = facts[-1]
            yield views.Key(
                role=words[f"key.{last.role}"],
                text=key.short,
                state=words.phrase(f"key.{last.action}", date=words.date(days[key, last.action])),
                current=last.action is KeyAction.ADD,
            )

    def _erased(self, erased: Erased) -> Markup:
        words = self._language
        return words.phrase(
            "forgotten.sentence",
            number=words.number(erased.entry + 1),
            record=link("../../register/", words["award.permanent-record"]),
            date=words.date(erased.day),
        )

    def _page(self, template: str, root: str, head: views.Head, view: object) -> bytes:
        return self._templates.page(template, frame=self._frame(root), head=head, view=view)

    def _frame(self, root: str) -> views.Frame:
        if root not in self._frames:
            self._frames[root] = self._made_frame(root)
        return self._frames[root]

    def _made_frame(self, root: str) -> views.Frame:
        site = self._site
        logo = f"{root}{logo_path(site.logo.extension)}" if site.logo else None
        scripts = self._scripts.of(self._language)
        return views.Frame(
            root=root,
            base=site.base_url,
            zone=site.time_zone,
            locale=self._language.written,
            scripts={
                entry: views.Script(f"{root}{each.module}", f"{root}{each.words}")
                for entry, each in scripts.items()
            },
            language=self._language.tag,
            direction=self._language.direction,
            style=f"{root}{self._assets[STYLE]}",
            icon=f"{root}{self._assets[ICON]}",
            site=site.title,
            issuer=site.issuer.name,
            host=labels(self._at.host),
            issuer_url=site.issuer.url,
            issuer_email=site.issuer.email,
            logo=logo,
        )
