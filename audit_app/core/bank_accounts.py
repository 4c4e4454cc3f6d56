"""Bank accounts by their IBAN: whether one can exist, and how it is shown without giving it away."""

from collections.abc import Mapping
from dataclasses import dataclass

LENGTHS: Mapping[str, int] = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "FO", "GL", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "GE", "IE", "ME", "RS"), 22),
    **dict.fromkeys(("GI",), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "RO", "SE", "SK", "VA"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "PL"), 28),
    **dict.fromkeys(("MT",), 31),
}
"""Signs of an IBAN by country (SWIFT's registry); of other countries only the check digits are checked."""

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHOWN_FIRST, SHOWN_LAST = 2, 4


@dataclass(frozen=True)
class BankAccount:
    """Somebody's account: who holds it, its IBAN without spaces, and its BIC where one is known, else ''."""

    holder: str
    iban: str
    bic: str = ""


class BadIban(ValueError):
    """No account can have this number: wrong length, signs or check digits."""


class BadBic(ValueError):
    """No bank can have this code."""


def clean_iban(text: str) -> str:
    """The number without spaces, in capitals; raises BadIban.

    ISO 13616: with the first four signs moved to the end and letters read as 10…35 it leaves 1 when divided
    by 97. Worked: GB82 WEST 1234 5698 7654 32 → 3214282912345698765432161182 mod 97 = 1.
    """
    iban = "".join(text.split()).upper()
    if not 15 <= len(iban) <= 34 or any(sign not in LETTERS for sign in iban):
        raise BadIban(iban)
    country, check = iban[:2], iban[2:4]
    if not (country.isalpha() and check.isdigit()) or len(iban) != LENGTHS.get(country, len(iban)):
        raise BadIban(iban)
    if int("".join(str(LETTERS.index(sign)) for sign in iban[4:] + iban[:4])) % 97 != 1:
        raise BadIban(iban)
    return iban


def masked_iban(iban: str) -> str:
    """What may be shown: the country and the last four signs, "GB ···· 5432"."""
    return f"{iban[:SHOWN_FIRST]} ···· {iban[-SHOWN_LAST:]}"


def clean_bic(text: str) -> str:
    """A bank's code without spaces, in capitals, or '' for none; raises BadBic.

    ISO 9362: 4 signs of the bank, 2 letters of the country, 2 signs of the place and 3 of the branch.
    """
    bic = "".join(text.split()).upper()
    is_one = len(bic) in (8, 11) and bic[4:6].isalpha() and all(sign in LETTERS for sign in bic)
    if bic and not is_one:
        raise BadBic(bic)
    return bic
