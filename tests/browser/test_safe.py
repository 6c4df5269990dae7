"""The page is closed, reloaded and crashed, and the server killed, while it is shot: nothing told as safe is lost."""

import random

import pytest

from komadori.film import Slate
from komadori.progress import finish
from komadori.store import check_series, open_series

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(420)]

SHOT = "ep01/sc010/sh010"
PATIENCE = 60_000
HEARD = """
window.heard = [];
const Real = window.WebSocket;
window.WebSocket = class extends Real {
  constructor(...words) {
    super(...words);
    this.addEventListener("message", (event) => {
      const told = typeof event.data === "string" && event.data.startsWith('{"type":"picture"');
      if (told) heard.push(JSON.parse(event.data));
    });
  }
};
"""
"""Takes note, in the page, of each picture that it was told is safe."""


def wait_until_ready(page):
    page.wait_for_selector(".band .state .big:has-text('Ready')", timeout=PATIENCE)


def judge(studio, told):
    """Every picture that a page was told of is on the disk and on the sheet, and all is sound."""
    take = open_series(studio.folder).take(Slate.parse(SHOT))
    for message in told:
        picture = take.picture(message["number"])
        assert take.file(picture).stat().st_size == message["bytes"]
        assert take.sheet.cell("picture", message["frame"]).picture("x1") == message["number"]


@pytest.fixture
def begun(studio, page):
    """A studio that shoots without going dark, and a page that takes note of what it is told."""
    opened = studio()
    opened.do("begin-series", title="Safe")
    opened.do("open-camera", name="pattern?size=320x180")
    opened.do("dark", on=False)
    page.add_init_script(HEARD)
    page.goto(opened.url)
    wait_until_ready(page)
    return opened


def test_the_server_is_killed_again_and_again_and_the_page_comes_back_by_itself(begun, page, pictured):
    rng = random.Random(9)
    safe = 0
    for _ in range(4):
        page.evaluate("heard.length = 0")
        page.keyboard.press("NumpadEnter")
        page.wait_for_function("() => heard.length > 0", timeout=PATIENCE)
        for _ in range(2):
            page.keyboard.press("NumpadEnter")
            page.wait_for_timeout(rng.uniform(0, 250))
        begun.kill()
        told = page.evaluate("heard")
        judge(begun, told)
        page.wait_for_function("() => !document.querySelector('.band .state .big')?.textContent.includes('Ready')")
        begun.again()
        begun.do("open", slate=SHOT)
        begun.do("open-camera", name="pattern?size=320x180")
        begun.do("dark", on=False)
        wait_until_ready(page)
        safe += len(told)
        frames = open_series(begun.folder).take(Slate.parse(SHOT)).sheet.frames
        page.wait_for_selector(f'.band .number b[data-frame="{frames + 1}"]', timeout=PATIENCE)
    pictured(page, "safe-after-four-crashes")
    assert safe >= 4
    begun.close()
    assert finish(check_series(open_series(begun.folder))).sound


def test_a_page_that_is_reloaded_or_closed_while_it_shoots_loses_nothing(begun, page, chromium):
    told = []
    for _ in range(3):
        page.keyboard.press("NumpadEnter")
        page.wait_for_timeout(60)
        told += page.evaluate("heard")
        page.reload()
        wait_until_ready(page)
    page.keyboard.press("NumpadEnter")
    page.wait_for_timeout(60)
    page.close()
    again = chromium.new_context(viewport={"width": 1600, "height": 1000}).new_page()
    again.goto(begun.url)
    wait_until_ready(again)
    again.wait_for_selector('.band .number b[data-frame="9"]', timeout=PATIENCE)
    assert len(open_series(begun.folder).take(Slate.parse(SHOT)).pictures) == 4
    judge(begun, told)
    again.context.close()
