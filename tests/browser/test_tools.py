"""The tools over the picture in the real studio: drawn by a hand, kept with the take, seen by every page."""

import io
import json

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from komadori.capture.watch import Kind

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH, HEIGHT = 640, 360
GREEN = (40, 170, 70)
SECONDS = 45


def until(page, told, seconds=SECONDS):
    """What `told` returns once it is true."""
    for _ in range(seconds * 20):
        found = told()
        if found:
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} seconds: {told()}")


def photograph(path, step):
    image = Image.new("RGB", (WIDTH, HEIGHT), GREEN)
    ImageDraw.Draw(image).rectangle((60 + 20 * step, 200, 160 + 20 * step, 340), fill=(180, 60, 50))
    image.save(path, quality=92)


def video(path):
    """Frame n is grey with a code of 5 n."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(1, 41):
            frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), 5 * number, np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


class Set:
    """A studio with a replayed camera and a take of a few pictures, and its page."""

    def __init__(self, studio, page, folder, count=6):
        pictures = folder / "camera"
        pictures.mkdir()
        for step in range(4):
            photograph(pictures / f"{step}.jpg", step)
        self.studio = studio("--camera", f"replay:{pictures}?loop=1")
        self.studio.do("begin-series", title="Tools")
        until(page, lambda: self.studio.state()["cameras"]["open"][0]["live"])
        for kind in Kind:  # alarms lie over the picture, and these pictures give reason for some
            self.studio.do("dismiss", kind=kind)
        self.studio.do("shoot", count=count)
        self.page = page
        self.open(page)

    def open(self, page):
        page.set_default_timeout(SECONDS * 1000)
        page.goto(self.studio.url)
        page.get_by_role("heading", name="Look through").wait_for()
        self.module(page, "state/model.js")
        page.wait_for_function("() => tools.model.liveSize.value.width > 0")
        # The rest of the column would be scrolled away beneath it.
        page.get_by_role("switch", name="Onion skin").click()

    def module(self, page, path):
        """A module of the page itself, as `tools.name`."""
        page.evaluate(
            """async (path) => {
              const base = document.querySelector("script[type=module]").src.replace(/main\\.js$/, "");
              const name = path.split("/").at(-1).replace(".js", "");
              (window.tools ??= {})[name] = await import(base + path);
            }""",
            path,
        )

    def at(self, x, y, page=None):
        """Where a point of the picture, 0..1, is on the screen."""
        box = (page or self.page).locator("canvas.overlay").bounding_box()
        scale = min(box["width"] / WIDTH, box["height"] / HEIGHT)
        left = box["x"] + (box["width"] - WIDTH * scale) / 2
        top = box["y"] + (box["height"] - HEIGHT * scale) / 2
        return left + x * WIDTH * scale, top + y * HEIGHT * scale

    def click(self, x, y, **words):
        self.page.mouse.click(*self.at(x, y), **words)

    def drag(self, start, end, page=None, release=True):
        mouse = (page or self.page).mouse
        mouse.move(*self.at(*start, page=page))
        mouse.down()
        mouse.move(*self.at(*end, page=page), steps=6)
        if release:
            mouse.up()

    def switch(self, name):
        self.page.get_by_role("switch", name=name).click()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def document(self, take=1):
        """What is kept with the take."""
        file = self.studio.folder / f"ep01/sc010/sh010/tk{take:02d}/look.json"
        return json.loads(file.read_text())["document"] if file.exists() else {}

    def pictures(self):
        return self.page.evaluate("tools.model.pictures.value.size")

    def colour(self, x, y, page=None):
        """The colour on the screen at a point of the picture: the mean of a few pixels."""
        page = page or self.page
        left, top = self.at(x, y, page)
        shot = page.screenshot(clip={"x": left - 3, "y": top - 3, "width": 6, "height": 6})
        return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), float).mean((0, 1))

    def becomes(self, x, y, colour, by=14, page=None):
        wanted = np.asarray(colour, float)
        until(page or self.page, lambda: np.abs(self.colour(x, y, page) - wanted).max() < by)


def near(point, x, y, by=0.006):
    return abs(point["x"] - x) < by and abs(point["y"] - y) < by


def test_a_path_is_drawn_and_changed_by_hand(studio, page, tmp_path, pictured):
    here = Set(studio, page, tmp_path)
    here.switch("Increments")
    places = ((0.2, 0.7), (0.5, 0.3), (0.8, 0.6))
    for point in places:
        here.click(*point)
    page.keyboard.press("Enter")  # ends the path, and shoots nothing
    (path,) = until(page, lambda: here.document().get("paths"))
    until(page, lambda: len(here.document()["paths"][0]["points"]) == 3)
    path = here.document()["paths"][0]
    assert [near(point, *at) for point, at in zip(path["points"], places, strict=True)] == [True] * 3
    assert path["spacing"] | {"first": 13, "frames": 24, "on": 2} == path["spacing"]

    here.module(page, "state/spacing.js")
    ticks = page.evaluate("(path) => tools.spacing.ticks(path, path.spacing)", path)
    assert [tick["frame"] for tick in ticks] == list(range(13, 37, 2))
    assert near(ticks[0], 0.2, 0.7)
    assert near(ticks[-1], 0.8, 0.6)

    here.drag((0.5, 0.3), (0.55, 0.2))
    until(page, lambda: near(here.document()["paths"][0]["points"][1], 0.55, 0.2))
    page.get_by_label("Spacing", exact=True).select_option("custom")
    until(page, lambda: here.document()["paths"][0]["spacing"]["kind"] == "custom")
    pictured(page, "tools-paths")
    page.keyboard.press("Delete")  # the point in the hand, and no picture
    until(page, lambda: len(here.document()["paths"][0]["points"]) == 2)

    here.studio.do("shoot", count=2)  # two of its exposures: they stay where they were, whatever the spacing becomes
    until(page, lambda: here.pictures() == 8)
    before = page.evaluate("(path) => tools.spacing.ticks(path, path.spacing)", here.document()["paths"][0])
    page.get_by_label("Spacing", exact=True).select_option("linear")
    until(page, lambda: len(here.document()["paths"][0]["spacing"].get("kept", ())) == 2)
    after = page.evaluate("(path) => tools.spacing.ticks(path, path.spacing)", here.document()["paths"][0])
    assert near(after[1], before[1]["x"], before[1]["y"])

    page.keyboard.press("Escape")
    assert page.evaluate("tools.model.tool.value") == ""
    here.click(0.4, 0.4)
    page.wait_for_timeout(500)
    assert len(here.document()["paths"]) == 1
    assert here.pictures() == 8


def test_an_arc_is_marked_frame_by_frame(studio, page, tmp_path, pictured):
    here = Set(studio, page, tmp_path)
    here.switch("Arc trail")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    for step in range(4):
        here.click(0.3 + 0.05 * step, 0.5 - 0.04 * step)
        page.keyboard.press("ArrowRight")
    marks = until(page, lambda: len(here.document().get("trail", ())) == 4 and here.document()["trail"])
    assert [mark["frame"] for mark in marks] == [5, 7, 9, 11]
    assert all(near(mark, 0.3 + 0.05 * step, 0.5 - 0.04 * step) for step, mark in enumerate(marks))
    pictured(page, "tools-arc")
    page.keyboard.press("ArrowLeft")
    here.click(0.7, 0.7)  # marks it again
    until(page, lambda: near(here.document()["trail"][3], 0.7, 0.7))
    page.keyboard.down("Alt")
    here.click(0.1, 0.1)
    page.keyboard.up("Alt")
    until(page, lambda: [mark["frame"] for mark in here.document()["trail"]] == [5, 7, 9])


def test_a_colour_is_picked_and_seen_through(studio, page, tmp_path, pictured):
    here = Set(studio, page, tmp_path)
    Image.new("RGB", (WIDTH, HEIGHT), (30, 60, 200)).save(tmp_path / "sky.png")
    here.becomes(0.5, 0.15, GREEN)
    here.switch("Colour key")
    here.press("Pick")
    here.click(0.5, 0.15)
    key = until(page, lambda: "key" in here.document() and here.document()["key"])
    assert np.abs(np.array(key["colour"]) * 255 - GREEN).max() < 6
    assert page.evaluate("tools.model.tool.value") == ""
    here.becomes(0.5, 0.15, (32, 32, 32))

    here.switch("Reference")
    page.locator("label.brings input").set_input_files(tmp_path / "sky.png")
    until(page, lambda: here.document().get("layers"))
    here.switch("Reference")
    page.get_by_label("Plate").select_option("sky.png")
    here.becomes(0.5, 0.15, (30, 60, 200))
    pictured(page, "tools-key")
    here.switch("Colour key")
    here.becomes(0.5, 0.15, GREEN)


def test_a_push_in_is_framed_and_exported(studio, page, tmp_path, pictured):
    here = Set(studio, page, tmp_path)
    here.switch("Guides")
    here.press("Push-in")
    until(page, lambda: here.document().get("push_in", {}).get("on"))
    here.drag((5 / 6, 5 / 6), (0.7, 0.7))  # its lower right corner; the upper left one stays
    until(page, lambda: here.document()["push_in"]["scale"] > 1.8)
    push = here.document()["push_in"]
    assert abs(1 / push["scale"] - (0.7 - 1 / 6)) < 0.01
    here.drag((0.4, 0.4), (0.3, 0.45))
    until(page, lambda: abs(here.document()["push_in"]["x"] - (push["x"] - 0.1)) < 0.01)
    pictured(page, "tools-push-in")

    here.module(page, "state/document.js")
    crop = page.evaluate("tools.document.cropOf(tools.model.look.value)")
    here.studio.do("export", preset="h264", crop=crop)
    movies = here.studio.folder / "exports"
    until(page, lambda: list(movies.glob("*.mp4")), 60)
    with av.open(str(next(movies.glob("*.mp4")))) as container:
        size = container.streams.video[0].width, container.streams.video[0].height
    assert size == pytest.approx((crop[2] * WIDTH, crop[3] * HEIGHT), abs=2)

    page.get_by_role("switch", name="Guides").click()
    assert page.evaluate("tools.model.tool.value") == ""
    here.drag((0.3, 0.45), (0.5, 0.5))  # nothing is in the hand
    page.wait_for_timeout(500)
    assert abs(here.document()["push_in"]["x"] - (push["x"] - 0.1)) < 0.01


def test_stills_and_videos_are_laid_over_live(studio, page, tmp_path, pictured):
    here = Set(studio, page, tmp_path)
    board = Image.new("RGBA", (400, 400), (250, 250, 250, 0))  # one sees through all but its upper half
    board.paste((250, 250, 250, 255), (0, 0, 400, 200))
    board.save(tmp_path / "board.png")
    video(tmp_path / "walk.mp4")
    here.switch("Reference")
    page.locator("label.brings input").set_input_files([tmp_path / "board.png", tmp_path / "walk.mp4"])
    until(page, lambda: len(here.document().get("layers", ())) == 2)
    assert [layer["file"] for layer in here.document()["layers"]] == ["board.png", "walk.mp4"]
    page.get_by_label("Opacity").fill("1")
    here.becomes(0.5, 0.15, [5 * 13] * 3)  # the video's frame is the one to be shot
    page.get_by_label("Offset").fill("3")
    page.keyboard.press("Enter")
    here.becomes(0.5, 0.15, [5 * 10] * 3)
    here.studio.do("shoot")
    here.becomes(0.5, 0.15, [5 * 12] * 3)

    here.press("Place")
    here.drag((0.5, 0.5), (0.75, 0.5))
    until(page, lambda: abs(here.document()["layers"][1]["x"] - 0.25) < 0.01)
    here.drag((0.25, 0.99), (0.5, 0.745))  # half as large, about its middle
    until(page, lambda: abs(here.document()["layers"][1]["scale"] - 0.5) < 0.02)
    pictured(page, "tools-reference")
    page.get_by_role("button", name="Behind").click()
    until(page, lambda: here.document()["layers"][0]["file"] == "walk.mp4")
    page.get_by_role("button", name="Remove walk.mp4").click()
    until(page, lambda: [layer["file"] for layer in here.document()["layers"]] == ["board.png"])
    here.becomes(0.5, 0.15, (np.asarray(GREEN) + 250) / 2)
    here.becomes(0.65, 0.9, GREEN)


def test_a_drawing_is_kept_and_two_pages_show_it(studio, page, chromium, tmp_path, pictured):
    here = Set(studio, page, tmp_path)
    other = chromium.new_page(viewport={"width": 1366, "height": 768})
    here.open(other)
    here.switch("Drawing")
    page.get_by_label("Width").fill("0.03")
    here.drag((0.3, 0.3), (0.5, 0.3))
    until(page, lambda: here.document().get("sketch", {}).get("layers"))
    (layer,) = here.document()["sketch"]["layers"]
    assert layer["frame"] is None
    assert layer["strokes"][0]["points"][0] == pytest.approx([0.3, 0.3], abs=0.006)
    here.becomes(0.4, 0.3, (232, 163, 90), 40, page=other)

    pen = page.context.new_cdp_session(page)
    for kind, x, force in (("mousePressed", 0.3, 0.9), ("mouseMoved", 0.35, 0.6), ("mouseReleased", 0.4, 0.0)):
        left, top = here.at(x, 0.45)
        told = {"type": kind, "x": left, "y": top, "force": force, "pointerType": "pen", "button": "left"}
        pen.send("Input.dispatchMouseEvent", told | {"buttons": 1, "clickCount": 1})
    until(page, lambda: len(here.document()["sketch"]["layers"][0]["strokes"]) == 2)
    pressed = here.document()["sketch"]["layers"][0]["strokes"][1]["points"]
    assert pressed[0] == pytest.approx([0.3, 0.45, 0.9], abs=0.006)

    here.press("this frame only")
    here.drag((0.3, 0.6), (0.6, 0.6))
    until(page, lambda: len(here.document()["sketch"]["layers"]) == 2)
    assert here.document()["sketch"]["layers"][1]["frame"] == 13
    page.keyboard.press("ArrowLeft")
    here.becomes(0.5, 0.15, GREEN)
    pictured(page, "tools-drawing")
    page.keyboard.press("Control+z")  # nothing is drawn on this frame: the sheet is meant
    until(page, lambda: here.studio.state()["desk"]["next"]["frame"] == 11)
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("3")

    # While this page draws an arc, the other one pushes in: neither loses anything.
    here.switch("Arc trail")
    here.drag((0.2, 0.2), (0.7, 0.5), release=False)
    other.get_by_role("switch", name="Guides").click()
    other.get_by_role("button", name="Push-in", exact=True).click()
    until(page, lambda: page.evaluate("tools.model.look.value.push_in.on"))
    page.mouse.move(*here.at(0.8, 0.6), steps=3)
    page.mouse.up()
    until(page, lambda: here.document()["push_in"]["on"] and here.document().get("trail"))
    for one in (page, other):
        until(
            one,
            lambda one=one: (
                one.evaluate("JSON.stringify(tools.model.look.value)")
                == json.dumps(here.document(), separators=(",", ":"))
            ),
        )
    assert near(here.document()["trail"][0], 0.8, 0.6)
    other.close()


def test_what_one_looks_with_is_dragged_and_another_take_is_seen(studio, page, tmp_path, pictured):
    here = Set(studio, page, tmp_path)
    here.module(page, "state/through.js")
    here.click(0.5, 0.5)  # without a tool nothing happens
    here.switch("Split")
    here.drag((0.5, 0.9), (0.3, 0.9))
    assert page.evaluate("tools.through.through.value.split.at") == pytest.approx(0.3, abs=0.01)
    here.switch("Split")
    page.mouse.move(*here.at(0.5, 0.5))
    page.keyboard.press("z")
    until(page, lambda: page.evaluate("tools.through.through.value.loupe.on"))
    for zoom in (2, 3):
        page.mouse.wheel(0, -100)
        until(page, lambda zoom=zoom: page.evaluate("tools.through.through.value.loupe.zoom") == zoom)
    here.drag((0.5, 0.5), (0.6, 0.4))
    x, y = page.evaluate("[tools.through.through.value.loupe.x, tools.through.through.value.loupe.y]")
    assert x < 0.5 < y
    pictured(page, "tools-loupe")
    page.keyboard.press("z")
    assert here.document() == {}
    assert here.pictures() == 6

    page.evaluate("tools.model.hear({ type: 'placed', right: 9, down: -7, far: 11.4, back: false })")
    page.wait_for_timeout(200)
    pictured(page, "tools-arrow")
    here.becomes(0.5, 0.5, GREEN, 60)  # through the middle of its ring one sees the set

    here.studio.do("new-take")
    until(page, lambda: page.evaluate("tools.model.take.value.number") == 2)
    assert page.evaluate("tools.model.placed.value") is None
    here.switch("Onion skin")
    page.get_by_label("From").select_option("other-take")
    until(page, lambda: page.evaluate("tools.through.otherTake.value.frames.length") == 12)
    assert page.evaluate("tools.through.ghostsShown.value.map((one) => one.picture)") == [1]
    page.get_by_label("Frame", exact=True).fill("9")
    page.keyboard.press("Enter")
    assert page.evaluate("tools.through.ghostsShown.value.map((one) => one.picture)") == [5, 4, 3]


def test_a_finger_marks_as_a_mouse_does(studio, chromium, tmp_path):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, has_touch=True)
    page = context.new_page()
    here = Set(studio, page, tmp_path)
    page.get_by_role("switch", name="Arc trail").tap()
    page.touchscreen.tap(*here.at(0.4, 0.6))
    (mark,) = until(page, lambda: here.document().get("trail"))
    assert near(mark, 0.4, 0.6)
    context.close()
