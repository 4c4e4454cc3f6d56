# ruff: noqa: E501 - a list to be read line by line
"""The list of bad days that a shopper must come through, each with the tests that walk it."""

import re
from pathlib import Path

import pytest

BAD_DAYS = {
    "1 a whole visit without a network": "test_1_a_whole_visit_in_a_cellar",
    "2 the answer to a submission is lost": "test_a_lost_answer_makes_no_second_visit",
    "3 two tabs, or a tab and the worker, send at once": "test_two_tabs_send_it_once test_a_page_and_the_worker_send_it_once",
    "4 three taps": "test_4_three_taps_are_one_visit test_three_taps_are_one_visit",
    "5 the battery dies right after “Saved”": "test_5_the_battery_dies_right_after_saved",
    "6 the sign-in ends without a network": "test_6_a_dead_sign_in_is_told_on_the_kept_form_and_leads_back_to_it "
    "test_an_ended_sign_in_keeps_everything_until_the_next",
    "7 the sign-in ends, then the network goes": "test_7_a_sign_in_that_ended_leaves_the_form_for_the_cellar",
    "8 another shopper on the phone": "test_8_another_shopper_sees_nothing_of_mine test_another_person_sends_nothing_of_mine",
    "9 withdrawn or given to somebody else": "test_9_a_visit_withdrawn_meanwhile_is_kept_for_the_office "
    "test_9_a_visit_given_to_somebody_else_is_kept_for_the_office",
    "10 the checklist has changed": "test_10_a_checklist_changed_meanwhile_is_scored_by_its_own_edition",
    "11 a new release while typing": "test_11_a_new_release_waits_for_an_open_form "
    "test_with_all_pages_closed_the_next_start_is_new",
    "12 the hotel's page": "test_12_a_hotels_page_is_neither_kept_nor_taken_for_ours test_a_hotels_page_is_no_receipt",
    "13 a network that only pretends": "test_13_a_network_that_only_pretends",
    "14 the phone is full at photo 7": "test_a_phone_that_is_full_at_photo_7_says_so_and_loses_nothing",
    "15 site data cleared in another tab": "test_15_all_data_cleared_in_another_window "
    "test_site_data_cleared_in_another_tab_takes_no_photo",
    "16 photo 3 of 5 fails half-way": "test_photo_three_of_five_fails_and_only_it_is_sent_again "
    "test_a_photo_that_was_hurt_on_its_way_is_sent_again",
    "17 the same picture, the same name": "test_the_same_picture_and_the_same_name_again_are_photos_of_their_own",
    "18 twelve megapixels with a place in them; no JPEG": "test_a_phones_picture_becomes_upright_small_and_silent "
    "test_an_unreadable_picture_is_named_and_keeps_none_of_the_others_back",
    "19 two tabs edit one visit": "test_19_two_windows_answer_different_questions "
    "test_19_two_windows_answer_the_same_question_and_the_last_one_wins_visibly",
    "20 two phones finish one visit": "test_20_two_phones_finish_the_same_visit_in_two_cellars",
    "21 wrong clock, other time zone": "test_21_a_phone_whose_clock_is_wrong "
    "test_21_a_phone_that_travels_between_time_zones",
    "22 the database is closed behind our back": "test_22_a_database_closed_behind_our_back",
    "23 Back, bookmark or kept form after sending": "test_23_what_was_sent_is_not_sent_again",
    "24 a hidden answer comes back": "test_24_a_hidden_answer_is_kept_not_sent_and_comes_back "
    "test_a_thousand_generated_cases",
    "25 the public survey": "test_a_double_click_counts_once test_back_and_send_again_counts_once "
    "test_a_lost_answer_is_no_second_sheet test_cookies_are_not_needed "
    "test_a_link_closed_meanwhile_gives_the_words_back test_survey_needs_no_script",
    "no worker": "test_a_browser_without_a_worker_still_loses_nothing",
    "an old browser": "test_an_old_browser_stays_on_the_plain_checklist",
    "signing out with unsent visits": "test_signing_out_with_unsent_work_is_asked_about_and_keeps_it",
    "the hour that comes twice": "test_the_hour_that_comes_twice",
    "many photos on a slow line, in and out of sight": "test_forty_photos_while_the_app_goes_in_and_out_of_sight",
    "413, 429, 503": "test_a_server_that_asks_for_patience_gets_it "
    "test_a_proxys_page_about_size_is_a_refusal_and_about_anything_else_is_none",
    "a full disk while finishing": "test_a_full_disk_while_packing_changes_nothing "
    "test_a_phone_without_room_keeps_the_draft_and_says_so",
    "a new phone": "test_a_new_phone_picks_up_where_the_old_one_stopped",
}  # fmt: skip


def there() -> set[str]:
    files = Path(__file__).parent.glob("test_*.py")
    return {
        name for file in files for name in re.findall(r"^def (test_\w+)\(", file.read_text(), re.MULTILINE)
    }


def test_the_list_is_whole():
    numbers = [day.split()[0] for day in BAD_DAYS]
    assert [number for number in numbers if number.isdigit() and int(number) <= 25] == list(
        map(str, range(1, 26))
    )


@pytest.mark.parametrize("day", BAD_DAYS)
def test_each_has_its_tests(day):
    assert set(BAD_DAYS[day].split()) <= there()
