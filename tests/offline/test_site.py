"""The site that the phones of this folder stand before."""

from tests.offline.world import hotel_page, lose_answer, only


def test_a_signed_in_phone_sees_its_visits(phone):
    page = phone.new_page()
    page.goto("/visits")
    assert page.locator("h1").inner_text() == "My visits"


def test_the_line_can_be_cut_and_bent(phone, site):
    page = phone.new_page()
    site.faults.append(only("GET", "/health", lose_answer, times=1))
    site.faults.append(only("GET", "/health", hotel_page, times=1))
    page.goto("/sign-in")
    ask = "() => fetch('/health').then(answer => answer.text()).catch(() => 'broken')"
    # Chromium itself asks again when a kept connection breaks.
    answers = [page.evaluate(ask) for _ in range(3)]
    assert any("Room number" in answer for answer in answers)
    assert '"ok"' in answers[-1]
