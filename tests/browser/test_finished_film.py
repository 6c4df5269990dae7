"""The player in a real Chromium: finished pictures in their own time, and what was shot where they are out of date."""

import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PATIENCE = 60_000
CHIP = ".stage .chip.top-left"
LIGHT = """() => {
  const canvas = document.querySelector(".stage canvas:nth-of-type(2)");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, code) => sum + code, 0) / data.length;
}"""
"""The mean code of the film's canvas."""
MODEL = """import(document.querySelector("script[type=module]").src.replace(/main.js$/, "state/model.js"))"""
SEEN = f"""async (seconds) => {{
  const {{ shownFrame }} = await {MODEL};
  const seen = [];
  const began = performance.now();
  const end = shownFrame.subscribe((frame) => seen.push([frame, performance.now() - began]));
  await new Promise((done) => setTimeout(done, 1000 * seconds));
  end();
  return seen;
}}"""
"""The frames of the sheet that are told while it plays, and when, in milliseconds."""


DONE = f"""async (number) => {{
  const {{ work }} = await {MODEL};
  while (work.value.get(number)?.state !== "done") await new Promise((done) => setTimeout(done, 50));
}}"""


@pytest.fixture
def shot(studio, page):
    """A take of six pictures on twos, looked at where it begins."""
    opened = studio("--camera", "pattern?size=640x360")
    opened.do("begin-series", title="Tea at Dusk")
    opened.do("dark", on=False)
    opened.do("shoot", count=6, held=2)
    page.goto(opened.url)
    page.wait_for_selector('.band .number b[data-frame="13"]', timeout=PATIENCE)
    opened.do("first")
    page.wait_for_selector(f"{CHIP}:has-text('1')")
    return opened


def finish(page, opened, *tables):
    """Finish the take, and wait until the page has heard of it."""
    number = opened.do("finish", operations=[{"use": "develop"}, *tables])["work"]
    page.evaluate(DONE, number)


def becomes(page, fits):
    """Wait until the film's canvas is as light as it should be."""
    end = time.monotonic() + PATIENCE / 1000
    while not fits(page.evaluate(LIGHT)):
        assert time.monotonic() < end, page.evaluate(LIGHT)
        page.wait_for_timeout(50)


def chip(page):
    return page.locator(CHIP).first.text_content()


def is_seen(page, words):
    page.wait_for_selector(f"{CHIP}:has-text('{words}')", timeout=PATIENCE)


def test_finished_pictures_are_played_in_their_own_time(shot, page, pictured):
    becomes(page, lambda light: light > 5)
    as_shot = page.evaluate(LIGHT)
    finish(page, shot, {"use": "level", "exposure": 1.5}, {"use": "retime", "speed": 0.25})
    assert "inished" not in chip(page)
    page.get_by_role("button", name="Finished pictures").click()
    is_seen(page, "12 → 48 frames")
    becomes(page, lambda light: light > as_shot + 15)
    pictured(page, "finished-film")

    page.get_by_role("button", name="Play", exact=True).click()
    seen = page.evaluate(SEEN, 1.6)
    frames = [frame for frame, _ in seen]
    assert frames == sorted(frames)
    # At a quarter of its speed the sheet's ninth frame comes after 32 frames, four thirds of a second.
    first, ninth = (next(at for frame, at in seen if frame == wanted) for wanted in (2, 9))
    assert ninth - first == pytest.approx(28 / 24 * 1000, abs=200)
    page.get_by_role("button", name="Stop", exact=True).click()

    page.get_by_role("button", name="Finished pictures").click()
    page.wait_for_selector(f"{CHIP}:not(:has-text('frames'))")
    becomes(page, lambda light: light < as_shot + 5)


def test_a_sheet_edited_since_is_said_and_what_was_shot_is_seen(shot, page):
    finish(page, shot, {"use": "level", "exposure": 1.5}, {"use": "retime", "speed": 0.5})
    shot.do("finished")
    is_seen(page, "12 → 24 frames")
    shot.do("hold", frame=1, by=2)
    page.wait_for_selector(".remarks :text('was changed after its time was')", timeout=PATIENCE)
    page.wait_for_selector(f"{CHIP}:not(:has-text('frames'))")
    button = page.get_by_role("button", name="Finished pictures")
    assert button.get_attribute("aria-pressed") == "false"
    finish(page, shot, {"use": "retime", "speed": 0.5})
    button.click()
    is_seen(page, "14 → 28 frames")


def test_what_is_not_finished_is_said(shot, page):
    shot.do("finished")
    page.wait_for_selector(".remarks :text('has not been finished')", timeout=PATIENCE)
    assert page.get_by_role("button", name="Finished pictures").get_attribute("aria-pressed") == "false"


def test_another_take_is_played_from_its_own_pictures(shot, page):
    becomes(page, lambda light: light > 5)
    as_shot = page.evaluate(LIGHT)
    shot.do("new-take")
    shot.do("unlock")
    shot.do("set-setting", camera="pattern?size=640x360", name="iso", value="100")
    shot.do("shoot", count=2, held=2)
    page.wait_for_selector('.band .number b[data-frame="5"]', timeout=PATIENCE)
    shot.do("first")
    becomes(page, lambda light: light < as_shot - 8)
    shot.do("open", slate=shot.state()["take"]["slate"], take=1)
    page.wait_for_selector('.band .number b[data-frame="13"]', timeout=PATIENCE)
    shot.do("first")
    becomes(page, lambda light: abs(light - as_shot) < 1)
