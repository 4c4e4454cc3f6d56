"""Who signs in: accounts, sign-ins that end, and counted attempts."""

from datetime import timedelta

import pytest

from audit_app.core.programme import Role
from audit_app.storage import attempts, organisations, people, sign_ins
from audit_app.storage.records import Account
from tests.storage.making import NOW, digest_of, id_of, replace, sign_in

HOUR = timedelta(hours=1)


def test_an_e_mail_address_is_one_account_however_it_is_written(store, ours):
    with store.reading_all() as everywhere:
        for written in ("hr@ours.example", " HR@Ours.Example "):
            account = people.account(everywhere, written)
            assert account == Account(ours.hr, "hash of hr@ours.example", None)
        assert people.account(everywhere, "nobody@ours.example") is None


def test_an_e_mail_address_is_taken_in_every_organisation(store, ours, theirs):
    again = replace(ours.hr, id=id_of("new"))
    for email in ("HR@ours.example", theirs.hr.email):
        with store.writing(ours.id) as scope:
            assert not people.add(scope, replace(again, email=email), "hash")


def test_a_turkish_phone_may_capitalise_an_i(store, ours):
    newcomer = replace(ours.hr, id=id_of("new"), email="inci@ours.example")
    with store.writing(ours.id) as scope:
        assert people.add(scope, newcomer, "hash")
    with store.reading_all() as everywhere:
        for written in ("İnci@ours.example", "INCI@OURS.EXAMPLE", "İNCİ@OURS.EXAMPLE"):
            account = people.account(everywhere, written)
            assert account
            assert account.person == newcomer


def test_disabled_people_keep_their_names_and_lose_their_sign_ins(store, ours):
    row = sign_in(ours)
    with store.writing_all() as everywhere:
        sign_ins.start(everywhere, row)
        found = sign_ins.find(everywhere, row.id)
        assert found
        assert (found.row, found.person) == (row, ours.shopper)
    with store.writing(ours.id) as scope:
        assert people.disable(scope, ours.shopper.id, NOW)
        assert not people.disable(scope, ours.shopper.id, NOW)
        assert ours.shopper not in people.every(scope)
        assert people.names(scope)[ours.shopper.id] == "The shopper"
    with store.reading_all() as everywhere:
        assert sign_ins.find(everywhere, row.id) is None
        account = people.account(everywhere, ours.shopper.email)
        assert account
        assert account.disabled_at == NOW


def test_people_are_listed_by_role(store, ours):
    with store.reading(ours.id) as scope:
        assert people.every(scope, Role.OWNER) == [ours.owner]
        assert people.every(scope) == [ours.hr, ours.owner, ours.shopper]


def test_a_sign_in_ends_once_and_for_good(store, ours):
    row = sign_in(ours)
    with store.writing_all() as everywhere:
        sign_ins.start(everywhere, row)
        sign_ins.seen(everywhere, row.id, NOW + HOUR, NOW + 13 * HOUR)
        assert sign_ins.end(everywhere, row.id, NOW + 2 * HOUR)
        assert not sign_ins.end(everywhere, row.id, NOW + 3 * HOUR)
        found = sign_ins.find(everywhere, row.id)
        assert found
        ended = replace(row, last_seen_at=NOW + HOUR, ends_at=NOW + 13 * HOUR, ended_at=NOW + 2 * HOUR)
        assert found.row == ended
        assert sign_ins.find(everywhere, digest_of("made up")) is None


def test_all_sign_ins_of_one_person_end_together(store, ours):
    rows = [sign_in(ours, secret) for secret in ("phone", "tablet")]
    other = sign_in(ours, "desk", person_id=ours.owner.id)
    with store.writing_all() as everywhere:
        for row in (*rows, other):
            sign_ins.start(everywhere, row)
    with store.writing(ours.id) as scope:
        assert {row.id for row in sign_ins.running_of(scope, ours.shopper.id, NOW)} == {
            row.id for row in rows
        }
        assert sign_ins.running_of(scope, ours.shopper.id, NOW + 12 * HOUR) == []
        assert sign_ins.end_all_of(scope, ours.shopper.id, NOW) == 2
        assert sign_ins.running_of(scope, ours.shopper.id, NOW) == []
        assert sign_ins.running_of(scope, ours.owner.id, NOW) == [other]


def take(store, key, now, tries=3, per=timedelta(minutes=3)):
    with store.writing_all() as everywhere:
        return attempts.take(everywhere, key, tries, per, now)


def test_a_bucket_empties_and_refills_evenly(store):
    assert [take(store, "a", NOW) for _ in range(4)] == [True, True, True, False]
    assert take(store, "b", NOW)
    minute = timedelta(minutes=1)
    assert not take(store, "a", NOW + minute * 0.9)
    assert take(store, "a", NOW + minute)
    assert not take(store, "a", NOW + minute * 1.5)
    assert [take(store, "a", NOW + 60 * minute) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_goes_back_gives_nothing_away(store):
    assert [take(store, "a", NOW) for _ in range(4)] == [True, True, True, False]
    assert not take(store, "a", NOW - timedelta(days=1))
    assert not take(store, "a", NOW)


def test_old_buckets_are_forgotten(store):
    take(store, "old", NOW)
    take(store, "new", NOW + HOUR)
    with store.writing_all() as everywhere:
        assert attempts.forget(everywhere, NOW + HOUR) == 1
        assert attempts.forget(everywhere, NOW + HOUR) == 0


def test_organisations_are_told_apart(store, ours, theirs):
    with store.reading_all() as everywhere:
        assert {one.id for one in organisations.every(everywhere)} == {ours.id, theirs.id}
    with store.reading(ours.id) as scope:
        assert organisations.this(scope) == ours.organisation
    with store.reading(id_of("nobody")) as scope, pytest.raises(LookupError):
        organisations.this(scope)
