"""All tables. Every row but an attempt belongs to an organisation, and keys that refer to other rows
contain the organisation: a row of one organisation cannot point into another.
"""

from audit_app.storage.tables.access import attempt, sign_in
from audit_app.storage.tables.answers import draft, other_version, photo, sheet, used_edition
from audit_app.storage.tables.base import metadata
from audit_app.storage.tables.jobs import job
from audit_app.storage.tables.mails import mail, mail_wish
from audit_app.storage.tables.panel import application, invitation, recruiting_page, shopper_profile
from audit_app.storage.tables.papers import import_run, issued_report
from audit_app.storage.tables.pay import pay_batch, pay_line, payee_account, paying_account, payment
from audit_app.storage.tables.programme import assignment, location, organisation, person
from audit_app.storage.tables.programmes import (
    brief,
    brief_picture,
    certificate,
    programme,
    programme_location,
    quiz_pardon,
    quiz_question,
    quiz_result,
    scenario,
)
from audit_app.storage.tables.reviews import answer_edit, second_look
from audit_app.storage.tables.rounds import survey, team_token, wave
from audit_app.storage.tables.submissions import former_shopper, submission
from audit_app.storage.tables.tallies import answer_tally, sheet_tally, standard_tally
from audit_app.storage.tables.visits import opening, visit_event, visit_stage

__all__ = [
    "answer_edit",
    "answer_tally",
    "application",
    "assignment",
    "attempt",
    "brief",
    "brief_picture",
    "certificate",
    "draft",
    "former_shopper",
    "import_run",
    "invitation",
    "issued_report",
    "job",
    "location",
    "mail",
    "mail_wish",
    "metadata",
    "opening",
    "organisation",
    "other_version",
    "pay_batch",
    "pay_line",
    "payee_account",
    "paying_account",
    "payment",
    "person",
    "photo",
    "programme",
    "programme_location",
    "quiz_pardon",
    "quiz_question",
    "quiz_result",
    "recruiting_page",
    "scenario",
    "second_look",
    "sheet",
    "sheet_tally",
    "shopper_profile",
    "sign_in",
    "standard_tally",
    "submission",
    "survey",
    "team_token",
    "used_edition",
    "visit_event",
    "visit_stage",
    "wave",
]
