"""As much of GitHub's expressions as the workflows use: paths, texts, `&&` and `||`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_PATH = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*")


def filled(text: str, contexts: Mapping[str, Any]) -> str:
    """The text with each expression replaced by its value."""
    return _EXPRESSION.sub(lambda found: _shown(value(found[1], contexts)), text)


def value(expression: str, contexts: Mapping[str, Any]) -> Any:
    """Raises ValueError for what is none of the forms that are known here."""
    result: Any = ""
    for either in expression.split("||"):
        for part in either.split("&&"):
            result = _term(part.strip(), contexts)
            if not result:
                break
        if result:
            return result
    return result


def _term(term: str, contexts: Mapping[str, Any]) -> Any:
    if re.fullmatch(r"'[^']*'", term):
        return term[1:-1]
    if not _PATH.fullmatch(term):
        raise ValueError(f"{term} is more than this emulation knows")
    name, *rest = term.split(".")
    found: Any = contexts[name]
    for part in rest:
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return found


def _shown(result: Any) -> str:
    if isinstance(result, bool):
        return str(result).lower()
    return "" if result is None else str(result)
