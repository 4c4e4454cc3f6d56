"""Paper: a finished `Report` as HTML and as PDF. The only room that knows WeasyPrint.

render(report, "paper" | "screen", reports=REPORTS) -> Markup
pdf_of_report(report, reports=REPORTS) -> bytes; raises NotPrinted
pdf_of(html, reports=REPORTS) -> bytes; raises NotPrinted
"""

from pathlib import Path

from audit_app.core.report import Report
from audit_app.printing.html import render
from audit_app.printing.looks import REPORTS
from audit_app.printing.pdf import NotPrinted, pdf_of

__all__ = ["REPORTS", "NotPrinted", "pdf_of", "pdf_of_report", "render"]


def pdf_of_report(report: Report, reports: Path = REPORTS) -> bytes:
    """The report as an A4 PDF; the same data give the same bytes. Raises NotPrinted."""
    return pdf_of(render(report, "paper", reports), reports)
