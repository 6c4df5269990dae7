"""The rooms on a telephone, upright and sideways, in both languages: nothing is cut off, all is in reach."""

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


CUT = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector("#studio"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.textContent.trim() || node.parentElement.closest(".visually-hidden, .said, select")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    for (let one = node.parentElement; one && one.id !== "studio" && box.width; one = one.parentElement) {
      const { overflowX, overflowY, textOverflow, position } = getComputedStyle(one);
      const edge = one.getBoundingClientRect();
      if (overflowX !== "visible" && (textOverflow === "ellipsis" || one.matches(".scroller, .compare"))) break;
      const beside = overflowX !== "visible" && (box.right > edge.right + 2 || box.left < edge.left - 2);
      const below = overflowY === "hidden" && (box.bottom > edge.bottom + 3 || box.top < edge.top - 3);
      if (beside || below) found.push(`${one.className}: ${node.textContent.trim().slice(0, 40)}`);
      if (beside || below || overflowY === "auto" || position === "fixed") break;
    }
  }
  return found;
}"""
"""Words that a box around them cuts off, where nothing scrolls to them and no … says so."""
TOUCHED = "main button, main select, main input:not([type=file])"
BEYOND = """(touched) => [...document.querySelectorAll(touched)].filter((one) => {
  one.scrollIntoView({ block: "center", inline: "center" });
  const box = one.getBoundingClientRect();
  const met = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.width && box.height && !(one.contains(met) || met?.contains(one) || one.closest("label")?.contains(met));
}).map((one) => `${one.className} ${one.ariaLabel ?? ""} ${one.textContent.trim().slice(0, 30)}`)"""
"""Controls that no scrolling brings under a finger."""
SIDEWAYS = ((844, 390), (667, 375))


def shutter_in_reach(page, height):
    """Whether a finger reaches the whole shutter where the page stands."""
    box = page.locator(".keypad .shoot").bounding_box()
    hit = "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.shoot'))"
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    return box["y"] >= 0 and box["y"] + box["height"] <= height and page.evaluate(hit, middle)


@pytest.fixture
def telephone(studio, chromium):
    """`telephone(width, height, locale)` opens the page of a take of two pictures on a telephone of that size."""
    opened = studio("--camera", "pattern")
    opened.do("begin-series", title="Tea at Dusk with All the Neighbours")
    opened.do("dark", on=False)
    opened.do("shoot", count=2)

    def open_page(width, height, locale):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=True, is_mobile=True, locale=locale
        )
        page = context.new_page()
        page.goto(opened.url)
        page.wait_for_selector('.band .number b[data-frame="5"]', timeout=PATIENCE)
        return page

    return open_page


@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
def test_a_telephone_held_sideways_shows_the_picture_and_has_the_shutter_in_reach(telephone, pictured, locale):
    for width, height in SIDEWAYS:
        page = telephone(width, height, locale)
        for number, (room, there) in enumerate(ROOMS.items()):
            page.locator("nav.rooms button").nth(number).tap()
            page.wait_for_selector(there, timeout=PATIENCE)
            pictured(page, f"phone-sideways-{width}-{room}-{locale[:2]}")
            assert page.evaluate("innerWidth") == width, room
            assert page.evaluate(BESIDE, width) == [], room
            assert page.evaluate(CUT) == [], room
            if room != "set-up":
                stage = page.locator("main .stage").bounding_box()
                assert stage["height"] >= 0.65 * height, room
                assert stage["y"] + stage["height"] <= height, room
            if room == "animate":
                assert shutter_in_reach(page, height)
                page.evaluate("document.querySelector('main').scrollTo(0, 1e6)")
                assert shutter_in_reach(page, height)
            assert page.evaluate(BEYOND, TOUCHED) == [], room
        page.context.close()


@pytest.mark.parametrize(("locale", "finish"), [("en-GB", "Finish"), ("ja-JP", "仕上げ")])
def test_every_room_fits_a_telephone(telephone, pictured, locale, finish):
    page = telephone(WIDTH, HEIGHT, locale)
    for number, (room, there) in enumerate(ROOMS.items()):
        page.locator("nav.rooms button").nth(number).tap()
        page.wait_for_selector(there, timeout=PATIENCE)
        # A page that is laid out wider than the telephone is shown made smaller.
        assert page.evaluate("innerWidth") == WIDTH, room
        assert page.evaluate(BESIDE, WIDTH) == [], room
        assert page.evaluate(ASKEW, WIDTH) == 0, room
        assert page.evaluate(CUT) == [], room
        pictured(page, f"phone-{room}-{locale[:2]}")
    last = page.locator("nav.rooms button").last
    assert last.inner_text() == finish
    box = last.bounding_box()
    assert box["x"] + box["width"] <= WIDTH
    assert box["height"] >= 39.5
    page.context.close()


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


LATE = """
const asked = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
const told = new Promise((tell) => { window.tellOfCameras = tell; });
navigator.mediaDevices.enumerateDevices = async () => { await told; return asked(); };
"""


def test_the_tile_that_was_taken_stays_taken_when_a_camera_is_found_late(studio, chromium):
    opened = studio()
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.add_init_script(LATE)
    page.goto(opened.url)
    page.wait_for_selector(".tile.chosen:has-text('A drawn scene')", timeout=PATIENCE)
    page.get_by_text("A drawn scene").tap()
    page.evaluate("tellOfCameras()")
    page.wait_for_selector(".tile:not(.chosen):has-text('This computer’s camera')", timeout=PATIENCE)
    page.wait_for_selector(".tile.chosen:has-text('A drawn scene') img", timeout=PATIENCE)
    context.close()
