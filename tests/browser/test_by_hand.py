"""Hands that go from pointer to keyboard and back: no key goes astray between the sheet, its menu and the page."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

PATIENCE = 60_000


def wait_for_frame(page, frame):
    page.wait_for_selector(f'.band .number b[data-frame="{frame}"]', timeout=PATIENCE)


def wait_for_word(page, word):
    page.wait_for_function(
        "word => document.querySelector('.band .state .big')?.textContent === word", arg=word, timeout=PATIENCE
    )


@pytest.fixture
def shot(studio, page):
    """Eight pictures on ones before a drawn scene, its page, and where a frame's picture lies on the sheet."""
    opened = studio("--camera", "pattern?size=320x180")
    opened.do("begin-series", title="Tea at Dusk")
    for kind in ("duplicate", "hand or tool", "prop moved"):
        opened.do("dismiss", kind=kind)
    opened.do("dark", on=False)
    page.goto(opened.url)
    wait_for_word(page, "Ready")
    opened.do("shoot", count=8, held=1)
    wait_for_frame(page, 9)
    return opened


def place(page, frame):
    box = page.locator(".sheet .scroller").bounding_box()
    return box["x"] + 105, box["y"] + 24 + 20 * frame - 10


def test_a_frame_looked_at_is_where_one_inserts_and_what_one_shoots_again(shot, page):
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("Numpad2")
    wait_for_frame(page, 4)
    page.keyboard.press("KeyI")
    wait_for_word(page, "Ready")
    page.locator(".band .number", has_text="inserting before 4").wait_for(timeout=PATIENCE)
    page.keyboard.press("KeyI")
    wait_for_frame(page, 9)
    page.keyboard.press("Numpad1")
    page.keyboard.press("Numpad1")
    wait_for_frame(page, 7)
    page.keyboard.press("Shift+KeyA")
    wait_for_frame(page, 7)
    wait_for_word(page, "Ready")
    page.keyboard.press("NumpadEnter")
    wait_for_frame(page, 9)


def test_the_menu_of_the_sheet_goes_by_keys_and_gives_the_keyboard_back_to_it(shot, page):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.mouse.click(*place(page, 3))
    page.mouse.click(*place(page, 3), button="right")
    menu = page.get_by_role("menu")
    box = menu.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 720
    page.keyboard.press("ArrowDown")
    assert "Insert from here" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Escape")
    assert menu.count() == 0
    page.keyboard.press("KeyN")
    page.keyboard.type("!blink now")
    page.keyboard.press("Enter")
    page.locator("[role=grid] [role=gridcell]", has_text="note: blink now, rings").wait_for(state="attached")
    wait_for_word(page, "Looking")
    page.keyboard.press("Shift+End")
    wait_for_frame(page, 9)


def test_what_was_clicked_does_not_keep_the_enter_that_is_to_shoot(shot, page):
    page.locator(".transport [aria-pressed]").first.click()
    page.locator(".transport select").select_option(index=0)
    page.keyboard.press("Numpad3")
    page.keyboard.press("Enter")
    wait_for_frame(page, 10)
    page.locator(".taking-back button").first.click()
    wait_for_frame(page, 9)


def test_play_that_comes_to_its_end_stays_there(shot, page):
    page.keyboard.press("Numpad8")
    page.keyboard.press("Home")
    wait_for_frame(page, 1)
    page.keyboard.press("Numpad0")
    wait_for_word(page, "Playing")
    wait_for_word(page, "Ready")
    wait_for_frame(page, 9)


def test_on_the_next_morning_enter_goes_on_with_what_was_shot_last(shot, page):
    shot.do("new-shot", slate="ep01/sc010/sh020")
    shot.close()
    page.goto("about:blank")
    shot.arguments = ("--camera", "pattern?size=320x180")
    shot.again()
    page.goto(shot.url)
    page.wait_for_selector(".shot-open:focus")
    page.keyboard.press("NumpadEnter")
    wait_for_frame(page, 9)
    wait_for_word(page, "Ready")
