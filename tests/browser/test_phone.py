"""The rooms on a telephone held upright, in both languages: all of the width is used, nothing lies beside it."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

WIDTH, HEIGHT = 390, 844
PATIENCE = 60_000
ROOMS = {
    "set-up": "main.set-up .camera-card",
    "animate": "main.animate .keypad",
    "light": "main.bench .sheet",
    "sound": "main.bench .sounds",
    "finish": "main.finish .operation",
}
BESIDE = """(width) => [...document.querySelectorAll("button, input, select, h2, b, small, p, .panel")]
  .filter((one) => !one.closest(".visually-hidden, .said, .menu") && !one.matches("input.swatch"))
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width && box.height && (box.left < -1 || box.right > width + 1))
  .map(([box, one]) => `${one.className} ${one.textContent.trim().slice(0, 30)} ${box.left} to ${box.right}`)"""
ASKEW = """(width) => [...document.querySelectorAll("main > *")].map((one) => one.getBoundingClientRect())
  .filter((box) => box.width && box.width < width - 30).length"""


@pytest.mark.parametrize(("locale", "finish"), [("en-GB", "Finish"), ("ja-JP", "仕上げ")])
def test_every_room_fits_a_telephone(studio, chromium, pictured, locale, finish):
    opened = studio("--camera", "pattern")
    opened.do("begin-series", title="Tea at Dusk with All the Neighbours")
    opened.do("dark", on=False)
    opened.do("shoot", count=2)
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, locale=locale
    )
    page = context.new_page()
    page.goto(opened.url)
    page.wait_for_selector('.band .number b[data-frame="5"]', timeout=PATIENCE)
    for number, (room, there) in enumerate(ROOMS.items()):
        page.locator("nav.rooms button").nth(number).tap()
        page.wait_for_selector(there, timeout=PATIENCE)
        # A page that is laid out wider than the telephone is shown made smaller.
        assert page.evaluate("innerWidth") == WIDTH, room
        assert page.evaluate(BESIDE, WIDTH) == [], room
        assert page.evaluate(ASKEW, WIDTH) == 0, room
        pictured(page, f"phone-{room}-{locale[:2]}")
    last = page.locator("nav.rooms button").last
    assert last.inner_text() == finish
    box = last.bounding_box()
    assert box["x"] + box["width"] <= WIDTH
    assert box["height"] >= 39.5
    context.close()


def test_the_first_minute_fits_a_telephone(studio, chromium, pictured):
    opened = studio()
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(opened.url)
    page.get_by_text("A drawn scene").tap()
    page.wait_for_selector(".tile.chosen img", timeout=PATIENCE)
    assert page.evaluate("innerWidth") == WIDTH
    assert page.evaluate(BESIDE, WIDTH) == []
    pictured(page, "phone-begin")
    page.locator(".begin footer .press.main").tap()
    page.wait_for_selector(".band .state .big:has-text('Ready')", timeout=PATIENCE)
    page.locator(".keypad .shoot").tap()
    page.wait_for_selector('.band .number b[data-frame="3"]', timeout=PATIENCE)
    pictured(page, "phone-shoot")
    context.close()
