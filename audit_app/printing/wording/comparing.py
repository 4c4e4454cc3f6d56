"""What views laid side by side say: verdicts, gaps and readings in whole sentences."""

from audit_app.core.comparison import Gap, Reading, Thresholds, Verdict
from audit_app.core.questionnaire import View
from audit_app.core.report import Change, Report, StandardRow, Standout
from audit_app.printing.wording import figures
from audit_app.translations import gettext as _


def verdict(gap: Gap | None) -> str:
    """A verdict in a word or two; shoppers against customers is nobody's blind spot."""
    if gap is None:
        return _("Nothing to compare")
    if gap.left is View.OBSERVED and gap.verdict is Verdict.BLIND_SPOT:
        return _("Shoppers see it better")
    if gap.left is View.OBSERVED and gap.verdict is Verdict.HIDDEN_STRENGTH:
        return _("Customers see it better")
    return {
        Verdict.AGREE: _("Agreement"),
        Verdict.BLIND_SPOT: _("Blind spot"),
        Verdict.HIDDEN_STRENGTH: _("Hidden strength"),
        Verdict.TOO_FEW: _("Too few to say"),
        Verdict.UNCLEAR: _("Too uncertain to say"),
    }[gap.verdict]


def pair(gap: Gap) -> str:
    """Which view is laid beside which: "Team − Customers", in the order of the subtraction."""
    left, right = figures.view_name(gap.left), figures.view_name(gap.right)
    return _("%(left)s less %(right)s", left=left, right=right)


def row_in_words(row: StandardRow) -> str:
    """One row of the gap map for somebody who cannot see it."""
    readings = " ".join(figures.in_words(row.readings[view]) for view in View if view in row.readings)
    if row.main is None or row.main.points is None:
        return f"{row.name}. {readings} {verdict(row.main)}."
    return _(
        "%(standard)s. %(readings)s Gap %(gap)s: %(verdict)s.",
        standard=row.name,
        readings=readings,
        gap=figures.gap(row.main),
        verdict=verdict(row.main),
    )


def gap_sentence(row: StandardRow) -> str:
    """The two figures of the main gap and their difference, '' where nothing is compared."""
    gap = row.main
    if gap is None or gap.points is None:
        return ""
    left, right = row.readings[gap.left].points, row.readings[gap.right].points
    values = {"left": figures.points(left or 0), "right": figures.points(right or 0)}
    if (gap.left, gap.right) == (View.STAFF, View.CUSTOMER):
        return _("The team gives it %(left)s points, customers give it %(right)s.", **values)
    if (gap.left, gap.right) == (View.STAFF, View.OBSERVED):
        return _("The team gives it %(left)s points, the visits gave it %(right)s.", **values)
    return _("The visits gave it %(left)s points, customers give it %(right)s.", **values)


def third_view(row: StandardRow) -> str:
    """What the view outside the main gap says, '' where it says nothing or there is no main gap."""
    if row.main is None:
        return ""
    others = (row.readings[view] for view in row.readings if view not in (row.main.left, row.main.right))
    other = next((reading for reading in others if reading.points is not None), None)
    if other is None or other.points is None:
        return ""
    values = {"points": figures.points(other.points), "base": figures.base(other)}
    if other.view is View.OBSERVED:
        return _("The visits gave it %(points)s points (%(base)s).", **values)
    if other.view is View.CUSTOMER:
        return _("Customers give it %(points)s points (%(base)s).", **values)
    return _("The team gives it %(points)s points (%(base)s).", **values)


def reason(gap: Gap, thresholds: Thresholds) -> str:
    """Why a gap was called what it was called, in one sentence."""
    values = {"least": figures.number(thresholds.least_gap), "interval": figures.gap_interval(gap)}
    if gap.verdict is Verdict.AGREE:
        return _("The difference is smaller than %(least)s points: we call that agreement.", **values)
    if gap.verdict is Verdict.TOO_FEW:
        return _("One of the two has too few answers: we draw no conclusion from the difference.")
    if gap.verdict is Verdict.UNCLEAR:
        return _(
            "The difference may lie anywhere in %(interval)s, and 0 is in there: too uncertain to say.",
            **values,
        )
    return _(
        "The difference is at least %(least)s points and lies in %(interval)s, so it is not chance: "
        "we call it by its name.",
        **values,
    )


def reading_sentence(reading: Reading) -> str:
    """How one figure is to be read, for the worked example; '' without a figure."""
    if reading.points is None:
        return ""
    values = {
        "points": figures.points(reading.points),
        "base": figures.base(reading),
        "interval": figures.interval(reading) or _("not known"),
    }
    if reading.view is View.STAFF:
        return _(
            "The team: %(points)s of 100 from %(base)s; the true figure very likely lies in %(interval)s.",
            **values,
        )
    if reading.view is View.OBSERVED:
        return _(
            "The visits: %(points)s of 100 from %(base)s; the true figure very likely lies in %(interval)s.",
            **values,
        )
    return _(
        "Customers: %(points)s of 100 from %(base)s; the true figure very likely lies in %(interval)s.",
        **values,
    )


def standout(found: Standout) -> str:
    """What stands out at one place: a gap, or how a view changed since the period before."""
    values = {"standard": found.standard, "difference": figures.difference(found.points)}
    if found.verdict is Verdict.BLIND_SPOT:
        return _("“%(standard)s”: blind spot (%(difference)s)", **values)
    if found.verdict is Verdict.HIDDEN_STRENGTH:
        return _("“%(standard)s”: hidden strength (%(difference)s)", **values)
    view, _colon, verdict = found.change.partition(":")
    return _changed(View(view), better=verdict == "better", values=values)


def _changed(view: View, *, better: bool, values: dict[str, str]) -> str:
    if view is View.STAFF:
        up = _("“%(standard)s”: the team rates it higher than before (%(difference)s)", **values)
        down = _("“%(standard)s”: the team rates it lower than before (%(difference)s)", **values)
    elif view is View.OBSERVED:
        up = _("“%(standard)s”: visits went better than before (%(difference)s)", **values)
        down = _("“%(standard)s”: visits went worse than before (%(difference)s)", **values)
    else:
        up = _("“%(standard)s”: customers rate it higher than before (%(difference)s)", **values)
        down = _("“%(standard)s”: customers rate it lower than before (%(difference)s)", **values)
    return up if better else down


def row_of(report: Report, standard: str) -> StandardRow | None:
    """The row of a standard, by its code or its name."""
    return next((row for row in report.rows if standard in (row.code, row.name)), None)


def name_of(report: Report, standard: str) -> str:
    """A standard's name in the report's language; what is no code is a name already."""
    row = row_of(report, standard)
    return row.name if row else standard


def subtraction(gap: Gap) -> str:
    """The gap with its interval, for the worked example."""
    if not figures.gap_interval(gap):
        return _("The difference is %(gap)s points.", gap=figures.gap(gap))
    return _(
        "The difference is %(gap)s points; the true difference very likely lies in %(interval)s.",
        gap=figures.gap(gap),
        interval=figures.gap_interval(gap),
    )


def change_line(found: Change) -> str:
    """A view's change since the period before, in short."""
    values = {"view": figures.view_name(found.view), "difference": figures.difference(found.points)}
    return _("%(view)s: %(difference)s since the period before", **values)
