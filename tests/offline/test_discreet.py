"""In the shop: counters, stopwatches that nothing stops, a dim screen, and one that gives nothing away."""

import contextlib
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page

from tests.offline import collecting
from tests.offline.collecting import COUNT, MINUTES, SECONDS, opened, put
from tests.offline.conftest import kept, until

WALL_CLOCK = """
  const own = Date.now.bind(Date);
  Date.now = () => own() + Number(localStorage.getItem("shift") ?? 0);
"""
"""A phone whose clock a test moves, over reloads too; the browser's own steady clock goes on as it does."""


@pytest.fixture
def page(phone: BrowserContext, site, world) -> Page:
    phone.add_init_script(WALL_CLOCK)
    page = opened(phone, collecting.path_of_visit(site, world))
    attached(page)
    return page


def attached(page: Page) -> None:
    until(lambda: page.locator(".timing .watch:enabled").count(), "the stopwatches")


def move_clock(page: Page, seconds: float) -> None:
    """Let the clock on the wall go on (or back), as it does while a phone sleeps."""
    page.evaluate(
        "ms => localStorage.setItem('shift', Number(localStorage.getItem('shift') ?? 0) + ms)", seconds * 1000
    )


def again(page: Page) -> None:
    page.reload()
    attached(page)


def field(page: Page, code: str) -> Locator:
    return page.locator(f"[name='q.{code}']")


def watch(page: Page, code: str = SECONDS) -> Locator:
    """The button of a stopwatch on the checklist."""
    return page.locator(f".timing [data-watch={code}]")


def answers(page: Page) -> dict[str, Any]:
    return {answer["name"]: answer["value"] for answer in kept(page, "answers")}


def on_disk(page: Page, name: str, value: Any) -> None:
    until(lambda: answers(page).get(name) == value, f"{name} = {value!r} on the disk")


def started(page: Page, code: str = SECONDS) -> None:
    """Start a stopwatch and see it on the disk."""
    watch(page, code).click()
    until(lambda: answers(page).get(f"t.{code}", ["", "0"])[1] != "0", "the start on the disk")


# --- counters


def test_counting_with_one_thumb(page):
    row = page.locator(f"[data-measure={COUNT}]")
    more, less = row.get_by_role("button", name="One more"), row.get_by_role("button", name="One less")
    for _ in range(3):
        more.click()
    less.click()
    assert field(page, COUNT).input_value() == "2"
    on_disk(page, f"q.{COUNT}", "2")
    again(page)
    assert field(page, COUNT).input_value() == "2"


def test_none_is_one_tap_and_less_than_none_there_is_not(page):
    less = page.locator(f"[data-measure={COUNT}]").get_by_role("button", name="One less")
    less.click()
    less.click()
    until(lambda: field(page, COUNT).input_value() == "0", "the tap being handed on")
    on_disk(page, f"q.{COUNT}", "0")


def test_a_counter_stops_at_the_most_that_may_be_answered(page):
    most = int(field(page, COUNT).get_attribute("max") or 0)
    assert most
    field(page, COUNT).fill(str(most))
    page.locator(f"[data-measure={COUNT}]").get_by_role("button", name="One more").click()
    assert field(page, COUNT).input_value() == str(most)


# --- stopwatches


def test_a_stopwatch_writes_its_seconds_into_the_answer(page):
    started(page)
    move_clock(page, 75)
    until(lambda: re.search(r"1:1\d", watch(page).inner_text()), "the running time")
    watch(page).click()
    assert 75 <= int(field(page, SECONDS).input_value()) <= 90
    on_disk(page, f"q.{SECONDS}", field(page, SECONDS).input_value())


@pytest.mark.parametrize(
    ("code", "milliseconds", "answer"),
    [(SECONDS, 61_499, "61"), (SECONDS, 61_500, "62"), (MINUTES, 89_999, "1"), (MINUTES, 90_000, "2")],
)
def test_it_rounds_half_up_in_the_unit_that_is_asked_for(page, code, milliseconds, answer):
    page.evaluate("() => { Date.now = () => 1_772_710_000_000; }")
    started(page, code)
    page.evaluate("ms => { Date.now = () => 1_772_710_000_000 + ms; }", milliseconds)
    watch(page, code).click()
    assert field(page, code).input_value() == answer


def test_it_runs_on_through_a_reload(page):
    started(page)
    move_clock(page, 60)
    again(page)
    move_clock(page, 60)
    assert "Stop" in watch(page).inner_text()
    watch(page).click()
    assert 120 <= int(field(page, SECONDS).input_value()) <= 140


def test_it_runs_on_through_a_crash(phone, page, site):
    path = page.evaluate("location.pathname")
    started(page)
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    other = opened(phone, path)
    attached(other)
    move_clock(other, 60)
    watch(other).click()
    assert 60 <= int(field(other, SECONDS).input_value()) <= 80


@pytest.mark.parametrize("reloaded", [False, True])
def test_a_clock_set_back_costs_at_most_what_was_measured(page, reloaded):
    started(page)
    move_clock(page, -86_400)
    if reloaded:
        again(page)
    until(lambda: re.search(r"0:0[1-9]", watch(page).inner_text()), "a second")
    watch(page).click()
    assert 1 <= int(field(page, SECONDS).input_value()) <= 20


def test_it_goes_on_where_it_was_stopped_and_from_zero_when_told(page):
    started(page)
    move_clock(page, 30)
    watch(page).click()
    assert "Go on" in watch(page).inner_text()
    move_clock(page, 500)
    watch(page).click()
    move_clock(page, 30)
    watch(page).click()
    assert 60 <= int(field(page, SECONDS).input_value()) <= 75
    page.get_by_role("button", name="From zero").click()
    assert "0:00" in watch(page).inner_text()
    assert int(field(page, SECONDS).input_value()) >= 60, "the answer stays until there is another"


def test_it_goes_on_from_what_was_typed(page):
    started(page)
    watch(page).click()
    field(page, SECONDS).fill("100")
    watch(page).click()
    move_clock(page, 20)
    watch(page).click()
    assert 120 <= int(field(page, SECONDS).input_value()) <= 135


def test_a_time_can_be_typed_without_a_stopwatch(page):
    field(page, SECONDS).fill("42")
    on_disk(page, f"q.{SECONDS}", "42")


def test_two_tabs_show_one_stopwatch(phone, page):
    other = opened(phone, page.evaluate("location.pathname"))
    attached(other)
    started(page)
    until(lambda: "Stop" in watch(other).inner_text(), "the other tab")


def test_it_says_so_when_the_start_cannot_be_kept(page):
    full = "() => { throw new DOMException('', 'QuotaExceededError'); }"
    page.evaluate(f"() => {{ IDBObjectStore.prototype.put = {full}; }}")
    watch(page).click()
    until(lambda: page.get_by_text("This could not be kept on the phone").count(), "a word about it")
    assert "Stop" in watch(page).inner_text(), "it runs all the same"


# --- the dim screen


@pytest.fixture
def dim(page: Page) -> Locator:
    page.get_by_text("In the shop", exact=True).click()
    page.get_by_role("button", name="Discreet screen").click()
    screen = page.locator("#dim")
    screen.wait_for()
    return screen


def light(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def style(element: Locator, name: str) -> str:
    found: str = element.evaluate("(element, name) => getComputedStyle(element)[name]", name)
    return found


def test_the_dim_screen_has_what_is_needed_and_nothing_else(page, dim):
    assert page.title() == "Notes"
    assert dim.locator("li:visible").count() == page.locator("[data-measure]").count()
    for other in ("h1", ".question legend", ".thumbs", ".bar-bottom"):
        assert not page.locator(other).first.is_visible()
    box = dim.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_it_is_dark_and_can_be_read(dim):
    ground = style(dim, "backgroundColor")
    assert light(ground) < 0.01
    for element in [
        *dim.locator("[data-label]").all(),
        dim.locator("textarea"),
        *dim.locator("output").all(),
    ]:
        assert contrast(style(element, "color"), ground) >= 4.5
        assert light(style(element, "color")) < 0.45, "it shines"
    placeholder = dim.locator("textarea").evaluate("one => getComputedStyle(one, '::placeholder').color")
    assert contrast(placeholder, ground) >= 4.5


def test_its_icons_are_small_named_and_easy_to_hit(dim):
    buttons = dim.locator("button:visible").all()
    assert len(buttons) > 4
    for button in buttons:
        area, drawing = button.bounding_box(), button.locator("svg").bounding_box()
        assert area
        assert drawing
        assert min(area["width"], area["height"]) >= 44
        assert 24 <= drawing["width"] <= 28
        assert len(button.get_attribute("aria-label") or "") > 5
    bottom = dim.locator(".dim-bar").bounding_box()
    assert bottom
    assert bottom["y"] + bottom["height"] >= 820, "out of the thumb's reach"


def test_counting_and_timing_in_the_dark_are_answers(page, dim):
    row = dim.locator(f"[data-row={COUNT}]")
    row.locator("[data-step='1']").click()
    row.locator("[data-step='1']").click()
    assert row.locator("output").inner_text() == "2"
    dim.locator(f"[data-row={SECONDS}] button").click()
    move_clock(page, 30)
    until(lambda: re.search(r"0:3\d", dim.locator(f"[data-row={SECONDS}]").inner_text()), "the time")
    dim.locator(f"[data-row={SECONDS}] button").click()
    on_disk(page, f"q.{COUNT}", "2")
    until(lambda: 30 <= int(answers(page).get(f"q.{SECONDS}", 0)) <= 45, "the time on the disk")


def test_it_is_still_dim_after_a_reload(page, dim):
    page.reload()
    until(lambda: page.title() == "Notes", "the dim screen")
    assert dim.is_visible()
    dim.get_by_role("button", name="Back to the checklist").click()
    assert not dim.is_visible()
    assert page.locator("h1").first.is_visible()
    page.reload()
    attached(page)
    assert not dim.is_visible()
    assert page.title() != "Notes"


def test_it_can_be_left_when_the_visit_was_finished_in_another_tab(page, dim):
    [draft] = kept(page, "drafts")
    known = {name: draft[name] for name in ("id", "user", "visit", "place", "title", "url")}
    state = {
        "body": "",
        "digest": "",
        "photos": [],
        "state": "refused",
        "tries": 0,
        "next": 0,
        "why": "client",
    }
    put(page, "outbox", [{**known, **state, "receipt": None, "finished": draft["started"], "sentPhotos": 0}])
    page.reload()
    until(lambda: page.evaluate("document.documentElement.dataset.ready") == "sent", "the end of the visit")
    until(lambda: page.title() == "Notes", "the dim screen")
    dim.get_by_role("button", name="Back to the checklist").click()
    assert page.locator("h1").first.is_visible()
    assert page.title() != "Notes"


def test_a_question_that_is_not_asked_has_no_line(page):
    page.evaluate("code => document.getElementById(`q-${code}`).classList.add('is-skipped')", COUNT)
    page.get_by_text("In the shop", exact=True).click()
    page.get_by_role("button", name="Discreet screen").click()
    until(lambda: page.locator(f"#dim [data-row={SECONDS}]").is_visible(), "the dim screen")
    assert not page.locator(f"#dim [data-row={COUNT}]").is_visible()


def test_notes_stay_on_the_phone(page, dim, site):
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "PUT" else None
    )
    dim.locator("textarea").fill("Till 2, red scarf")
    on_disk(page, "n.notes", "Till 2, red scarf")
    assert [answer["dirty"] for answer in kept(page, "answers") if answer["name"] == "n.notes"] == [0]
    page.reload()
    attached(page)
    dim.locator("[data-row] button").last.click()
    dim.get_by_role("button", name="Back to the checklist").click()
    above = page.get_by_label("Your notes from the shop")
    until(above.is_visible, "the notes above the checklist")
    assert above.input_value() == "Till 2, red scarf"
    page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: any("drafts" in path and method == "PUT" for method, path in site.seen), "a backup")
    assert not [body for body in sent if "scarf" in body]


# --- hidden


@pytest.fixture
def hidden(page: Page, dim: Locator) -> Locator:
    dim.get_by_role("button", name="Hide at once").click()
    screen = page.locator("#hidden")
    screen.wait_for()
    return screen


def is_hidden(page: Page) -> bool:
    return page.title() == "Shopping list"


def test_one_tap_hides_everything(page, hidden):
    assert is_hidden(page)
    seen = page.locator("body").inner_text()
    assert "Milk" in seen
    others = page.locator("body :visible").evaluate_all(
        "all => all.filter(one => !one.closest('#hidden, #dim')).map(one => one.outerHTML)"
    )
    assert others == []
    top = page.evaluate(
        "[[20, 20], [195, 420], [370, 820]].map(at => !!document.elementFromPoint(...at).closest('#hidden'))"
    )
    assert top == [True, True, True]


def test_it_stays_hidden_after_a_reload(page, hidden):
    page.reload()
    until(lambda: is_hidden(page), "the shopping list")
    attached(page)
    assert hidden.is_visible()


def test_a_single_tap_shows_nothing_and_ticks(page, hidden):
    hidden.get_by_text("Bread").tap()
    page.wait_for_timeout(700)
    hidden.get_by_text("Eggs").tap()
    page.wait_for_timeout(700)
    assert is_hidden(page)
    assert hidden.locator("input:checked").count() == 2


def test_the_phones_way_back_shows_nothing(page, hidden):
    hidden.evaluate("dialog => dialog.requestClose?.()")
    hidden.evaluate("dialog => dialog.close()")
    until(hidden.is_visible, "the shopping list again")
    assert is_hidden(page)


def test_two_quick_taps_come_back(page, hidden):
    hidden.get_by_text("Coffee").tap()
    hidden.get_by_text("Coffee").tap()
    until(lambda: page.title() == "Notes", "the dim screen")
    assert not hidden.is_visible()
    assert not page.locator("#dim [data-state=running]").count(), "the taps went through"


def test_a_long_press_comes_back(page, hidden):
    page.mouse.move(200, 700)
    page.mouse.down()
    until(lambda: not is_hidden(page), "the dim screen")
    page.mouse.up()
    assert page.title() == "Notes"


def test_escape_comes_back(page, hidden):
    page.keyboard.press("Escape")
    until(lambda: page.title() == "Notes", "the dim screen")


def test_a_page_whose_screens_never_open_does_not_stay_dark(phone, page, hidden):
    phone.route("**/lib/discreet.js", lambda route: route.abort())
    page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    page.reload()
    page.wait_for_timeout(6_000)
    assert page.locator("h1").first.is_visible()
