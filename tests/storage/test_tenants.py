"""Whatever is asked or done, the stranger's look-alike rows are neither seen nor touched.

The stranger has the very same ids, names, days and answers as we have, so a query that forgets the
organisation finds everything twice, and a change that forgets it changes both.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from audit_app import storage
from audit_app.core.day_spans import Span
from audit_app.core.mails import MailKind, MailWish
from audit_app.core.panel import Verdict
from audit_app.core.programme import Decision, HeldFor
from audit_app.core.questionnaire import View
from audit_app.core.visit_states import EventKind, VisitState
from audit_app.storage import (
    Scope,
    Store,
    assignments,
    attempts,
    briefs,
    drafts,
    editions,
    imports,
    jobs,
    locations,
    mails,
    openings,
    organisations,
    panel,
    pay,
    people,
    photos,
    programmes,
    quizzes,
    reports,
    reviews,
    sheets,
    sign_ins,
    submissions,
    surveys,
    tallies,
    teams,
    visit_log,
    waves,
)
from audit_app.storage.engine import open_engine
from audit_app.storage.records import Draft, ImportRun
from audit_app.storage.tables import metadata
from tests.storage import making, making_programmes, making_reviews, making_visits
from tests.storage.making import NOW, OURS, THEIRS, TODAY, Programme, counted, digest_of, id_of

NOUNS = (
    assignments, attempts, briefs, drafts, editions, imports, jobs, locations, mails, openings, organisations,
    panel, pay, people, photos, programmes, quizzes, reports, reviews, sheets, sign_ins, submissions, surveys,
    tallies, teams, visit_log, waves,
)  # fmt: skip
PERIOD = (date(2026, 2, 20), date(2026, 4, 5))
LATER = NOW + timedelta(hours=1)
PROGRAMME, PROGRAMMES_VISIT = id_of("programme"), id_of("programme's visit")

Act = Callable[[Scope, Programme], Any]

READS: dict[str, Act] = {
    "assignments.due_between": lambda s, p: assignments.due_between(s, p.places, *PERIOD),
    "assignments.due_since": lambda s, p: assignments.due_since(s, PERIOD[0]),
    "assignments.every": lambda s, p: assignments.every(s),
    "assignments.get": lambda s, p: assignments.get(s, p.visit.id),
    "assignments.locked": lambda s, p: assignments.locked(s, p.visit.id),
    "assignments.ever_of_shopper": lambda s, p: assignments.ever_of_shopper(s, p.shopper.id),
    "assignments.of_shopper": lambda s, p: assignments.of_shopper(s, p.shopper.id),
    "assignments.was_with": lambda s, p: assignments.was_with(s, p.visit.id, p.hr.id),
    "briefs.pictures": lambda s, p: briefs.pictures(s, PROGRAMME),
    "briefs.scenarios": lambda s, p: briefs.scenarios(s, PROGRAMME),
    "briefs.texts": lambda s, p: briefs.texts(s, PROGRAMME),
    "drafts.get": lambda s, p: drafts.get(s, p.visit.id),
    "editions.digest_of": lambda s, p: editions.digest_of(s, making.AUDIT),
    "editions.every": lambda s, p: editions.every(s),
    "editions.get": lambda s, p: editions.get(s, making.AUDIT),
    "imports.every": lambda s, p: imports.every(s),
    "imports.of_file": lambda s, p: imports.of_file(s, digest_of("file")),
    "jobs.get": lambda s, p: jobs.get(s, id_of("job")),
    "jobs.of_key": lambda s, p: jobs.of_key(s, "mail", "reminder"),
    "jobs.unfinished": lambda s, p: jobs.unfinished(s, "mail"),
    "locations.every": lambda s, p: locations.every(s),
    "locations.get": lambda s, p: locations.get(s, p.athens.id),
    "mails.is_enabled": lambda s, p: mails.is_enabled(s, p.shopper.id),
    "mails.of_job": lambda s, p: mails.of_job(s, id_of("job")),
    "mails.wishes": lambda s, p: mails.wishes(s, p.shopper.id),
    "openings.between": lambda s, p: openings.between(s, PROGRAMME, Span(*PERIOD)),
    "openings.get": lambda s, p: openings.get(s, id_of("opening")),
    "openings.locked": lambda s, p: openings.locked(s, id_of("opening")),
    "openings.on_offer": lambda s, p: openings.on_offer(s),
    "organisations.this": lambda s, p: organisations.this(s),
    "pay.account_of": lambda s, p: pay.account_of(s, p.shopper.id),
    "pay.accounts": lambda s, p: pay.accounts(s),
    "pay.batch": lambda s, p: pay.batch(s, id_of("batch")),
    "pay.batches": lambda s, p: pay.batches(s),
    "pay.due": lambda s, p: pay.due(s),
    "pay.lines": lambda s, p: pay.lines(s, id_of("batch")),
    "pay.locked": lambda s, p: pay.locked(s, [id_of("due")]),
    "pay.of_assignment": lambda s, p: pay.of_assignment(s, p.visit.id),
    "pay.of_shopper": lambda s, p: pay.of_shopper(s, p.shopper.id),
    "pay.own_account": lambda s, p: pay.own_account(s),
    "pay.sums": lambda s, p: pay.sums(s),
    "pay.visited": lambda s, p: pay.visited(s, [id_of("payment"), id_of("due")]),
    "panel.applications": lambda s, p: panel.applications(s),
    "panel.find_application": lambda s, p: panel.find_application(s, id_of("application")),
    "panel.invitations_of": lambda s, p: panel.invitations_of(s, p.shopper.id),
    "panel.last_visits": lambda s, p: panel.last_visits(s),
    "panel.number_waiting": lambda s, p: panel.number_waiting(s),
    "panel.open_invitations": lambda s, p: panel.open_invitations(s, LATER),
    "panel.page": lambda s, p: panel.page(s),
    "panel.profile": lambda s, p: panel.profile(s, p.shopper.id),
    "panel.profiles": lambda s, p: panel.profiles(s),
    "people.every": lambda s, p: people.every(s),
    "people.get": lambda s, p: people.get(s, p.owner.id),
    "people.names": lambda s, p: people.names(s),
    "photos.alike": lambda s, p: photos.alike(
        s, making.photo(p, assignment_id=id_of("open visit"), look="00000000000000ff")
    ),
    "photos.counts": lambda s, p: photos.counts(s, p.visit.id),
    "photos.ever_of_assignment": lambda s, p: photos.ever_of_assignment(s, p.visit.id),
    "photos.find": lambda s, p: photos.find(s, id_of("photo")),
    "photos.get": lambda s, p: photos.get(s, id_of("photo")),
    "photos.of_assignment": lambda s, p: photos.of_assignment(s, p.visit.id),
    "programmes.every": lambda s, p: programmes.every(s),
    "programmes.get": lambda s, p: programmes.get(s, PROGRAMME),
    "programmes.locked": lambda s, p: programmes.locked(s, PROGRAMME),
    "programmes.places": lambda s, p: programmes.places(s),
    "quizzes.certificates": lambda s, p: quizzes.certificates(s, "shop-visit"),
    "quizzes.last_pardons": lambda s, p: quizzes.last_pardons(s, PROGRAMME),
    "quizzes.questions": lambda s, p: quizzes.questions(s, PROGRAMME),
    "quizzes.results": lambda s, p: quizzes.results(s, PROGRAMME),
    "reports.get": lambda s, p: reports.get(s, id_of("report")),
    "reports.latest": lambda s, p: reports.latest(s),
    "reviews.edits_of": lambda s, p: reviews.edits_of(s, p.visit.id),
    "reviews.second_of": lambda s, p: reviews.second_of(s, p.visit.id),
    "reviews.seconds": lambda s, p: reviews.seconds(s),
    "sheets.days_of": lambda s, p: sheets.days_of(s, View.STAFF, p.places, *PERIOD),
    "sheets.every": lambda s, p: list(sheets.every(s)),
    "sheets.get": lambda s, p: sheets.get(s, id_of("audit")),
    "sheets.imported": lambda s, p: sheets.imported(s, ["row 1", "row 2"]),
    "sheets.of_assignment": lambda s, p: sheets.of_assignment(s, p.visit.id),
    "sheets.set_aside_versions": lambda s, p: sheets.set_aside_versions(s),
    "sheets.sheets_between": lambda s, p: sheets.sheets_between(s, View.CUSTOMER, p.places, *PERIOD),
    "sheets.staff_sheets": lambda s, p: sheets.staff_sheets(s, p.places, *PERIOD),
    "sign_ins.running_of": lambda s, p: sign_ins.running_of(s, p.shopper.id, LATER),
    "submissions.get": lambda s, p: submissions.get(s, id_of("submission")),
    "submissions.number_waiting": lambda s, p: submissions.number_waiting(s),
    "submissions.of_assignment": lambda s, p: submissions.of_assignment(s, p.visit.id),
    "submissions.waiting": lambda s, p: submissions.waiting(s),
    "submissions.waiting_visits": lambda s, p: submissions.waiting_visits(s, p.shopper.id),
    "surveys.answer_counts": lambda s, p: surveys.answer_counts(s),
    "surveys.every": lambda s, p: surveys.every(s),
    "surveys.get": lambda s, p: surveys.get(s, p.survey.id),
    "tallies.answer_counts": lambda s, p: tallies.answer_counts(s, p.places, *PERIOD, counted),
    "tallies.sheet_counts": lambda s, p: tallies.sheet_counts(s, p.places, *PERIOD),
    "tallies.standard_counts": lambda s, p: tallies.standard_counts(s, p.places, *PERIOD),
    "teams.staff_answer_counts": lambda s, p: teams.staff_answer_counts(s, p.places, *PERIOD, counted),
    "teams.staff_cells": lambda s, p: teams.staff_cells(s, p.places, *PERIOD),
    "teams.teams": lambda s, p: teams.teams(s, p.places, *PERIOD),
    "waves.every": lambda s, p: waves.every(s),
    "waves.get": lambda s, p: waves.get(s, p.wave.id),
    "waves.token_counts": lambda s, p: waves.token_counts(s),
    "visit_log.entries": lambda s, p: visit_log.entries(s, PROGRAMMES_VISIT),
    "visit_log.first_moments": lambda s, p: visit_log.first_moments(s, EventKind.PUBLISH),
    "visit_log.stage": lambda s, p: visit_log.stage(s, PROGRAMMES_VISIT),
    "visit_log.stages": lambda s, p: visit_log.stages(s),
    "visit_log.standing_in": lambda s, p: visit_log.standing_in(s, [VisitState.OPEN]),
}

WRITES: dict[str, Act] = {
    "assignments.add": lambda s, p: assignments.add(s, making.visit(p.id, "new")),
    "assignments.add_all": lambda s, p: assignments.add_all(s, [making.visit(p.id, "new")]),
    "assignments.confirm_brief": lambda s, p: assignments.confirm_brief(s, p.visit.id, LATER),
    "assignments.confirm_checklist": lambda s, p: assignments.confirm_checklist(s, p.visit.id, LATER),
    "assignments.hand_over": lambda s, p: assignments.hand_over(s, p.visit, p.owner.id, LATER),
    "assignments.start": lambda s, p: assignments.start(s, p.visit.id, LATER),
    "assignments.submit": lambda s, p: assignments.submit(s, {id_of("open visit"): LATER}),
    "assignments.take_up": lambda s, p: assignments.take_up(s, id_of("withdrawn visit")),
    "assignments.withdraw": lambda s, p: assignments.withdraw(s, id_of("open visit"), LATER),
    "briefs.add_picture": lambda s, p: briefs.add_picture(s, making_programmes.picture(p.id, 2)),
    "briefs.keep_scenarios": lambda s, p: briefs.keep_scenarios(
        s, PROGRAMME, [making_programmes.scenario(p.id, names={"fi": "Lahja"})]
    ),
    "briefs.write": lambda s, p: briefs.write(s, PROGRAMME, "el", "", LATER),
    "drafts.drop": lambda s, p: drafts.drop(s, p.visit.id),
    "drafts.save": lambda s, p: drafts.save(
        s, Draft(p.id, p.visit.id, making.AnswerSheet({"a": "b"}), LATER)
    ),
    "editions.freeze": lambda s, p: editions.freeze(s, making.edition(p.id, "web-shop.v1")),
    "imports.add": lambda s, p: imports.add(s, ImportRun(id_of("2"), p.id, digest_of("f"), "m", {}, LATER)),
    "jobs.add": lambda s, p: jobs.add(s, making.job(p, id=id_of("second job"), key="another")),
    "jobs.doubt": lambda s, p: jobs.doubt(s, making.job(p)),
    "jobs.finish": lambda s, p: jobs.finish(s, making.job(p), LATER),
    "jobs.give_up": lambda s, p: jobs.give_up(s, making.job(p), LATER, "gone"),
    "jobs.put_off": lambda s, p: jobs.put_off(s, making.job(p), LATER, "busy"),
    "jobs.try_again": lambda s, p: jobs.try_again(s, "mail", id_of("given up job"), LATER),
    "locations.add": lambda s, p: locations.add(s, replace(p.athens, id=id_of("Patras"))),
    "locations.change": lambda s, p: locations.change(s, replace(p.athens, name="Plaka")),
    "mails.add": lambda s, p: mails.add(s, making.mail(p, id=id_of("second mail"), about=id_of("2"))),
    "mails.erase_about": lambda s, p: mails.erase_about(s, making.mail(p).about),
    "mails.forget_links": lambda s, p: mails.forget_links(s, id_of("job")),
    "mails.wish": lambda s, p: mails.wish(s, p.shopper.id, MailKind.PAID, MailWish.OFF),
    "organisations.change": lambda s, p: organisations.change(s, replace(p.organisation, name="Periptero")),
    "pay.owe": lambda s, p: pay.owe(
        s, making.payment(p, id=id_of("second"), assignment_id=id_of("open visit"))
    ),
    "pay.pay": lambda s, p: pay.pay(
        s,
        making.batch(p, id=id_of("second")),
        [making.line(p, batch_id=id_of("second"), payment_id=id_of("due"))],
        LATER,
    ),
    "pay.reopen": lambda s, p: pay.reopen(s, id_of("batch"), p.owner.id, "Wrong account", LATER),
    "pay.set_account": lambda s, p: pay.set_account(s, p.shopper.id, making.OTHER_ACCOUNT, LATER),
    "pay.set_own_account": lambda s, p: pay.set_own_account(s, making.OTHER_ACCOUNT, LATER),
    "panel.add_application": lambda s, p: panel.add_application(s, making.application(p, id=id_of("new"))),
    "panel.add_invitation": lambda s, p: panel.add_invitation(
        s, making.invitation(p, id=id_of("new"), digest=digest_of("new"))
    ),
    "panel.add_profile": lambda s, p: panel.add_profile(s, making.profile(p, person_id=p.hr.id)),
    "panel.became": lambda s, p: panel.became(s, id_of("application"), p.shopper.id),
    "panel.change_profile": lambda s, p: panel.change_profile(s, making.profile(p, area="Volos")),
    "panel.decide": lambda s, p: panel.decide(
        s, id_of("application"), Verdict.DECLINED, "Enough", p.owner.id, LATER
    ),
    "panel.end_invitations": lambda s, p: panel.end_invitations(s, [p.shopper.id], LATER),
    "panel.see_conflicts": lambda s, p: panel.see_conflicts(s, p.shopper.id, LATER),
    "panel.set_level": lambda s, p: panel.set_level(s, p.shopper.id, 2),
    "panel.erase_application": lambda s, p: panel.erase_application(s, id_of("application")),
    "panel.put_page": lambda s, p: panel.put_page(s, replace(making.recruiting_page(p), closed_at=LATER)),
    "panel.use_invitation": lambda s, p: panel.use_invitation(s, id_of("invitation"), LATER),
    "people.add": lambda s, p: people.add(s, replace(p.hr, id=id_of("new"), email="new@x.example"), "hash"),
    "people.disable": lambda s, p: people.disable(s, p.hr.id, LATER),
    "people.set_language": lambda s, p: people.set_language(s, p.hr.id, "fi"),
    "people.set_password": lambda s, p: people.set_password(s, p.hr.id, "another hash"),
    "photos.add": lambda s, p: photos.add(s, making.photo(p, id=id_of("second photo"))),
    "photos.keep_only": lambda s, p: photos.keep_only(s, p.visit.id, (), LATER),
    "photos.remove": lambda s, p: photos.remove(s, id_of("photo"), LATER),
    "programmes.add": lambda s, p: programmes.add(s, making_programmes.programme(p.id, id=id_of("second"))),
    "programmes.change": lambda s, p: programmes.change(s, making_programmes.programme(p.id, fee=1)),
    "programmes.end": lambda s, p: programmes.end(s, making_programmes.programme(p.id), LATER),
    "programmes.place": lambda s, p: programmes.place(s, PROGRAMME, [id_of("Helsinki")]),
    "programmes.publish": lambda s, p: programmes.publish(s, making_programmes.programme(p.id), LATER),
    "quizzes.add_result": lambda s, p: quizzes.add_result(s, making_programmes.result(p.id, "second")),
    "quizzes.drop_question": lambda s, p: quizzes.drop_question(s, id_of("question")),
    "quizzes.grant": lambda s, p: quizzes.grant(s, making_programmes.certificate(p.id, "second")),
    "quizzes.pardon": lambda s, p: quizzes.pardon(s, PROGRAMME, p.shopper.id, p.owner.id, LATER),
    "quizzes.put_question": lambda s, p: quizzes.put_question(s, making_programmes.question(p.id, right=0)),
    "reports.add": lambda s, p: reports.add(s, making.report(p, id=id_of("second report"))),
    "reviews.ask_second": lambda s, p: reviews.ask_second(s, making_reviews.asked(p.id, "open visit")),
    "reviews.keep_edit": lambda s, p: reviews.keep_edit(s, making_reviews.edit(p.id, id=id_of("second"))),
    "reviews.look": lambda s, p: reviews.look(
        s, p.visit.id, p.owner.id, LATER, making.AnswerSheet({"greeted": "no"}), ("greeted",), ()
    ),
    "sheets.accept": lambda s, p: sheets.accept(s, making.answer(p), (("greeted", "poor"),)),
    "sheets.accept_all": lambda s, p: sheets.accept_all(s, [(making.answer(p), (("greeted", "poor"),))]),
    "sheets.exchange": lambda s, p: sheets.exchange(
        s,
        *((one, counted(one)) for one in (making.audit(p), replace(making.audit(p), digest=digest_of("2")))),
    ),
    "sheets.set_aside": lambda s, p: sheets.set_aside(s, replace(making.other_version(p), digest="3")),
    "sign_ins.end_all_of": lambda s, p: sign_ins.end_all_of(s, p.shopper.id, LATER),
    "submissions.add": lambda s, p: submissions.add(s, making.submission(p, id=id_of("another"))),
    "submissions.decide": lambda s, p: submissions.decide(
        s, id_of("submission"), Decision.LEFT_OUT, p.owner.id, LATER
    ),
    "submissions.hold": lambda s, p: submissions.hold(s, id_of("submission"), (HeldFor.DUPLICATE,)),
    "surveys.add": lambda s, p: surveys.add(s, replace(p.survey, id=id_of("second"), token="another")),
    "surveys.close": lambda s, p: surveys.close(s, p.survey.id, LATER),
    "tallies.add": lambda s, p: tallies.add(s, [(making.answer(p), (("greeted", "poor"),))]),
    "tallies.exchange": lambda s, p: tallies.exchange(
        s, (making.audit(p), counted(making.audit(p))), (making.audit(p), (("greeted", "no"),))
    ),
    "tallies.rebuild": lambda s, p: tallies.rebuild(s, lambda one: (("liked", "*"),)),
    "waves.add": lambda s, p: waves.add(s, replace(p.wave, id=id_of("second")), [digest_of("another")]),
    "waves.add_tokens": lambda s, p: waves.add_tokens(s, p.wave.id, [digest_of("another")]),
    "waves.close": lambda s, p: waves.close(s, id_of("open wave"), LATER),
    "waves.spend": lambda s, p: waves.spend(s, making.token(p.id, 0)),
    "visit_log.append": lambda s, p: visit_log.append(
        s, making_visits.second(s.organisation_id), VisitState.OFFERED
    ),
    "openings.add": lambda s, p: openings.add(s, making_visits.opening(s.organisation_id, "another")),
    "openings.change": lambda s, p: openings.change(
        s, making_visits.opening(s.organisation_id, due_on=TODAY)
    ),
    "openings.drop": lambda s, p: openings.drop(s, id_of("opening")),
}

SEEN_BY_OTHERS = {"tallies.recount"}  # finds nothing where all is well: tested by its own


@pytest.fixture
def alone(empty_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """A store that holds nobody but us."""
    file = tmp_path / "alone.sqlite"
    file.write_bytes(empty_sqlite.read_bytes())
    opened = Store(open_engine(f"sqlite:///{file}"))
    _live(opened, making.found(opened))
    yield opened
    opened.close()


def _live(store: Store, made: Programme) -> None:
    making.fill(store, made)
    with store.writing(made.id) as scope:
        assignments.add(scope, making.visit(made.id, "open visit"))
        assignments.add(scope, making.visit(made.id, "withdrawn visit", withdrawn_at=NOW))
        waves.add(scope, replace(made.wave, id=id_of("open wave")), [])
        photos.add(scope, making.photo(made, id=id_of("photo with a look"), look="00000000000000f0"))
        making_programmes.add_visit(scope)
        making_visits.fill(scope)
        making_reviews.fill(scope)
        making.keep(scope, making.imported(made, "row 1", id=id_of("row 1"), day=TODAY + timedelta(days=25)))


@pytest.fixture
def beside(store: Store) -> Store:
    """A store that holds us beside the stranger."""
    for organisation_id in (THEIRS, OURS):
        _live(store, making.found(store, organisation_id))
    return store


def test_nothing_of_the_strangers_is_read(beside: Store, alone: Store):
    ours = making.programme()
    # Some of what is read is locked for writing.
    with beside.writing(OURS) as scope, alone.writing(OURS) as own:
        seen = {name: _in_any_order(read(scope, ours)) for name, read in READS.items()}
        expected = {name: _in_any_order(read(own, ours)) for name, read in READS.items()}
    assert [name for name in READS if seen[name] != expected[name]] == []
    assert [name for name in READS if not expected[name]] == []


def _in_any_order(read: Any) -> Any:
    return sorted(map(repr, read)) if isinstance(read, list | set) else read


def test_nothing_of_the_strangers_is_changed(beside: Store):
    before = {whose: _rows(beside, whose) for whose in (OURS, THEIRS)}
    changed = {
        whose: [name for name in WRITES if _after(beside, name, whose) != before[whose]] for whose in before
    }
    assert changed == {OURS: list(WRITES), THEIRS: []}


class _Undone(Exception):
    """Takes a change back."""


def _after(store: Store, name: str, whose: UUID) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    with suppress(_Undone), store.writing(OURS) as scope:
        WRITES[name](scope, making.programme())
        rows |= _rows_in(scope._connection, whose)
        raise _Undone
    return rows


def _rows(store: Store, whose: UUID) -> dict[str, list[str]]:
    with store.engine.connect() as connection:
        return _rows_in(connection, whose)


def _rows_in(connection: Connection, whose: UUID) -> dict[str, list[str]]:
    owners = {
        table: table.c.id if table.name == "organisation" else table.c.organisation_id
        for table in metadata.sorted_tables
        if table.name != "attempt"
    }
    return {
        table.name: sorted(map(repr, connection.execute(select(table).where(owner == whose))))
        for table, owner in owners.items()
    }


def test_no_function_of_a_noun_is_left_untried():
    known = {f"{noun.__name__.rpartition('.')[2]}.{name}" for noun in NOUNS for name in _scoped(noun)}
    assert len(known) > 60
    assert known == READS.keys() | WRITES.keys() | SEEN_BY_OTHERS


def test_no_noun_is_left_untried():
    folder = Path(storage.__file__).parent
    nouns = {path.stem for path in folder.glob("*.py") if "scope.select(" in path.read_text()}
    assert nouns <= {noun.__name__.rpartition(".")[2] for noun in NOUNS}


def _scoped(noun: ModuleType) -> list[str]:
    return [
        name
        for name, function in inspect.getmembers(noun, inspect.isfunction)
        if function.__module__ == noun.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters.values())).annotation is Scope
    ]
