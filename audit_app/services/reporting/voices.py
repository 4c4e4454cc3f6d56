"""What people say: their own words, in their own language."""

from collections.abc import Iterable, Iterator

from audit_app.core.questionnaire import Question, QuestionType, View, text_in
from audit_app.core.report_parts import Quote, Voices
from audit_app.services.reporting.gathering import Gathered
from audit_app.services.reporting.questions import tallied
from audit_app.storage.records import AcceptedSheet

MOST_QUOTES = 6
SHORTEST, LONGEST = 12, 600
"""Letters: shorter words say too little to quote, longer ones are shortened (the sheet keeps them whole)."""
LEAST_TEAM_FOR_WORDS = 10
"""Words are easier to recognise than ratings: a team's are shown from twice as many answers on."""


def voices(gathered: Gathered) -> tuple[Voices, ...]:
    """Quotations per open question: customers' first, then the teams' where enough answered."""
    return tuple(
        part
        for view, sheets in ((View.CUSTOMER, gathered.words), (View.STAFF, _large_teams(gathered)))
        for question, total in _open_questions(gathered, view)
        if (part := _voices(gathered, question, total, sheets)).quotes
    )


def _open_questions(gathered: Gathered, view: View) -> Iterator[tuple[Question, int]]:
    found: dict[str, tuple[Question, int]] = {}
    for one in tallied(gathered, view):
        if one.question.type is QuestionType.TEXT:
            question, total = found.get(one.question.code, (one.question, 0))
            found[question.code] = question, total + one.tally.answered
    return iter(found.values())


def _large_teams(gathered: Gathered) -> tuple[AcceptedSheet, ...]:
    large = {team.wave_id for team in gathered.teams if team.answered >= LEAST_TEAM_FOR_WORDS}
    # By the words themselves, so that their order says nothing about who wrote when.
    return tuple(sorted((s for s in gathered.staff_sheets if s.wave_id in large), key=lambda s: s.digest))


def _voices(gathered: Gathered, question: Question, total: int, sheets: Iterable[AcceptedSheet]) -> Voices:
    text = text_in(question.texts, gathered.asked.language)
    return Voices(text, total, _quotes(gathered, question.code, sheets))


def praise(gathered: Gathered) -> tuple[Quote, ...]:
    """Members of staff whom customers praised."""
    codes = {
        question.code
        for questionnaire in gathered.questionnaires.values()
        if questionnaire.view is View.CUSTOMER
        for question in questionnaire.questions()
        if question.type is QuestionType.PRAISE
    }
    return tuple(quote for code in sorted(codes) for quote in _quotes(gathered, code, gathered.words))


def _quotes(gathered: Gathered, code: str, sheets: Iterable[AcceptedSheet]) -> tuple[Quote, ...]:
    places = {place.id: place.name for place in gathered.asked.places}
    found: dict[str, Quote] = {}
    for sheet in sheets:
        text = str(sheet.answers.values.get(code, "")).strip()
        if len(text) >= SHORTEST and text not in found:
            named = sheet.view is View.CUSTOMER
            place, day = (places[sheet.location_id], sheet.day) if named else ("", None)
            found[text] = Quote(shortened(text), sheet.language, place, day)
    return tuple(_spread(list(found.values())))[:MOST_QUOTES]


def shortened(text: str) -> str:
    """The text, or its beginning up to a blank and the sign that more was written.

    Anybody with a survey's link may write thousands of letters: no report is to be filled by one person.
    """
    if len(text) <= LONGEST:
        return text
    beginning = text[:LONGEST]
    return f"{beginning.rpartition(' ')[0] or beginning} […]"


def _spread(quotes: list[Quote]) -> Iterator[Quote]:
    """One quotation of each place before a second one of any, newest first."""
    waiting = quotes
    while waiting:
        places: set[str] = set()
        later = []
        for quote in waiting:
            if quote.place in places:
                later.append(quote)
            else:
                places.add(quote.place)
                yield quote
        waiting = later
