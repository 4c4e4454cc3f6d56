"""Where the figures come from and what was left out, in words."""

from fractions import Fraction

from audit_app.core.questionnaire import View
from audit_app.core.report import Report
from audit_app.core.report_parts import ObservedPart, QuestionFigures, Quote, Source, StaffPart, Voices
from audit_app.formatting import format_date, format_period, language_name
from audit_app.printing.wording import figures
from audit_app.translations import current_language, ngettext
from audit_app.translations import gettext as _

MOST_PLACES_NAMED = 3


def channel(code: str) -> str:
    """The name of the way an answer came in; an unknown one is shown as it is."""
    names = {
        "visit": _("visit"),
        "link": _("link"),
        "counter": _("at the counter"),
        "team": _("personal link"),
        "import": _("imported"),
    }
    return names.get(code, code)


def channels(source: Source) -> str:
    """Every channel with its count: "link 40, at the counter 12"."""
    return ", ".join(f"{channel(code)} {figures.number(count)}" for code, count in source.channels.items())


def asked(source: Source) -> str:
    """How many were asked for: a survey is open to all customers."""
    if source.asked is not None:
        return figures.number(source.asked)
    return _("open to all") if source.view is View.CUSTOMER else _("none")


def days(source: Source) -> str:
    """First and last day of a view's sheets, '' where there are none."""
    if source.first_day is None or source.last_day is None:
        return ""
    return format_period(source.first_day, source.last_day, current_language())


def left_out(report: Report) -> list[str]:
    """Who is missing from the figures, one sentence each."""
    least = figures.number(report.method.thresholds.least_team)
    coverage = figures.percent(Fraction(report.method.thresholds.least_coverage, 100))
    hidden = [_hidden(source, least) for source in report.sources if source.hidden]
    return [*hidden, *(_thin(source, coverage) for source in report.sources if source.low_coverage)]


def _hidden(source: Source, least: str) -> str:
    return ngettext(
        "%(num)s round of team answers is left out everywhere: fewer than %(least)s people answered it, "
        "and nobody is to be recognised.",
        "%(num)s rounds of team answers are left out everywhere: fewer than %(least)s people answered each, "
        "and nobody is to be recognised.",
        source.hidden,
        least=least,
    )


def _thin(source: Source, coverage: str) -> str:
    return ngettext(
        "%(view)s: %(num)s sheet covers less than %(coverage)s of its form. It counts, but it says less.",
        "%(view)s: %(num)s sheets cover less than %(coverage)s of their form. They count, but they say less.",
        source.low_coverage,
        view=figures.view_name(source.view),
        coverage=coverage,
    )


def smallest_groups(report: Report) -> str:
    """From how many sheets on a conclusion is drawn."""
    least = report.method.thresholds.least_sheets
    return _(
        "Conclusions are drawn from %(staff)s team answers, %(observed)s visits and %(customer)s customer "
        "answers upwards. Below that a figure is printed hollow and grey, with its number of answers.",
        **{view.value: figures.number(least[view]) for view in View},
    )


def distortion(part: ObservedPart) -> str:
    """How far one untypical visit can move a place's figure, '' where nothing was visited."""
    if part.distortion is None:
        return ""
    return _(
        "One untypical visit can move the figure of the least visited place by up to %(share)s of the scale.",
        share=figures.percent(part.distortion),
    )


def outcome(code: str) -> str:
    """An outcome of visits in a word."""
    names = {"pass": _("passed"), "fail": _("not passed"), "critical_fail": _("critically failed")}
    return names.get(code, code)


def base_of_question(question: QuestionFigures) -> str:
    """Who answered a question, and who did not, with every count."""
    values = {"answered": figures.number(question.answered)}
    if not question.not_applicable and not question.unanswered:
        return _("%(answered)s answered", **values)
    return _(
        "%(answered)s answered, %(aside)s not applicable, %(blank)s blank",
        aside=figures.number(question.not_applicable),
        blank=figures.number(question.unanswered),
        **values,
    )


def shown_of(voices: Voices) -> str:
    """How many of all answers in somebody's own words are printed."""
    if len(voices.quotes) == voices.total:
        return ngettext(
            "%(count)s answer", "%(count)s answers", voices.total, count=figures.number(voices.total)
        )
    return _(
        "%(shown)s of %(total)s answers",
        shown=figures.number(len(voices.quotes)),
        total=figures.number(voices.total),
    )


def made_on(report: Report) -> str:
    """The day the numbers were made, in UTC."""
    return _("Made on %(day)s", day=format_date(report.made_at.date(), current_language()))


def period(report: Report) -> str:
    """The days a report is about."""
    return format_period(report.first_day, report.last_day, current_language())


def places(report: Report) -> str:
    """The places in one short line: at most three by name."""
    if len(report.places) <= MOST_PLACES_NAMED:
        return ", ".join(report.places)
    return ngettext("%(num)s place", "%(num)s places", len(report.places))


def tongue(language: str) -> str:
    """The language of a quotation where it is not the report's, else ''."""
    here = current_language()
    return "" if language == here else language_name(language, here)


def outcomes(part: ObservedPart) -> str:
    """Every outcome with its count: "passed 14, not passed 3"."""
    return ", ".join(f"{outcome(code)} {figures.number(count)}" for code, count in part.outcomes.items())


def teams(part: StaffPart) -> str:
    """How many answered in how many rounds."""
    answers = ngettext(
        "%(count)s answer", "%(count)s answers", part.answers, count=figures.number(part.answers)
    )
    rounds = ngettext(
        "%(count)s round", "%(count)s rounds", part.teams_shown, count=figures.number(part.teams_shown)
    )
    return _("%(answers)s in %(rounds)s, without names.", answers=answers, rounds=rounds)


def said(quote: Quote) -> str:
    """Where, when and in which language something was said, as far as it may be told."""
    day = format_date(quote.day, current_language()) if quote.day else ""
    return " · ".join(part for part in (quote.place, day, tongue(quote.language)) if part)
