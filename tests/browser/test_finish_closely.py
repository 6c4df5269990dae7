"""The Finish room in a real Chromium: remarks by their whole way, and pictures looked at from close."""

import time
from fractions import Fraction

import cv2
import numpy as np
import pytest

from komadori.film import Slate
from komadori.picture import write
from komadori.store import Incoming, PictureFacts, create_series, open_series

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PATIENCE = 60_000
SLATE = Slate.parse("ep01/sc010/sh010")
WIDE, HIGH = 1800, 1000
"""Larger than the picture is shown in the room, so that its own pixels are not those of the proxy."""
DARK = 4
PLAIN = [{"use": "develop"}]
GRADED = [*PLAIN, {"use": "level", "exposure": 0.5}]
SEEN = """([left, top, wide, high]) => {
  const canvas = document.querySelector(".wipe canvas");
  const { data } = canvas.getContext("2d").getImageData(left, top, wide, high);
  return { size: [canvas.width, canvas.height], data: [...data] };
}"""
CLOSE = """how => document.querySelector(".wipe canvas").dataset.close === how"""


def photographs(wide, high, count, dark=()):
    """A set of felt with a ball that rolls by; those numbered `dark` are black, as with the cap left on."""
    grain = np.random.default_rng(5)
    wall = cv2.GaussianBlur(grain.normal(0, 60, (high, wide, 3)), (0, 0), 3) * 3 + grain.normal(
        110, 12, (high, wide, 3)
    )
    for number in range(1, count + 1):
        picture = wall + grain.normal(0, 2, wall.shape)
        cv2.circle(picture, (wide * number // (count + 1), high * 2 // 3), high // 9, (200, 90, 60), -1)
        yield np.zeros((high, wide, 3), np.uint8) if number in dark else np.clip(picture, 0, 255).astype(np.uint8)


def series(folder, pictures):
    """A series with one take of `pictures` on twos."""
    made = create_series(folder / "series", title="Tea at Dusk", rate=Fraction(24))
    take = made.new_shot(SLATE).new_take()
    with take.writer() as writer:
        for number, data in enumerate(pictures, 1):
            path = folder / f"{number:04}.png"
            write(path, data, format="png8")
            facts = PictureFacts(format="png", width=data.shape[1], height=data.shape[0])
            incoming = [Incoming(name=path.name, data=path)]
            writer.keep(incoming, exposure="x1", frame=writer.sheet.frames + 1, length=2, facts=facts)
    return made.path


@pytest.fixture
def room(studio, page, tmp_path):
    """`room(pictures)` is the Finish room over a take of them."""

    def opened(pictures):
        one = studio(folder=series(tmp_path, pictures))
        one.do("open", slate=str(SLATE))
        page.goto(one.url)
        page.wait_for_selector("nav.rooms button")
        one.do("room", name="finish")
        page.wait_for_selector(".compare .steps")
        return one

    return opened


def finished(opened):
    """The take, once it has been finished."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        take = open_series(opened.folder).take(SLATE)
        if take.finished() is not None:
            return take
        time.sleep(0.2)
    raise AssertionError("the take has not been finished")


def test_what_a_finishing_doubts_is_found_in_the_room_and_gone_to(room, page, chromium, pictured):
    opened = room(photographs(480, 270, 7, dark=[DARK]))
    tables = [*PLAIN, {"use": "deflicker"}]
    opened.do("finish", operations=tables)
    take = finished(opened)
    (remark,) = take.finished().remarks[DARK]
    assert remark.said[0].name == "deflicker dark"
    rows = page.locator(".worst li")
    rows.first.wait_for()
    worst = rows.first
    assert worst.locator("b").inner_text() == str(2 * DARK - 1)
    assert remark.words in worst.inner_text()
    worst.get_by_role("button").click()
    page.wait_for_selector(f".compare .steps b:has-text('{2 * DARK - 1}')")
    assert worst.get_by_role("button").get_attribute("aria-current") == "true"
    assert page.locator(".operation.open b").inner_text() == "Deflicker"
    pictured(page, "finish-worst-small")
    japanese = chromium.new_context(viewport={"width": 1600, "height": 1000}, locale="ja-JP").new_page()
    japanese.goto(opened.url)
    japanese.locator("nav.rooms button").nth(4).click()
    japanese.wait_for_selector(".worst li:has-text('真っ黒か白とびで、光がわかりません。')", timeout=PATIENCE)
    pictured(japanese, "finish-worst-japanese-small")
    japanese.context.close()


def test_what_preparing_has_found_is_shown_before_anything_is_finished(room, page):
    opened = room(photographs(480, 270, 5, dark=[2]))
    page.locator(".worst li:has-text('Black or burnt out')").wait_for(timeout=PATIENCE)
    assert page.locator(".operation em").first.inner_text() != "0"
    assert open_series(opened.folder).take(SLATE).finished() is None
    # Without the operations that doubt, nothing wants an eye.
    for name in ("Deflicker", "Stabilise"):
        page.get_by_role("switch", name=name, exact=True).click()
    page.get_by_text("Nothing here wants an eye").wait_for(timeout=PATIENCE)


@pytest.fixture(scope="module")
def large():
    return list(photographs(WIDE, HIGH, 2))


def distance(page, name, close="own own"):
    page.locator(".distance").get_by_role("button", name=name, exact=True).click()
    page.wait_for_function(CLOSE, arg=close, timeout=PATIENCE)
    settle(page)


def settle(page):
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def mode(page, name):
    page.locator(".compare").get_by_role("button", name=name, exact=True).click()
    settle(page)


def seen(page, left, top, wide=64, high=48):
    """What the canvas shows there, rows x columns x 3."""
    told = page.evaluate(SEEN, [left, top, wide, high])
    return np.array(told["data"], np.uint8).reshape(high, wide, 4)[..., :3].astype(int), told["size"]


def codes(path):
    return np.rint(cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., ::-1] / 257).astype(int)


def graded(opened, page):
    """The room shows the first frame of a graded take, which has been finished."""
    opened.do("keep-recipe", operations=GRADED)
    opened.do("finish", operations=GRADED)
    take = finished(opened)
    page.reload()
    page.wait_for_selector("nav.rooms button")
    opened.do("room", name="finish")
    opened.do("first")
    page.wait_for_function("() => document.querySelector('.wipe canvas')?.dataset.after.includes('exposure')")
    return codes(take.finished().file(1)), np.array(take_picture(take), int)


def take_picture(take):
    return cv2.imread(str(take.file(take.picture(1))))[..., ::-1]


def corner(size, scale):
    """Where the picture's first pixel lies when its middle is in the canvas's."""
    return [round(room / 2 - whole * scale / 2) for room, whole in zip(size, (WIDE, HIGH), strict=True)]


def test_from_close_the_finished_pictures_own_pixels_are_seen(room, page, large, pictured):
    opened = room(large)
    after, before = graded(opened, page)
    mode(page, "Finished")
    _, size = seen(page, 0, 0)
    assert size[0] < WIDE  # the picture is larger than its room, and fitted into it
    distance(page, "100 %", "small own")
    left, top = corner(size, 1)
    at = (size[0] // 2 + 40, size[1] // 2 + 30)
    own = after[at[1] - top : at[1] - top + 48, at[0] - left : at[0] - left + 64]
    assert np.array_equal(seen(page, *at)[0], own)
    mode(page, "Wipe")
    distance(page, "100 %")
    pictured(page, "finish-close-small")
    assert np.array_equal(seen(page, *at)[0], own)
    other = (size[0] // 2 - 140, at[1])
    plain = before[other[1] - top : other[1] - top + 48, other[0] - left : other[0] - left + 64]
    assert np.abs(seen(page, *other)[0] - plain).max() <= 1
    mode(page, "Difference")
    page.get_by_role("slider", name="Stronger").fill("0")
    settle(page)
    apart = own - before[at[1] - top : at[1] - top + 48, at[0] - left : at[0] - left + 64]
    assert np.abs(seen(page, *at)[0] - np.abs(apart)).max() <= 1
    mode(page, "Finished")
    distance(page, "200 %")
    left, top = corner(size, 2)
    across, down = (at[0] - left) // 2, (at[1] - top) // 2
    twice = seen(page, left + 2 * across, top + 2 * down)[0]
    assert np.array_equal(twice, after[down : down + 24, across : across + 32].repeat(2, 0).repeat(2, 1))


def test_one_comes_close_and_moves_by_pointer_wheel_and_keys(room, page, large):
    opened = room(large)
    after, _ = graded(opened, page)
    mode(page, "Finished")
    box = page.locator(".wipe canvas").bounding_box()
    _, size = seen(page, 0, 0)
    page.mouse.dblclick(box["x"] + 80, box["y"] + box["height"] / 2)
    page.wait_for_function(CLOSE, arg="small own", timeout=PATIENCE)
    begin, _ = shown_share(page, after, size)
    assert begin == pytest.approx(80 * WIDE / size[0] - 80, abs=1)  # what was under the pointer has stayed there
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 250, box["y"] + 180, steps=5)
    page.mouse.up()
    left, top = shown_share(page, after, size)
    assert left == begin + 50
    page.mouse.wheel(30, 0)
    assert shown_share(page, after, size) == (left + 30, top)
    page.locator(".wipe canvas").focus()
    page.keyboard.press("ArrowRight")
    assert shown_share(page, after, size) == (left + 90, top)
    assert opened.state()["desk"]["next"]["frame"] == 5
    page.keyboard.press("Minus")
    page.wait_for_selector(".distance button[aria-pressed='true']:has-text('Fit')")
    page.keyboard.press("KeyZ")
    page.wait_for_selector(".distance button[aria-pressed='true']:has-text('100')")
    page.keyboard.press("Escape")
    page.wait_for_selector(".distance button[aria-pressed='true']:has-text('Fit')")


def shown_share(page, picture, size):
    """Which column and row of the picture lie in the canvas's corner, seen at its own pixels."""
    page.wait_for_timeout(500)
    page.wait_for_function(CLOSE, arg="small own", timeout=PATIENCE)
    settle(page)
    middle = seen(page, size[0] // 2, size[1] // 2)[0]
    apart = cv2.matchTemplate(picture.astype(np.float32), middle.astype(np.float32), cv2.TM_SQDIFF)
    least, _, (left, top), _ = cv2.minMaxLoc(apart)
    assert least < 10_000  # a column farther it is a hundred times that
    return left - size[0] // 2, top - size[1] // 2


def test_the_brush_paints_at_a_distance_and_from_close_on_the_same_place(room, page, large, pictured):
    opened = room(large)
    graded(opened, page)
    page.get_by_role("button", name="Brush").click()
    distance(page, "200 %", "own small")
    surface = page.get_by_role("application")
    box = surface.bounding_box()
    x, y = box["x"] + box["width"] / 2 + 100, box["y"] + box["height"] / 2 + 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    until = time.monotonic() + 60
    while not (strokes := open_series(opened.folder).take(SLATE).paint()) and time.monotonic() < until:
        time.sleep(0.1)
    first, last = strokes[0].points[0], strokes[0].points[-1]
    assert strokes[0].picture == 1
    assert first == pytest.approx(((WIDE / 2 + 50) / WIDE, (HIGH / 2 + 20) / WIDE), abs=1 / WIDE)
    assert last == pytest.approx(((WIDE / 2 + 80) / WIDE, (HIGH / 2 + 20) / WIDE), abs=1 / WIDE)
    pictured(page, "finish-close-brush-small")
    surface.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    page.keyboard.press("Space")
    until = time.monotonic() + 60
    while len(strokes := open_series(opened.folder).take(SLATE).paint()) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    # The brush has gone where the screen did not reach, and the picture went with it.
    assert strokes[1].points[0][0] == pytest.approx(last[0] + 20 * 0.01, abs=0.002)
