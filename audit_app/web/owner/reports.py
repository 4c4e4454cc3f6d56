"""Issued reports: the list, each as a PDF and as the data it was printed from, always the same numbers."""

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import reporting
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, rooms
from audit_app.web.owner.door import door


@door.get("/reports", endpoint="reports")
@allow(Role.OWNER, Role.HR)
def list_them() -> ResponseReturnValue:
    """The reports issued last."""
    return render_template("owner/reports.html", reports=reporting.all_issued(rooms(), me().organisation_id))


@door.get("/reports/<report_id>.pdf")
@allow(Role.OWNER, Role.HR)
def report_pdf(report_id: str) -> ResponseReturnValue:
    """The paper."""
    issued = reporting.issued(rooms(), me().organisation_id, as_uuid(report_id))
    pdf = reporting.pdf_of(rooms(), me().organisation_id, issued.id)
    return _file(pdf, "application/pdf", f"comparison-{issued.created_at:%Y-%m-%d}-{issued.language}.pdf")


@door.get("/reports/<report_id>.json")
@allow(Role.OWNER, Role.HR)
def report_data(report_id: str) -> ResponseReturnValue:
    """The data, every numerator and denominator, to count again."""
    issued = reporting.issued(rooms(), me().organisation_id, as_uuid(report_id))
    data = jsonify(issued.data).get_data()
    return _file(data, "application/json", f"comparison-{issued.created_at:%Y-%m-%d}-{issued.language}.json")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
