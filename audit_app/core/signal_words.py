"""Words that praise, blame and deny in five languages, to be compared with a comment.

Small on purpose, and honest about it: irony, praise with a denying ending (Turkish -me, Armenian չ-) and most
ways to complain are not seen. They serve for a hint to an editor and never for a score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit_app.core.likeness import plain_words

REACH = 2
"""A denial touches the two words before it and the two after: "not at all dirty", "kirli değildi"."""


@dataclass(frozen=True)
class Signs:
    """Whole words, and beginnings of words for languages that bend the end."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings)


@dataclass(frozen=True)
class Signals:
    """What praises, blames and denies in one language."""

    praise: Signs
    blame: Signs
    deny: Signs


def _signs(written: str) -> Signs:
    """Words side by side; a star stands for any ending."""
    bent = [part[:-1] for part in written.split() if part.endswith("*")]
    whole = [part for part in written.split() if not part.endswith("*")]
    return Signs(frozenset(plain_words(" ".join(whole))), plain_words(" ".join(bent)))


def _signals(praise: str, blame: str, deny: str) -> Signals:
    return Signals(_signs(praise), _signs(blame), _signs(deny))


SIGNALS: Mapping[str, Signals] = {
    "en": _signals(
        "good great excellent friendly kind helpful polite clean perfect wonderful smiling lovely",
        "bad rude dirty unfriendly impolite slow ignored terrible awful broken messy wrong poor",
        "not no never none without hardly isn wasn weren didn doesn don cannot couldn nothing neither",
    ),
    "el": _signals(
        "καλός καλή καλό καλά καλοί καλές εξαιρετικ* άριστ* φιλικ* ευγενικ* πρόθυμ* καθαρ* τέλει*",
        "κακός κακή κακό κακά κακοί κακές αγεν* βρώμικ* αγνόησ* απαίσι* αργή αργά λάθος χάλια σπασμέν*",
        "δεν μη μην όχι χωρίς ποτέ ούτε καθόλου τίποτα κανείς",
    ),
    "fi": _signals(
        "hyvä hyvin hyvää hyvät erinomai* ystäväll* kohtelia* avulia* puhdas puhtaa* siisti* täydelli*",
        "huono* töyke* likai* epäystäväl* epäkohteli* hidas hitaa* kamala* rikki väärin surkea* sotkui*",
        "ei en et emme ette eivät eikä ilman koskaan kukaan",
    ),
    "hy": _signals(
        "լավ լավն գերազանց* բարեհամբույր* քաղաքավարի* մաքուր* հիանալի* ժպտ* բարյացակամ*",
        "վատ վատն կոպիտ* կեղտոտ* անքաղաքավարի* դանդաղ* սարսափելի* անտես* սխալ* կոտրված*",
        "ոչ չէր չէ չկար երբեք առանց չէին չեն չի ոչինչ",
    ),
    "tr": _signals(
        "iyi iyiydi harika* mükemmel* nazik* güler kibar* temiz* yardımsever* güzel* kusursuz*",
        "kötü* kaba kabaydı kirli* ilgisiz* yavaş* berbat* yanlış* bozuk* pis pisti saygısız*",
        "değil* yok yoktu hiç hayır asla olmadı kimse",
    ),
}


@dataclass(frozen=True)
class Tone:
    """How many words of a text praise, blame and deny; a denied word is in none of the first two."""

    praise: int
    blame: int
    deny: int


def tone_of(text: str, language: str) -> Tone:
    """The signals in a text: "not dirty, very friendly" → praise 1, blame 0, deny 1. No such list: none."""
    known = SIGNALS.get(language)
    if known is None:
        return Tone(0, 0, 0)
    words = plain_words(text)
    denied = {place for place, word in enumerate(words) if word in known.deny}
    free = [word for place, word in enumerate(words) if _is_free(place, denied)]
    return Tone(_count(free, known.praise), _count(free, known.blame), len(denied))


def _is_free(place: int, denied: set[int]) -> bool:
    return not any(abs(place - other) <= REACH for other in denied)


def _count(words: Sequence[str], signs: Signs) -> int:
    return sum(word in signs for word in words)
