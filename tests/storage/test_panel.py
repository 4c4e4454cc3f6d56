"""The panel's rows: what is unique, what happens once, what is deleted in time and what is not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from audit_app.core.panel import AgeBand, ShopperProfile, TimeBand, Verdict
from audit_app.storage import panel
from tests.storage import making
from tests.storage.making import NOW, TODAY, id_of

DAY = timedelta(days=1)


def test_everything_comes_back_as_it_was_kept(store, lived_in):
    with store.reading(lived_in.id) as scope:
        assert panel.page(scope) == making.recruiting_page(lived_in)
        assert panel.applications(scope) == [making.application(lived_in)]
        assert panel.profile(scope, lived_in.shopper.id) == making.profile(lived_in)
        assert panel.invitations_of(scope, lived_in.shopper.id) == [making.invitation(lived_in)]


def test_a_link_leads_to_one_organisation(store, lived_in, theirs):
    with store.reading_all() as everywhere:
        for made in (lived_in, theirs):
            assert panel.page_by_token(everywhere, f"join {made.id}") == making.recruiting_page(made)
            sent = making.invitation(made)
            assert panel.invitation_by_digest(everywhere, sent.digest) == sent
        assert panel.page_by_token(everywhere, "join") is None


def test_two_pages_cannot_have_one_token(store, lived_in, theirs):
    stolen = replace(making.recruiting_page(lived_in), token=f"join {theirs.id}")
    with pytest.raises(IntegrityError), store.writing(lived_in.id) as scope:
        panel.put_page(scope, stolen)


def test_an_application_is_decided_once(store, lived_in):
    owner = lived_in.owner.id
    with store.writing(lived_in.id) as scope:
        assert panel.decide(scope, id_of("application"), Verdict.DECLINED, "Enough", owner, NOW)
        assert not panel.decide(scope, id_of("application"), Verdict.ACCEPTED, "", owner, NOW)
        assert not panel.decide(scope, id_of("nobody"), Verdict.ACCEPTED, "", owner, NOW)
        assert panel.number_waiting(scope) == 0


def test_a_link_is_spent_once_and_not_after_its_end(store, lived_in):
    late = making.invitation(lived_in, id=id_of("late"), digest=making.digest_of("late"), expires_at=NOW)
    with store.writing(lived_in.id) as scope:
        panel.add_invitation(scope, late)
        assert panel.open_invitations(scope, NOW) == {lived_in.shopper.id: 1}
        assert not panel.use_invitation(scope, late.id, NOW)
        assert panel.use_invitation(scope, id_of("invitation"), NOW)
        assert not panel.use_invitation(scope, id_of("invitation"), NOW)
        assert panel.open_invitations(scope, NOW) == {}


def test_what_a_shopper_says_leaves_level_and_consent(store, lived_in):
    me = lived_in.shopper.id
    said = ShopperProfile(me, lived_in.id, ("fi",), "Volos", level=9, consented_at=NOW, conflicts_at=NOW)
    with store.writing(lived_in.id) as scope:
        assert panel.set_level(scope, me, 1)
        assert panel.change_profile(scope, said)
        assert panel.profile(scope, me) == replace(said, level=1, consented_at=None)


def test_deleting_in_time_spares_what_waits_and_what_is_young(store, lived_in):
    old, young = NOW - 91 * DAY, NOW - 89 * DAY
    with store.writing(lived_in.id) as scope:
        for name, decided_at in (("old", old), ("young", young)):
            one = making.application(
                lived_in, id=id_of(name), verdict=Verdict.DECLINED, decided_at=decided_at
            )
            panel.add_application(scope, one)
    with store.writing_all() as everywhere:
        assert panel.forget_applications(everywhere, NOW - 90 * DAY, NOW - 365 * DAY) == 1
        assert panel.forget_invitations(everywhere, NOW) == 0
    with store.reading(lived_in.id) as scope:
        assert {one.id for one in panel.applications(scope)} == {id_of("young"), id_of("application")}


def test_whoever_named_no_times_is_free_at_any():
    saturday = TODAY + 4 * DAY
    assert saturday.weekday() == 5
    profile = ShopperProfile(id_of("me"), id_of("home"), age_band=AgeBand.YOUNG)
    assert profile.is_free(saturday, TimeBand.EVENING)
    mornings = replace(profile, availability=("5.morning",))
    assert mornings.is_free(saturday, TimeBand.MORNING)
    assert not mornings.is_free(saturday, TimeBand.EVENING)
    assert not mornings.is_free(saturday + DAY, TimeBand.MORNING)
