"""The forms of what a programme says: its words in one language, a question of its test."""

from collections.abc import Mapping, Sequence

from wtforms import IntegerField, ValidationError

from audit_app.core.questionnaire import LANGUAGES
from audit_app.core.visits_programme import QuizQuestion
from audit_app.formatting import language_name
from audit_app.services.briefs import LONGEST_BRIEF, Words
from audit_app.services.quizzes import LEAST_CHOICES, MOST_CHOICES, Wording
from audit_app.translations import gettext as _
from audit_app.translations import lazy_gettext as _l
from audit_app.web.owner.forms import OwnForm, made_here, one_line
from audit_app.web.owner.programme_forms import between, lines


class WordsForm(OwnForm):
    """Everything that is written in one language."""

    scenarios = lines(_l("Scenarios"), 3)
    brief = lines(_l("Brief"), 16, LONGEST_BRIEF)
    staff_notice = lines(_l("Notice to the staff"), 4)

    def words(self) -> Words:
        """As they are kept: a line for each scenario."""
        data = self.data
        scenarios = (
            tuple(one_line(text) for text in data["scenarios"].split("\n")) if data["scenarios"] else ()
        )
        return Words(data["brief"], scenarios, data["staff_notice"])


def known_words(words: Words) -> dict[str, str]:
    """What the form shows at first."""
    return {
        "brief": words.brief,
        "scenarios": "\n".join(words.scenarios).rstrip(),
        "staff_notice": words.staff_notice,
    }


class QuestionForm(OwnForm):
    """A question of the test: in each language the question, and below it one answer a line."""

    id = made_here()
    right = between(_l("Which answer is right"), 1, MOST_CHOICES)
    in_en = lines(language_name("en"), 5)
    in_el = lines(language_name("el"), 5)
    in_fi = lines(language_name("fi"), 5)
    in_hy = lines(language_name("hy"), 5)
    in_tr = lines(language_name("tr"), 5)

    def validate_right(self, field: IntegerField) -> None:
        """The same number of answers in every language, and one of them right."""
        numbers = {len(written) - 1 for written in self._written().values()}
        if not numbers or min(numbers) < LEAST_CHOICES or max(numbers) > MOST_CHOICES:
            raise ValidationError(
                _(
                    "Write the question on a line of its own and below it %(least)s to %(most)s answers.",
                    least=LEAST_CHOICES,
                    most=MOST_CHOICES,
                )
            )
        if len(numbers) > 1:
            raise ValidationError(_("Write the same number of answers in every language."))
        if field.data and field.data > min(numbers):
            raise ValidationError(_("There is no answer with this number."))

    def _written(self) -> dict[str, list[str]]:
        texts = {code: self.data[f"in_{code}"] or "" for code in LANGUAGES}
        cut = {code: [one_line(part) for part in text.split("\n")] for code, text in texts.items()}
        return {code: [part for part in parts if part] for code, parts in cut.items() if any(parts)}

    def wording(self) -> Wording:
        """As it is kept."""
        written = self._written()
        texts, answers = _across(written, 0), max(map(len, written.values()))
        return Wording(texts, tuple(_across(written, n) for n in range(1, answers)), self.data["right"] - 1)


def _across(written: Mapping[str, Sequence[str]], position: int) -> dict[str, str]:
    return {code: parts[position] for code, parts in written.items()}


def known_question(question: QuizQuestion) -> dict[str, object]:
    """What the form of a question shows at first."""
    written = {
        f"in_{code}": "\n".join(texts[code] for texts in (question.texts, *question.choices) if code in texts)
        for code in LANGUAGES
    }
    return {**written, "right": question.right + 1}
