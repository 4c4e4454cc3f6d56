"""A report from what was gathered: each part once, in the order it is printed."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from audit_app.core.compare import common_standards, enough_views, standards_tested
from audit_app.core.questionnaire import View, text_in
from audit_app.core.report import REPORT_EDITION, Edition, Method, Report
from audit_app.core.report_parts import Source
from audit_app.core.scoring import SCORING_EDITION
from audit_app.core.statistics import adjusted_confidence
from audit_app.services.reporting.actions import actions_of
from audit_app.services.reporting.gathering import Gathered
from audit_app.services.reporting.laying import (
    Laid,
    big_numbers,
    headline_of,
    lay,
    lay_places,
    place_rows,
    rows_of,
)
from audit_app.services.reporting.parts import customer_part, observed_part, staff_part
from audit_app.services.reporting.questions import tallied
from audit_app.services.reporting.voices import praise, voices


def compose(gathered: Gathered, now: datetime) -> Report:
    """The finished report."""
    asked, laid = gathered.asked, lay(gathered)
    rows, apart = rows_of(gathered, laid), lay_places(gathered)
    places = place_rows(gathered, apart)
    return Report(
        edition=REPORT_EDITION,
        language=asked.language,
        organisation=asked.organisation.name,
        places=tuple(place.name for place in asked.places),
        first_day=asked.first_day,
        last_day=asked.last_day,
        made_at=now,
        headline=headline_of(gathered, laid, apart),
        overall=big_numbers(laid),
        common_standards=_common(laid),
        actions=actions_of(gathered, rows, places),
        sources=tuple(_source(gathered, view) for view in View),
        rows=rows,
        customer=customer_part(gathered),
        observed=observed_part(gathered),
        staff=staff_part(gathered),
        voices=voices(gathered),
        praise=praise(gathered),
        by_place=places,
        method=_method(gathered, laid),
    )


def _common(laid: Laid) -> int:
    """How many standards the big numbers rest on: none where no view has enough to be shown."""
    views = enough_views(laid.now)
    return len(common_standards(laid.now, views)) if views else 0


def _source(gathered: Gathered, view: View) -> Source:
    counts = [one for one in gathered.sheets if one.view is view]
    channels: Counter[str] = Counter()
    for one in counts:
        channels[one.channel.value] += one.n
    first, last = gathered.days.get(view, (None, None))
    source = Source(
        view=view,
        sheets=channels.total(),
        channels=dict(sorted(channels.items())),
        first_day=first,
        last_day=last,
        questionnaires=tuple(edition.title for edition in _editions(gathered) if edition.view is view),
        not_applicable=sum(one.tally.not_applicable for one in tallied(gathered, view)),
        low_coverage=sum(one.n for one in counts if 0 <= one.coverage < gathered.thresholds.least_coverage),
    )
    if view is View.OBSERVED:
        return replace(source, asked=max(gathered.visits_due, source.sheets))
    return _team_source(gathered, source) if view is View.STAFF else source


def _team_source(gathered: Gathered, source: Source) -> Source:
    shown = [team for team in gathered.teams if team.answered >= gathered.thresholds.least_team]
    answers = sum(team.answered for team in shown)
    days = [team.day for team in shown]
    return replace(
        source,
        sheets=answers,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        channels={"team": answers} if answers else {},
        asked=sum(team.asked for team in shown) or None,
        hidden=len(gathered.teams) - len(shown),
    )


def _editions(gathered: Gathered) -> tuple[Edition, ...]:
    sheets: Counter[str] = Counter()
    for one in gathered.sheets:
        sheets[one.questionnaire] += one.n
    for team in gathered.teams:
        sheets[team.questionnaire] += team.answered * (team.answered >= gathered.thresholds.least_team)
    return tuple(
        Edition(key, text_in(questionnaire.titles, gathered.asked.language), questionnaire.view, sheets[key])
        for key, questionnaire in gathered.questionnaires.items()
    )


def _method(gathered: Gathered, laid: Laid) -> Method:
    tested = standards_tested(laid.now)
    return Method(
        thresholds=gathered.thresholds,
        standards_tested=tested,
        adjusted_confidence=float(adjusted_confidence(gathered.thresholds.confidence, tested)),
        scoring_edition=SCORING_EDITION,
        editions=_editions(gathered),
    )
