"""Editors at their door, and what shoppers see of a visit that was read."""

import pytest
from bs4 import BeautifulSoup

from tests.web.conftest import send
from tests.web.phoning import headers_of
from tests.web.reviewing import NOT_THERE, NOTE


def texts(answer) -> str:
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.data, "html5lib").get_text(" ", strip=True)


@pytest.fixture
def editor(browser_of, ours):
    return browser_of(ours.editor)


def test_the_queue_is_the_editors_front_page(editor, ours):
    assert editor.get("/").location == "/editor"
    page = editor.get("/editor")
    for visit in (ours.to_read, ours.reading):
        assert f"/editor/visits/{visit}" in page.text
    for visit in (ours.returned, ours.rejected, ours.looked):
        assert f"/editor/visits/{visit}" not in page.text


def test_an_editor_takes_changes_and_approves(editor, ours):
    path = f"/editor/visits/{ours.to_read}"
    assert "Approve it now" not in texts(editor.get(path))
    assert send(editor, f"{path}/take").status_code == 303
    form = {"q.greeted": "no", "c.greeted": "Nobody", "why": "The comment says so"}
    assert send(editor, f"{path}/answers/greeted", form).status_code == 303
    page = texts(editor.get(path))
    assert "The comment says so" in page
    assert "Approve it now" in page
    assert send(editor, f"{path}/approve", {"expenses": "12,90"}).status_code == 303
    assert send(editor, f"{path}/approve").status_code == 409


_WRONG = {"reason": "wrong_place", "why": "Another shop"}


def test_the_wrong_state_is_said_in_words(editor, ours):
    answer = send(editor, f"/editor/visits/{ours.to_read}/reject", _WRONG)
    assert (answer.status_code, "The visit waits for an editor." in answer.text) == (409, True)
    answer = send(editor, f"/editor/visits/{ours.rejected}/take")
    assert (answer.status_code, "The visit was not accepted." in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("approve", {"expenses": "twelve"}),
        ("approve", {"expenses": "1.234"}),
        ("approve", {"expenses": "-1"}),
        ("approve", {"expenses": "NaN"}),
        ("reject", {"reason": "another", "why": "x"}),
        ("reject", {"reason": "wrong_place", "why": " "}),
        ("exclude", {"why": ""}),
        ("return", {"n.greeted": " ", "k.greeted": "unknown"}),
        ("answers/greeted", {"q.greeted": "maybe", "why": "x"}),
        ("answers/greeted", {"q.greeted": "no", "why": ""}),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(editor, ours, act, form):
    path = f"/editor/visits/{ours.reading}"
    assert send(editor, f"{path}/{act}", form).status_code == 422
    assert "Approve it now" in texts(editor.get(path))


def test_shoppers_and_strangers_stay_outside(browser_of, ours, theirs):
    for path in ("/editor", f"/editor/visits/{ours.reading}", "/editor/second", "/editor/audits"):
        assert browser_of(ours.visitor).get(path).status_code == 403
    for path in (f"visits/{ours.reading}", f"second/{ours.looked}", f"audits/{ours.shown}"):
        assert browser_of(theirs.editor).get(f"/editor/{path}").status_code == 404
    assert send(browser_of(theirs.editor), f"/editor/visits/{ours.reading}/approve").status_code == 404
    for path in ("/owner/", "/owner/people", "/visits"):
        assert browser_of(ours.editor).get(path).status_code == 403


def test_who_read_it_first_is_no_second_pair_of_eyes(editor, ours):
    assert str(ours.looked) not in editor.get("/editor/second").text
    assert send(editor, f"/editor/second/{ours.looked}", {"q.greeted": "yes"}).status_code == 409


def test_a_returned_visit_shows_its_notes_beside_the_questions(browser_of, ours):
    shopper, path = browser_of(ours.visitor), f"/visits/{ours.returned}"
    assert "Read the notes" in texts(shopper.get("/visits"))
    page = BeautifulSoup(shopper.get(f"{path}/checklist").data, "html5lib")
    question = page.select_one("#q-greeted").get_text(" ", strip=True)
    assert NOTE in question
    assert "Please describe more exactly" in question
    assert page.select_one("#q-greeted input[checked]")
    assert not page.select_one("form[data-phone]")
    assert shopper.get(f"{path}/c/counter-visit.v1").location == f"{path}/checklist"
    kept = shopper.get("/api/offline/manifest", headers=headers_of(ours.visitor)).json["visits"]
    assert str(ours.returned) not in [one["id"] for one in kept]
    assert send(shopper, f"{path}/send").location == f"{path}/receipt"
    assert "an editor will read it" in texts(shopper.get(f"{path}/receipt"))


def test_a_shopper_reads_why_and_appeals_once(browser_of, ours):
    shopper, path = browser_of(ours.shopper), f"/visits/{ours.rejected}"
    assert NOT_THERE in texts(shopper.get(f"{path}/receipt"))
    assert send(shopper, f"{path}/appeal", {"why": " "}).status_code == 422
    assert send(shopper, f"{path}/appeal", {"why": "Look at the photo"}).status_code == 303
    assert "Look at the photo" in texts(shopper.get(f"{path}/receipt"))
    assert send(shopper, f"{path}/appeal", {"why": "Again"}).status_code == 409
    assert send(browser_of(ours.visitor), f"{path}/appeal", {"why": "Mine"}).status_code == 404


def test_an_objection_is_decided_and_the_figures_follow(browser_of, ours):
    editor, path = browser_of(ours.editor), f"/editor/audits/{ours.disputed}"
    assert "The camera shows it" in texts(editor.get(path))
    form = {"change.greeted": "1", "q.greeted": "no", "c.greeted": "Nobody", "why": "Seen on camera"}
    assert send(editor, f"{path}/decide", form).status_code == 303
    assert "Seen on camera" in texts(browser_of(ours.hr).get(path))
    assert send(editor, f"{path}/decide", form).status_code == 409


def test_an_owner_lets_an_editor_in(browser_of, ours):
    form = {"name": "Eleni", "email": "eleni@new.example", "role": "editor", "language": "el"}
    assert send(browser_of(ours.owner), "/owner/people/new", form).status_code == 303
    assert "Editor" in texts(browser_of(ours.owner).get("/owner/people"))
