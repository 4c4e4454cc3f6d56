"""The five languages: gettext straight from `<language>/LC_MESSAGES/messages.po`, no build step.

English sentences are the message ids, so English needs no catalogue and a missing one reads English.
A sentence's values come by name (`%(name)s`); a bare percent sign is never part of a sentence, since
Turkish writes it on the other side: `formatting.format_percent` makes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy
from jinja2 import Environment

from audit_app.core.questionnaire import FALLBACK_LANGUAGE, LANGUAGES

__all__ = [
    "FALLBACK_LANGUAGE",
    "LANGUAGES",
    "catalogue_path",
    "current_language",
    "gettext",
    "install",
    "lazy_gettext",
    "ngettext",
    "set_language",
    "speaking",
    "translator",
]

_language: ContextVar[str] = ContextVar("language", default=FALLBACK_LANGUAGE)


def catalogue_path(language: str) -> Path:
    """Where the translated sentences of a language stand."""
    return Path(__file__).parent / language / "LC_MESSAGES" / "messages.po"


@cache
def translator(language: str) -> NullTranslations:
    """The sentences of a language, read once per process; English ones where there is no catalogue."""
    path = catalogue_path(language)
    if language not in LANGUAGES or not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in [one for one in catalogue if one.pluralizable and not all(one.string or ())]:
        # Babel would fill an unfinished plural with the English singular, for any number.
        catalogue.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def current_language() -> str:
    """The language spoken in this context (request, command, print)."""
    return _language.get()


def set_language(language: str) -> None:
    """Speak `language` from here on in this context; anything unknown is English."""
    _language.set(language if language in LANGUAGES else FALLBACK_LANGUAGE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, and what was spoken before after it."""
    token = _language.set(language if language in LANGUAGES else FALLBACK_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str, **values: object) -> str:
    """The sentence in the current language with its named values filled in."""
    text = _plain(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The sentence for `num` things; `%(num)s` is there without being passed."""
    return _plain_plural(singular, plural, num) % {"num": num, **values}


def lazy_gettext(message: str, **values: object) -> LazyProxy:
    """A sentence that is translated each time it is shown, for texts made before the reader is known."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def install(environment: Environment) -> None:
    """Teach a Jinja environment `_`, `ngettext` and `{% trans %}`."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    # Jinja fills the values in by itself, escaped.
    environment.install_gettext_callables(_plain, _plain_plural, newstyle=True)  # type: ignore[attr-defined]


def _plain(message: str) -> str:
    return translator(current_language()).gettext(message)


def _plain_plural(singular: str, plural: str, num: int) -> str:
    return translator(current_language()).ngettext(singular, plural, num)
