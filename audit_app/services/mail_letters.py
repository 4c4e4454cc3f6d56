"""Letters out of mails: one thing in a letter of its own, or a day's things together; plain and in HTML.

The HTML has no table, no picture, nothing to fetch and no colour but the link's: a mail program in dark mode
turns it as it turns any text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from audit_app.core.mails import MailKind
from audit_app.messaging import Letter
from audit_app.services.mail_words import WORDINGS, facts, one_line
from audit_app.storage.mails import Mail
from audit_app.translations import gettext as _
from audit_app.translations import ngettext, speaking

BODY = "font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:0 auto;padding:16px"
BUTTON = (
    "display:inline-block;padding:10px 18px;border-radius:8px;background-color:#0f4c5c;color:#ffffff;"
    "text-decoration:none;font-weight:600"
)
SMALL = "font-size:14px"


@dataclass(frozen=True)
class Reader:
    """Who is written to: where, how they are called, what they read, on which clock."""

    address: str
    name: str
    language: str
    zone: str


@dataclass(frozen=True)
class Frame:
    """What stands around every letter: our address, who it is from, what switches such mails off."""

    home: str
    by: str
    switch_off: str
    switch_off_page: str


@dataclass(frozen=True)
class Part:
    """One thing that is said: as read, before it is plain text or HTML."""

    title: str
    message: str
    facts: Sequence[tuple[str, str]]
    button: str
    link: str


def letter_of(letter_id: str, mails: Sequence[Mail], reader: Reader, frame: Frame, now: datetime) -> Letter:
    """One letter with all these mails in it, in the reader's language."""
    with speaking(reader.language):
        parts = [_part(mail, reader, frame) for mail in mails]
        subject = _subject(parts)
        foot = [*_reasons(mails), _("Switch off such mails: %(link)s", link=frame.switch_off_page)]
        foot = foot if frame.switch_off_page else foot[:-1]
        greeting = _("Hello %(name)s,", name=one_line(reader.name))
        return Letter(
            letter_id,
            one_line(reader.name),
            reader.address,
            one_line(frame.by),
            subject,
            _plain(greeting, parts, foot),
            _html(reader.language, subject, greeting, parts, foot),
            reader.language,
            now,
            frame.switch_off,
        )


def _subject(parts: Sequence[Part]) -> str:
    if len(parts) == 1:
        return parts[0].title
    return ngettext("%(num)s message for you today", "%(num)s messages for you today", len(parts))


def _part(mail: Mail, reader: Reader, frame: Frame) -> Part:
    wording = WORDINGS[mail.kind]
    known = facts(mail.words, frame.by, mail.posted_at, reader.zone)
    link = frame.home + mail.link
    return Part(str(wording.subject), str(wording.message), known, str(wording.button), link)


def _reasons(mails: Sequence[Mail]) -> list[str]:
    """Why this reader is told; a reason that several mails share is given once."""
    kinds: list[MailKind] = [mail.kind for mail in mails]
    return list(dict.fromkeys(str(WORDINGS[kind].why) for kind in kinds))


def _plain(greeting: str, parts: Sequence[Part], foot: Sequence[str]) -> str:
    said = [greeting]
    for part in parts:
        said += [part.title] if len(parts) > 1 else []
        said += [part.message, "\n".join(f"{label}: {value}" for label, value in part.facts)]
        said += [f"{part.button}:\n{part.link}"]
    return "\n\n".join([*said, "-- \n" + "\n".join(foot)]) + "\n"


def _html(language: str, title: str, greeting: str, parts: Sequence[Part], foot: Sequence[str]) -> str:
    said = "".join(_html_part(part, with_title=len(parts) > 1) for part in parts)
    small = "".join(f'<p style="{SMALL}">{escape(line)}</p>' for line in foot)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title></head>"
        f'<body style="{BODY}"><p>{escape(greeting)}</p>{said}<hr>{small}</body></html>\n'
    )


def _html_part(part: Part, *, with_title: bool) -> str:
    title = f'<h2 style="font-size:20px">{escape(part.title)}</h2>' if with_title else ""
    lines = "".join(f"<li><b>{escape(label)}:</b> {escape(value)}</li>" for label, value in part.facts)
    button = f'<a href="{escape(part.link)}" style="{BUTTON}">{escape(part.button)}</a>'
    return f"{title}<p>{escape(part.message)}</p><ul>{lines}</ul><p>{button}</p>"
