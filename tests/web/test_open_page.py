"""What stood on a page that was not taken, in words."""

from werkzeug.datastructures import MultiDict

from audit_app.web.forms.open_page import in_words, read_page
from tests.visiting import CHECKLIST

ANSWERS = [
    ("q.greeted", "no"),
    ("c.greeted", "Nobody looked up.\r\nReally."),
    ("q.wait", "45"),
    ("q.bought", "maybe"),
    ("q.signs", "smile"),
    ("q.signs", "word"),
    ("q.remarks", "<b>Καλά</b>"),
]


def test_every_answer_stands_under_its_question_even_one_that_could_not_be_read():
    came = read_page(CHECKLIST, MultiDict(ANSWERS))
    assert in_words(CHECKLIST, "en", came.filled) == "\n\n".join(
        (
            "1. Was it greeted?\nNo\nNobody looked up.\nReally.",
            "2. Was it wait?\n45 seconds",
            "3. Was it bought?\nmaybe",
            "5. Was it signs?\nA smile\nA word",
            "6. Was it remarks?\n<b>Καλά</b>",
        )
    )


def test_they_speak_the_reader_s_language():
    came = read_page(CHECKLIST, MultiDict(ANSWERS[:1]))
    assert in_words(CHECKLIST, "el", came.filled) == "1. Ήταν greeted;\nΌχι"


def test_an_empty_page_has_no_words():
    assert in_words(CHECKLIST, "en", read_page(CHECKLIST, MultiDict()).filled) == ""
