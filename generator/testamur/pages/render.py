"""Templates of a theme, compiled once: sandboxed, always escaping, strict about names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import CodeType

from jinja2 import (
    BytecodeCache,
    DictLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from testamur.pages import views
from testamur.pages.theme import Theme, ThemeError


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox that knows our views: frozen, without methods, so that any field may be read."""

    def getattr(self, obj: object, attribute: str) -> object:
        # A page reads a hundred fields; the sandbox's own judgement of each costs more than
        # everything else that the page does.
        if type(obj) in _VIEWS and attribute in _VIEWS[type(obj)]:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


_VIEWS: dict[type, frozenset[str]] = {
    view: frozenset(field.name for field in dataclasses.fields(view))
    for view in vars(views).values()
    if dataclasses.is_dataclass(view) and isinstance(view, type)
}


class _Compiled(BytecodeCache):
    """
    The code of templates by their text, kept for other languages, other sites and later builds.

    Compiling a theme takes as long as rendering a hundred pages.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Templates:
    """Raises ThemeError where a template of the theme does not compile."""

    def __init__(self, theme: Theme, **everywhere: object) -> None:
        sources = {name: _text(name, data) for name, data in theme.folder("templates").items()}
        self._environment = _Environment(
            loader=DictLoader(sources),
            bytecode_cache=_COMPILED,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.globals.update(everywhere)
        for name in sources:
            self._compile(name)

    def page(self, name: str, **values: object) -> bytes:
        """The bytes of a page. Raises ThemeError where the template asks for what no view has."""
        return self._render(name, values).encode()

    def part(self, name: str, **values: object) -> Markup:
        """A part of pages, to be placed as it is."""
        return Markup(self._render(name, values))  # noqa: S704 -- autoescape is always on

    def _render(self, name: str, values: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(name).render(values)
        except UndefinedError as error:
            raise ThemeError(f"the template {name} asks for what is not there: {error}") from error
        except TemplateError as error:
            raise ThemeError(f"the template {name} cannot be used: {error}") from error

    def _compile(self, name: str) -> None:
        try:
            self._environment.get_template(name)
        except TemplateSyntaxError as error:
            raise ThemeError(
                f"the template {name} does not compile, line {error.lineno}: {error.message}"
            ) from error


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ThemeError(f"the template {name} is not UTF-8 text") from error
