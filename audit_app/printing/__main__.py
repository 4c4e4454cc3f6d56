"""Look at a report without a database: `python -m audit_app.printing DATA.json OUT.pdf|html [LANGUAGE]`."""

import json
import sys
from dataclasses import replace
from pathlib import Path

from audit_app.core.plain_data import from_plain
from audit_app.core.report import Report
from audit_app.printing import REPORTS, pdf_of_report, render
from audit_app.printing.looks import STYLESHEETS


def preview(data: Path, out: Path, language: str = "") -> None:
    """Print the report in `data` into `out`; an HTML file carries its stylesheets for a browser."""
    report = from_plain(Report, json.loads(data.read_text(encoding="utf-8")))
    report = replace(report, language=language or report.language)
    if out.suffix == ".pdf":
        out.write_bytes(pdf_of_report(report))
        return
    rules = "\n".join((REPORTS / name).read_text(encoding="utf-8") for name in STYLESHEETS)
    out.write_text(
        render(report, "paper").replace("</head>", f"<style>{rules}</style></head>"), encoding="utf-8"
    )


if __name__ == "__main__":
    preview(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
