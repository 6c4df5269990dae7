"""The Finish room while the sheet is edited, in a real Chromium: what wants an eye is found out anew."""

import pytest

from komadori.finish.catalogue import operations

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PATIENCE = 60_000
FRAMES = """(wanted) => {
  const frames = [...document.querySelectorAll(".worst li b")].map((one) => Number(one.textContent));
  return frames.length > 0 && frames.every((one) => one === wanted);
}"""


def has_frame(page, wanted):
    """Wait until this frame, and no other, wants an eye."""
    page.wait_for_function(FRAMES, arg=wanted, timeout=PATIENCE)


@pytest.fixture
def alone(studio, page):
    """A take of one picture, which nothing can be compared with: the usual recipe says so of frame 1."""
    opened = studio("--camera", "pattern?size=640x360")
    opened.do("begin-series", title="Tea at Dusk")
    opened.do("dark", on=False)
    opened.do("shoot", held=2)
    page.goto(opened.url)
    page.wait_for_selector('.band .number b[data-frame="3"]', timeout=PATIENCE)
    opened.do("room", name="finish")
    has_frame(page, 1)
    return opened


def test_what_wants_an_eye_is_asked_again_after_an_edit_of_the_sheet(alone, page):
    alone.do("insert-frames", frame=1, frames=4)
    has_frame(page, 5)
    alone.do("undo")
    has_frame(page, 1)


def test_an_edit_made_in_another_room_is_followed_too(alone, page):
    alone.do("room", name="animate")
    page.wait_for_selector("main.animate")
    alone.do("insert-frames", frame=1, frames=4)
    page.wait_for_selector('.band .number span:has-text("6")', timeout=PATIENCE)
    alone.do("room", name="finish")
    has_frame(page, 5)


def test_what_changes_the_films_time_is_not_offered_for_some_frames(alone, page):
    page.get_by_role("switch", name="Level", exact=True).click()
    page.wait_for_selector(".operation.open .some-frames")
    page.get_by_role("switch", name="Retime", exact=True).click()
    page.wait_for_selector(".operation.open:has-text('Retime') .parameters")
    assert page.locator(".operation.open .some-frames").count() == 0
    assert operations()["retime"].plan is not None


def test_a_picture_that_stands_in_says_so_until_the_one_wished_for_is_there(alone, page):
    def stands_in(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "komadori-stands-in": "1"})

    page.route("**/preview", stands_in)
    alone.do("reshoot", frame=1)
    alone.do("shoot")
    page.wait_for_selector(".wipe .standing:has-text('before the change')", timeout=PATIENCE)
    assert page.locator(".wipe canvas").get_attribute("data-after") == ""
    page.unroute("**/preview")
    page.wait_for_function(
        "() => / 2 /.test(document.querySelector('.wipe canvas')?.dataset.after ?? '')", timeout=PATIENCE
    )
    page.wait_for_selector(".wipe .standing:has-text('before the change')", state="detached", timeout=PATIENCE)
