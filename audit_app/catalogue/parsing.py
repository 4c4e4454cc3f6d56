"""Bytes into the events of a YAML parser; what the parser says is put into an author's words."""

from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import Event
from ruamel.yaml.reader import ReaderError

from audit_app.catalogue.mistakes import Flaw, printable
from audit_app.translations import gettext as _

LARGEST = 256 * 1024
"""Bytes a file may have."""


class Unreadable(Exception):
    """Reading stops here; `flaw` says why."""

    def __init__(self, message: str, instead: str, line: int) -> None:
        super().__init__(message)
        self.flaw = Flaw((), message, instead, line)


def text_of(data: bytes) -> str:
    """The text of a file, without its byte order mark. Raises Unreadable: too large, or not UTF-8."""
    if len(data) > LARGEST:
        raise Unreadable(_("the file is larger than 256 KiB"), _("divide it into two questionnaires"), 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(_("the file is not UTF-8"), _('save it with the encoding "UTF-8"'), line) from None


def events(text: str) -> Iterator[Event]:
    """The parser's events, one by one. Raises Unreadable where the text is not YAML."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(_("there is a control character in this line"), _("remove it"), line) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = printable(error.problem or error.context)
        message = _("this is not YAML: %(problem)s", problem=problem)
        raise Unreadable(message, _hint(problem), mark.line + 1 if mark else 1) from None
    except (YAMLError, ValueError, OverflowError, AssertionError) as error:
        # The parser leaks these, e.g. for the escape "\U00110000" and for "%YAML 1.0".
        message = _("this is not YAML: %(problem)s", problem=printable(error))
        raise Unreadable(message, _hint(""), 1) from None


def _hint(problem: str) -> str:
    """What mends the usual syntax errors."""
    if "mapping values" in problem:
        return _('put a text that contains ": " in quotes')
    if "\\t" in problem:
        return _("indent with spaces, not with the tab key")
    if "end of stream" in problem:
        return _("close the quotes or brackets that were opened")
    if "cannot start any token" in problem:
        return _("put the text in quotes")
    return _("compare its indentation, colons and quotes with the lines above")
