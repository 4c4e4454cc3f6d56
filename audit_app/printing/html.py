"""A report as HTML: `paper` is a whole well-formed document, `screen` the same content inside a page.

    render(report, "paper" | "screen") -> Markup; render(report, "screen", folder_of_reports)

Templates stand in `reports/`. They get the report's plain data, formatting filters and sentences; they
hold no arithmetic and no rules, and an undefined name fails.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from audit_app import formatting
from audit_app.core.questionnaire import View
from audit_app.core.report import Report
from audit_app.printing import charts, picking
from audit_app.printing.looks import REPORTS
from audit_app.printing.wording import answer, comparing, figures, headline, method, trust
from audit_app.translations import current_language, install, speaking

Medium = Literal["paper", "screen"]
MARKS = {View.STAFF: "▲", View.OBSERVED: "■", View.CUSTOMER: "●"}


class HtmlLoader(FileSystemLoader):
    """Templates by the name `*.html` alone: for any other ending nothing would be escaped."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The template's text; raises TemplateNotFound for another ending."""
        if not template.endswith(".html"):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def render(report: Report, medium: Medium, reports: Path = REPORTS) -> Markup:
    """The comparison report in its own language, from the templates in the folder `reports`."""
    template = environment(reports).get_template(f"comparison/{medium}.html")
    with speaking(report.language):
        return Markup(template.render(report=report, medium=medium))  # noqa: S704 (autoescaped)


@cache
def environment(reports: Path) -> Environment:
    """What the templates of a folder can use."""
    made = Environment(
        loader=HtmlLoader(reports),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    install(made)
    made.filters |= {
        "number": figures.number,
        "points": figures.points,
        "percent": figures.percent,
        "quoted": lambda text: formatting.quoted(text, current_language()),
        "day": lambda day: formatting.format_date(day, current_language()),
    }
    made.globals |= {
        "answer": answer,
        "charts": charts,
        "comparing": comparing,
        "figures": figures,
        "headline": headline,
        "marks": MARKS,
        "method": method,
        "pick": picking,
        "trust": trust,
        "views": SimpleNamespace(**{view.name: view for view in View}),
    }
    return made
