"""The Finish room in a real Chromium: before and after, scopes, recipes, frames told otherwise, the brush."""

import time

import numpy as np
import pytest

from komadori.film import Slate
from komadori.finish.recipe_files import standing_tables
from komadori.store import open_series

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PATIENCE = 60_000
SLATE = Slate.parse("ep01/sc010/sh010")
LIGHT = """([x, y]) => {
  const canvas = document.querySelector(".wipe canvas");
  const at = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
  return [...canvas.getContext("2d").getImageData(...at, 1, 1).data].slice(0, 3);
}"""
"""The colour of the picture's canvas at a place, in shares of it."""
MEAN = f"() => ({LIGHT})([0.5, 0.5]).reduce((sum, code) => sum + code / 3, 0)"
INK = """() => [...document.querySelectorAll(".still-scopes canvas")].map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, code) => sum + code, 0);
})"""
OUTSIDE = """() => [...document.querySelectorAll(".finish *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".visually-hidden"))
  .map((one) => one.outerHTML.slice(0, 80))"""
CONTROLS = """() => [...document.querySelectorAll(".finish :is(button, input, select, [tabindex='0'])")]
  .filter((one) => one.getClientRects().length && !one.disabled)
  .map((one) => [
    one.outerHTML.slice(0, 90), one.tabIndex,
    (one.getAttribute("aria-label") || one.innerText || one.closest("label")?.innerText || one.title || "").trim(),
  ])"""
TELLS = """told => new RegExp(told).test(document.querySelector(".wipe canvas")?.dataset.after ?? "")"""
"""Whether the finished picture on screen was made by tables that read so."""


@pytest.fixture
def finishing(studio, page):
    """A take of five pictures on twos, and the Finish room at frame 3."""
    opened = studio("--camera", "pattern?size=640x360")
    opened.do("begin-series", title="Tea at Dusk")
    opened.do("dark", on=False)
    opened.do("shoot", count=5, held=2)
    page.goto(opened.url)
    page.wait_for_selector('.band .number b[data-frame="11"]', timeout=PATIENCE)
    go(page, opened)
    return opened


def go(page, opened, frame=3):
    opened.do("room", name="finish")
    opened.do("first")
    opened.do("step-forward", frames=(frame - 1) // 2)
    page.wait_for_selector(f".compare .steps b:has-text('{frame}')")
    shows(page, "develop")


def shows(page, told):
    """Wait until the finished picture on screen was made by tables that read so."""
    page.wait_for_function(TELLS, arg=told, timeout=PATIENCE)


def level(page, value):
    """Level is on with this exposure, and the picture on screen has it."""
    if not page.get_by_label("Exposure", exact=True).count():
        page.get_by_role("switch", name="Level", exact=True).click()
    page.get_by_label("Exposure", exact=True).fill(str(value))
    shows(page, rf'"exposure":{value:g}\b')
    settle(page)


def settle(page):
    """What was asked of the page is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def steady_light(page):
    """How light the middle of the canvas is, once it has stayed so for a second."""
    last, since = -1.0, time.monotonic()
    while time.monotonic() - since < 1:
        if (light := page.evaluate(MEAN)) != last:
            last, since = light, time.monotonic()
        page.wait_for_timeout(50)
    return last


def mode(page, name):
    page.locator(".compare").get_by_role("button", name=name, exact=True).click()
    settle(page)


def test_before_and_after_are_wiped_differ_stand_alone_and_have_their_scopes(finishing, page, pictured):
    level(page, 1)
    left, right = (0.3, 0.5), (0.7, 0.5)
    mode(page, "Before")
    before = [page.evaluate(LIGHT, at) for at in (left, right)]
    mode(page, "Finished")
    after = [page.evaluate(LIGHT, at) for at in (left, right)]
    assert np.mean(after) > np.mean(before) + 10
    mode(page, "Wipe")
    assert [page.evaluate(LIGHT, at) for at in (left, right)] == [before[0], after[1]]
    divider = page.get_by_role("slider", name="Before and after")
    divider.focus()
    page.keyboard.press("Home")
    settle(page)
    assert page.evaluate(LIGHT, left) == after[0]
    page.keyboard.press("End")
    settle(page)
    assert page.evaluate(LIGHT, right) == before[1]
    mode(page, "Difference")
    page.get_by_role("slider", name="Stronger").fill("0")
    settle(page)
    told = np.abs(np.subtract(after[0], before[0]))
    assert np.abs(np.subtract(page.evaluate(LIGHT, left), told)).max() <= 1
    page.get_by_role("slider", name="Stronger").fill("2")
    settle(page)
    assert np.abs(np.subtract(page.evaluate(LIGHT, left), np.minimum(4 * told, 255))).max() <= 4
    pictured(page, "finish-difference-small")
    for name in ("Waveform", "Parade", "Vector", "Histogram"):
        page.locator(".still-scopes").get_by_role("button", name=name).click()
        settle(page)
        settle(page)
        scopes = page.evaluate(INK)
        assert scopes[0] != scopes[1]
        assert min(scopes) > 0


def test_a_moved_slider_is_seen_and_the_newest_wins(finishing, page):
    level(page, 0.2)
    slider = page.get_by_label("Exposure", exact=True)
    for value in (0.4, 0.6, 0.8, 1.0, 1.2):
        slider.fill(str(value))
        shows(page, rf'"exposure":{value:g}[,}}]')
    # A slider pulled along leaves no old picture standing.
    for value in np.arange(-2, 2.01, 0.1):
        slider.fill(f"{value:.2f}")
    shows(page, '"exposure":2}')


def test_before_may_be_what_comes_to_an_operation(finishing, page):
    level(page, 1)
    page.get_by_role("button", name="Once more").click()
    page.locator(".several input").fill("dusk")
    page.keyboard.press("Enter")
    page.get_by_label("Exposure", exact=True).fill("-1")
    shows(page, "dusk")
    page.locator("select.against").select_option("operation")
    mode(page, "Before")
    page.wait_for_selector(".chip:has-text('Before dusk')")
    mode(page, "Difference")
    mode(page, "Before")
    lighter = steady_light(page)
    page.locator("select.against").select_option("shot")
    page.wait_for_function(f"least => !(({MEAN})() > least)", arg=lighter - 10, timeout=PATIENCE)


def test_what_needs_the_whole_take_is_prepared_by_itself(finishing, page):
    # A fresh take: the usual deflicker has looked at nothing yet, and the room has seen to that already.
    page.get_by_role("button", name="Deflicker").click()
    shows(page, "deflicker")
    assert page.locator(".standing.bad").count() == 0


def test_a_recipe_is_told_otherwise_for_some_frames_and_kept(finishing, page, pictured):
    level(page, 0.5)
    page.get_by_role("button", name="Otherwise at frames 3 to 4").click()
    page.locator(".range select").select_option("exposure")
    page.locator(".range").get_by_label("Exposure", exact=True).fill("1.5")
    shows(page, '"exposure":1.5')
    page.locator(".in-words summary").click()
    page.wait_for_selector(".in-words li:has-text('frames 3 to 4')")
    pictured(page, "finish-frames-small")
    page.get_by_role("button", name="Keep for shot").click()
    page.wait_for_selector(".keep:has-text('this shot’s own')")
    take = open_series(finishing.folder).take(SLATE)
    kept = next(one for one in standing_tables(take) if one["use"] == "level")
    assert (kept["exposure"], kept["frames"]) == (0.5, [{"first": 3, "last": 4, "exposure": 1.5}])
    page.locator(".range").get_by_role("switch", name="works").click()
    page.get_by_role("button", name="For series").click()
    page.get_by_text("The series’ recipe is kept.").wait_for()
    page.reload()
    page.wait_for_selector(".rooms")
    go(page, finishing)
    assert page.get_by_role("switch", name="Level", exact=True).get_attribute("aria-checked") == "true"


def test_a_value_that_is_none_is_told_by_the_server(finishing, page):
    page.get_by_role("switch", name="LUT", exact=True).click()
    page.get_by_label("File", exact=True).fill("nowhere.cube")
    page.keyboard.press("Tab")
    page.wait_for_selector(".standing.bad, .recipe-foot .failures", timeout=PATIENCE)


def test_what_is_being_typed_outlives_what_is_drawn_anew(finishing, page):
    page.get_by_role("switch", name="LUT", exact=True).click()
    line = page.get_by_label("File", exact=True)
    line.fill("nowh")
    finishing.do("step-forward")
    page.wait_for_selector(".compare .steps b:has-text('5')")
    settle(page)
    assert line.input_value() == "nowh"


def strokes(opened, count):
    """What paint.json has, once it has so many strokes."""
    until = time.monotonic() + 60
    while len(painted := open_series(opened.folder).take(SLATE).paint()) != count and time.monotonic() < until:
        time.sleep(0.1)
    return painted


def test_the_brush_paints_erases_and_takes_back(finishing, page, pictured):
    page.get_by_role("button", name="Brush").click()
    surface = page.get_by_role("application")
    assert surface.evaluate("one => document.activeElement === one")
    box = surface.bounding_box()
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in ((0.4, 0.4), (0.5, 0.5), (0.6, 0.5))]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=6)
    page.mouse.move(*at[2], steps=6)
    page.mouse.up()
    (stroke,) = strokes(finishing, 1)
    assert (stroke.picture, stroke.frame, stroke.mode) == (2, 0, "rig")
    assert stroke.points[0][0] == pytest.approx(0.4, abs=0.01)
    assert stroke.points[-1][0] == pytest.approx(0.6, abs=0.01)
    page.wait_for_selector(".followed:has-text('strokes here: 1')")
    page.get_by_role("button", name="Erase").click()
    page.mouse.click(*at[1])
    first, second = strokes(finishing, 2)
    assert first.points[-1][0] < 0.5 < second.points[0][0]
    surface.focus()
    page.keyboard.press("Control+z")
    assert strokes(finishing, 1) == (stroke,)
    page.keyboard.press("Control+Shift+Z")
    assert len(strokes(finishing, 2)) == 2
    pictured(page, "finish-brush-small")


def test_the_brush_goes_by_keys_and_leaves_the_film_alone(finishing, page):
    page.get_by_role("button", name="Brush").click()
    size = page.locator(".sizes b")
    before = size.inner_text()
    page.keyboard.press("BracketRight")
    assert float(size.inner_text()[:-1]) > float(before[:-1])
    page.keyboard.press("BracketLeft")
    assert size.inner_text() == before
    page.locator(".brush-bar").get_by_role("button", name="Keep").click()
    page.get_by_role("application").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    (stroke,) = strokes(finishing, 1)
    assert stroke.mode == "keep"
    assert stroke.points[0][0] == pytest.approx(0.55, abs=0.001)
    finishing.do("step-forward")
    page.wait_for_selector(".followed:has-text('followed from frame 3')")
    page.get_by_role("application").focus()
    page.keyboard.press("Escape")
    page.wait_for_selector("canvas.brush", state="detached")
    assert finishing.state()["desk"]["next"]["frame"] == 11


def test_a_stroke_goes_with_its_photograph_when_the_sheet_is_edited(finishing, page):
    page.get_by_role("button", name="Brush").click()
    page.keyboard.press("Space")
    page.wait_for_selector(".followed:has-text('strokes here: 1')")
    finishing.do("hold", frame=1, by=4)
    page.wait_for_selector(".followed:has-text('followed from frame 7')")
    finishing.do("step-forward")
    page.wait_for_selector(".followed:has-text('strokes here: 1')")
    assert page.locator(".compare .steps b").inner_text() == "7"
    (kept,) = strokes(finishing, 1)
    assert (kept.picture, kept.frame) == (2, 0)


def test_nothing_lies_over_anything_else_at_any_size(finishing, page):
    level(page, 0.4)
    for width, height in ((1280, 720), (1024, 768), (2560, 1440)):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        boxes = [page.locator(name).bounding_box() for name in (".operations", ".comparing", ".movie", ".timeline")]
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = (
                    one["x"] + one["width"] <= other["x"] + 1
                    or other["x"] + other["width"] <= one["x"] + 1
                    or one["y"] + one["height"] <= other["y"] + 1
                    or other["y"] + other["height"] <= one["y"] + 1
                )
                assert apart, (one, other)
        assert page.evaluate(OUTSIDE) == []


def test_every_control_is_reached_by_keys_and_has_a_name_in_both_languages(finishing, page, chromium, pictured):
    level(page, 0.5)
    names = page.evaluate(CONTROLS)
    assert [one for one in names if one[1] < 0 or not one[2]] == []
    assert len(names) > 25
    japanese(finishing, chromium, pictured)


def japanese(finishing, chromium, pictured):
    context = chromium.new_context(viewport={"width": 1600, "height": 1000}, locale="ja-JP")
    page = context.new_page()
    page.goto(finishing.url)
    page.wait_for_selector("nav.rooms button")
    page.locator("nav.rooms button").nth(4).click()
    page.wait_for_selector(".operations h2:has-text('レシピ')")
    page.wait_for_selector(".compare button:has-text('ワイプ')")
    pictured(page, "finish-japanese-small")
    context.close()
