"""Bytes of a YAML file into plain data that remembers its lines; refuses what can hurt or mislead.

Built from the parser's events, so that anchors, tags, depth and number are judged before anything
is made of them. No value is guessed: where YAML's editions disagree (`yes`, `12:30`, `007`, a date)
it stays a `Bare` word, which no rule of the shapes accepts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from audit_app.catalogue.mistakes import Flaw, Path, printable, write_text
from audit_app.catalogue.parsing import Unreadable, events, text_of
from audit_app.translations import current_language
from audit_app.translations import gettext as _

DEEPEST = 40
"""Levels of lists and keys inside each other a file may have."""
MOST_VALUES = 20_000
"""Values a file may have: reading one costs some 50 µs, so a hostile file costs about a second."""

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off|true|false|null)"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])*(\.[0-9_]*)?"  # 007, +1, 1_000, 12:30, 1:30.5
    r"|[-+]?([0-9][0-9_]*)?\.?[0-9_]+([eE][-+]?[0-9]+)?"  # 1.5, .5, 1e3
    r"|[-+]?0[box][0-9a-fA-F_]+"
    r"|[-+]?\.(?i:inf)|\.(?i:nan)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t]+[0-9]{1,2}:.*)?"
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Bare:
    """A word without quotes that one YAML reader takes for a text and another for something else."""

    source: str


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file: its plain data, its line (of its key, from 1), its source if it is one word."""

    line: int = 1
    plain: object = None
    source: str = ""
    children: Mapping[str | int, "Node"] = field(default_factory=dict)

    def at(self, path: Path) -> "Node":
        """The value at `path`, or the last one on the way there."""
        node = self
        for step in path:
            if step not in node.children:
                break
            node = node.children[step]
        return node


@dataclass(frozen=True)
class Reading:
    """What could be read of a file (None: nothing at all) and what was refused on the way."""

    root: Node | None
    flaws: tuple[Flaw, ...]


def read(data: bytes) -> Reading:
    """The plain data of a YAML file with all that is wrong with its form; raises nothing."""
    return _read(data, current_language())


@lru_cache(maxsize=64)
def _read(data: bytes, _language: str) -> Reading:
    builder = _Builder()
    root = None
    try:
        root = builder.build(text_of(data))
    except Unreadable as refusal:
        builder.flaws.append(refusal.flaw)
    return Reading(root, tuple(builder.flaws))


def _empty() -> Unreadable:
    return Unreadable(_("the file is empty"), _("write at least its code and titles"), 1)


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


class _Builder:
    """Makes nodes of events and collects flaws."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []
        self.events: Iterator[Event] = iter(())
        self.values = 0

    def build(self, text: str) -> Node:
        """The root of the one document in `text`."""
        self.events = events(text)
        next(self.events)
        start = next(self.events)
        if not isinstance(start, DocumentStartEvent):
            raise _empty()
        root = self._node(next(self.events), ())
        if root == Node(root.line):
            raise _empty()
        if start.version or start.tags:
            self._flaw((), _("YAML directives are not used here"), _("remove the lines above ---"), 1)
        next(self.events)
        after = next(self.events)
        if isinstance(after, DocumentStartEvent):
            self._flaw((), _("a second document begins here"), _('remove the line "---"'), _line(after))
        return root

    def _flaw(self, path: Path, message: str, instead: str, line: int) -> None:
        self.flaws.append(Flaw(path, message, instead, line))

    def _node(self, event: Event, path: Path, line: int = 0) -> Node:
        line = line or _line(event)
        self._guard(event, path, line)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, path, line)
        if isinstance(event, AliasEvent):
            return Node(line)
        return self._list(path, line) if isinstance(event, SequenceStartEvent) else self._mapping(path, line)

    def _guard(self, event: Event, path: Path, line: int) -> None:
        self.values += 1
        if self.values > MOST_VALUES:
            raise Unreadable(_("the file has too many values"), _("divide it into two questionnaires"), line)
        if len(path) >= DEEPEST and isinstance(event, CollectionStartEvent):
            raise Unreadable(_("there are more than 40 levels"), _("write it flatter"), line)
        if isinstance(event, AliasEvent):
            self._flaw(path, _("references (*) are not used here"), _("write the value out in full"), line)
        elif isinstance(event, NodeEvent) and event.anchor:
            self._flaw(path, _("anchors (&) are not used here"), _('remove "&" and its name'), line)
        if getattr(event, "ctag", None) is not None:
            self._flaw(path, _("tags (!) are not used here"), _('remove "!" and its name'), line)

    def _scalar(self, event: ScalarEvent, path: Path, line: int) -> Node:
        source = str(event.value)
        if _UNPRINTABLE.search(source):
            self._flaw(path, _("there is a control character in this text"), _("remove it"), line)
        return Node(line, source if event.style else _plain(source), source)

    def _list(self, path: Path, line: int) -> Node:
        children: dict[str | int, Node] = {}
        while not isinstance(event := next(self.events), SequenceEndEvent):
            children[len(children)] = self._node(event, (*path, len(children)))
        return Node(line, [child.plain for child in children.values()], children=children)

    def _mapping(self, path: Path, line: int) -> Node:
        children: dict[str | int, Node] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._node(event, (*path, "?"))
            name = self._name(key, path)
            value = self._node(next(self.events), (*path, name), key.line)
            if name in children:
                self._twice(name, path, (children[name].line, key.line))
            children.setdefault(name, value)
        return Node(line, {name: child.plain for name, child in children.items()}, children=children)

    def _name(self, key: Node, path: Path) -> str:
        if isinstance(key.plain, str):
            return key.plain
        message = _('"%(key)s" without quotes is not a word that can be a key', key=printable(key.source))
        self._flaw((*path, key.source or "?"), message, write_text(key.source or "…"), key.line)
        return key.source or "?"

    def _twice(self, name: str, path: Path, lines: tuple[int, int]) -> None:
        message = _(
            'the key "%(key)s" is here twice, first on line %(line)s', key=printable(name), line=lines[0]
        )
        self._flaw((*path, name), message, _("remove one of the two"), lines[1])


def _plain(source: str) -> object:
    if source in ("", "~", "null"):
        return None
    if source in ("true", "false"):
        return source == "true"
    if _INTEGER.fullmatch(source):
        return int(source)
    return Bare(source) if _AMBIGUOUS.fullmatch(source) else source
