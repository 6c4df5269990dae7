"""The rooms in a real Chromium: the first minute, shots, keys, finishing, sound, languages, and how all of it fits."""

import json
import urllib.error
import urllib.request

import numpy as np
import pytest

from komadori.film import Slate
from komadori.sound import Wave, wav_bytes
from komadori.store import open_series

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PATIENCE = 60_000
FIRST = "ep01/sc010/sh010"
SIZES = ((1280, 720), (1600, 1000), (2560, 1440))
ROOMS = ("set-up", "animate", "light", "sound", "finish")


def go(page, room):
    """To a room, by its button."""
    page.locator("nav.rooms button").nth(ROOMS.index(room)).click()


def wait_for_frame(page, frame):
    page.wait_for_selector(f'.band .number b[data-frame="{frame}"]', timeout=PATIENCE)


@pytest.fixture
def begun(studio, page):
    """A studio with a drawn scene, a first shot with three pictures, and a page that shows it."""
    opened = studio("--camera", "pattern")
    opened.do("begin-series", title="Tea at Dusk")
    opened.do("dark", on=False)
    opened.do("shoot", count=3)
    page.goto(opened.url)
    wait_for_frame(page, 7)
    return opened


def test_from_nothing_to_the_first_picture(studio, page, pictured):
    opened = studio()
    page.goto(opened.url)
    title = page.get_by_label("Title")
    assert title.input_value() == opened.folder.name
    pictured(page, "room-begin")
    # One click chooses the camera, Enter begins, Enter shoots.
    page.get_by_text("A drawn scene").click()
    page.wait_for_selector(".tile.chosen img", timeout=PATIENCE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".band .state .big:has-text('Ready')", timeout=PATIENCE)
    page.keyboard.press("Enter")
    wait_for_frame(page, 3)
    take = open_series(opened.folder).take(Slate.parse(FIRST))
    assert len(take.pictures) == 1
    assert opened.state()["series"]["title"] == opened.folder.name


def test_the_keypads_enter_begins_too_and_the_computers_own_camera_is_lent(studio, chromium):
    opened = studio()
    context = chromium.new_context(permissions=["camera"])
    page = context.new_page()
    page.goto(opened.url)
    page.wait_for_selector(".tile.chosen:has-text('This computer')", timeout=PATIENCE)
    page.get_by_label("Title").fill("Made at Home")
    page.keyboard.press("NumpadEnter")
    page.wait_for_selector(".band .state .big:has-text('Ready')", timeout=PATIENCE)
    assert opened.state()["series"]["title"] == "Made at Home"
    (camera,) = opened.state()["cameras"]["open"]
    assert camera["guest"]
    context.close()


def test_shots_are_begun_and_opened(begun, page, pictured):
    go(page, "set-up")
    assert page.get_by_label("Address").input_value() == "ep01/sc010/sh020"
    page.get_by_label("Exposures a frame").fill("beauty matte")
    page.locator("form.new-shot button.main").click()
    wait_for_frame(page, 1)
    assert begun.state()["take"]["slate"] == "ep01/sc010/sh020"
    go(page, "set-up")
    # What one exposure has for itself is seen, and taken back.
    page.get_by_role("button", name="matte", exact=True).click()
    page.locator(".settings.all").get_by_label("ISO").select_option("800")
    page.wait_for_selector(".overridable.own")
    page.locator(".overridable.own button").click()
    page.wait_for_selector(".overridable.own", state="detached")
    page.get_by_text("Take a test shot").click()
    page.locator(".test").click(timeout=PATIENCE)
    page.wait_for_selector("dialog.enlarged[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.enlarged", state="detached")
    pictured(page, "room-set-up")
    page.locator(".shot-open").first.click()
    wait_for_frame(page, 7)
    go(page, "set-up")
    page.get_by_text("New take").click()
    wait_for_frame(page, 1)
    assert begun.state()["take"]["number"] == 2


def test_a_key_is_learned_and_forgotten(begun, page, pictured):
    page.keyboard.press("Shift+Slash")
    page.wait_for_selector("dialog.help[open]")
    # What is pressed in here is not meant for the set.
    page.keyboard.press("NumpadEnter")
    page.get_by_role("button", name="Far").click()
    page.keyboard.press("Escape")
    assert page.locator("dialog.help[open]").count() == 1
    page.get_by_role("button", name="Far").click()
    page.keyboard.press("x")
    page.wait_for_selector("kbd.learned:has-text('X')")
    pictured(page, "room-help")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.help", state="detached")
    page.keyboard.press("x")
    page.wait_for_selector(".app.far")
    page.keyboard.press("x")
    assert begun.state()["desk"]["next"]["frame"] == 7
    page.keyboard.press("Shift+Slash")
    page.locator("kbd.learned button").first.click()
    page.wait_for_selector("kbd.learned", state="detached")
    page.get_by_role("button", name="Far").click()
    page.locator(".keys.drawn button:has-text('7')").click()
    page.wait_for_selector(".taught:has-text('Far')")


def test_pictures_are_finished_compared_and_exported(begun, page, pictured):
    go(page, "finish")
    page.get_by_role("switch", name="Level").click()
    page.get_by_label("Exposure", exact=True).fill("1")
    page.locator(".operations button.wide").click()
    page.get_by_role("button", name="Make a movie").click()
    page.wait_for_selector(".piece.done", timeout=120_000)
    divider = page.get_by_role("slider", name="Before and after")
    divider.focus()
    page.keyboard.press("ArrowRight")
    assert divider.get_attribute("aria-valuenow") == "52"
    page.keyboard.press("Home")
    assert divider.get_attribute("aria-valuenow") == "0"
    page.keyboard.press("End")
    box = page.locator(".wipe").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.mouse.up()
    assert divider.get_attribute("aria-valuenow") == "25"
    page.locator(".movie").get_by_role("button", name="Finished").click()
    page.locator(".preset", has_text="GIF").click()
    page.get_by_text("Write it").click()
    page.wait_for_selector(".piece.done .path", timeout=120_000)
    pictured(page, "room-finish")
    assert (begun.folder / "exports/ep01_sc010_sh010_tk01.gif").stat().st_size > 0


def test_a_sound_is_brought_placed_and_has_its_words(begun, page, pictured, tmp_path):
    path = tmp_path / "kettle.wav"
    path.write_bytes(wav_bytes(Wave(data=np.full((1, 48_000), 0.25, np.float32), rate=48_000)))
    go(page, "sound")
    page.locator(".sounds input[type=file]").set_input_files(path)
    page.get_by_text("Place at frame 7").click(timeout=PATIENCE)
    page.locator(".places .pill").wait_for(timeout=PATIENCE)
    page.get_by_text("Add a column for words").click()
    page.get_by_text("Write them in the column").wait_for()
    begun.do("write", column="words", frame=7, text="kettle")
    page.locator(".said .pill", has_text="kettle").click()
    pictured(page, "room-sound")
    go(page, "light")
    page.get_by_text("Add a light").click()
    page.locator(".program").wait_for()
    begun.do("write", column="light", frame=1, text="40")
    page.locator(".program output", has_text="40").wait_for()
    pictured(page, "room-light")


def test_the_page_speaks_japanese_and_remembers_it(begun, page, pictured):
    go(page, "set-up")
    page.get_by_text("日本語").click()
    page.locator("nav.rooms button", has_text="仕上げ").wait_for()
    assert page.evaluate("document.documentElement.lang") == "ja"
    page.reload()
    page.locator("nav.rooms button", has_text="仕上げ").wait_for()
    for room in ROOMS:
        go(page, room)
        page.wait_for_timeout(300)
        pictured(page, f"room-{room}-ja")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_room_fits(begun, page, pictured, width, height):
    page.set_viewport_size({"width": width, "height": height})
    for room in ROOMS:
        go(page, room)
        page.wait_for_timeout(400)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(OUTSIDE) == [], room
        pictured(page, f"room-{room}-{width}")


OUTSIDE = """() => [...document.querySelectorAll(".app .panel, .room .scrolls > *, .room .press, .room .segments")]
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const holder = one.closest(".scrolls")?.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1 || holder && box.right > holder.right + 1);
  })
  .map((one) => `${one.className} ${one.textContent.slice(0, 40)}`)"""


def test_a_finger_can_press_everything(begun, chromium, pictured):
    context = chromium.new_context(viewport={"width": 1180, "height": 820}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(begun.url)
    page.wait_for_selector(".rooms")
    for room in ROOMS:
        go(page, room)
        page.wait_for_timeout(400)
        assert page.evaluate(SMALL) == [], room
        pictured(page, f"room-{room}-touch")
    context.close()


SMALL = """() => [...document.querySelectorAll(".room:not(.animate) button, .room:not(.animate) select, .rooms button")]
  .filter((one) => !one.matches(".switch, .pips *, .setting *") && !one.closest(".sheet"))
  .concat(...document.querySelectorAll(".room:not(.animate) .setting"))
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width && box.height && (box.height < 39.5 || box.width < 39.5))
  .map(([box, one]) => `${one.className} ${one.textContent.trim().slice(0, 30)} ${box.width}x${box.height}`)"""


def test_the_poster_of_a_shot_is_its_last_picture(begun):
    with urllib.request.urlopen(f"{begun.url}shots/{FIRST}/poster.jpg") as answer:
        assert answer.read(2) == b"\xff\xd8"
    asked = urllib.request.Request(f"{begun.url}shots/ep09/sc010/sh010/poster.jpg")
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(asked)
    assert missing.value.code == 404
    assert json.load(missing.value)["error"]["hint"]
