"""Letters can be read on what they stand on: WCAG 2.2, 1.4.3 and 1.4.11, for the tokens and for the rooms as drawn."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src/komadori/studio/web"

TEXT, SIGNS = 4.5, 3.0
"""Least contrast of small text, and of edges and signs that one must see."""

LETTERS = ("ink", "quiet", "faint", "bright", "lamp", "lamp-light", "moss", "moss-light", "dusk-light", "coral")
GROUNDS = ("ground", "panel", "raised")
ON_LIFTED = ("ink", "quiet", "bright", "lamp-light")
ON_LAMP = ("ink", "quiet", "lamp-light", "bright")


def tokens():
    text = (WEB / "style/tokens.css").read_text(encoding="utf-8")
    first = text.split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b", first))


TOKENS = tokens()


def luminance(colour):
    def linear(code):
        value = code / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(some, other):
    light, dark = sorted((luminance(some), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_what_the_guidelines_say():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("letters", LETTERS)
def test_text_is_legible(letters, ground):
    assert contrast(TOKENS[letters], TOKENS[ground]) >= TEXT


@pytest.mark.parametrize("letters", ON_LIFTED)
def test_text_is_legible_on_what_is_lifted(letters):
    assert contrast(TOKENS[letters], TOKENS["lifted"]) >= TEXT


@pytest.mark.parametrize("letters", ON_LAMP)
def test_text_is_legible_where_the_lamp_shines(letters):
    assert contrast(TOKENS[letters], TOKENS["lamp-dim"]) >= TEXT


@pytest.mark.parametrize("sign", ["edge", "lamp", "moss", "dusk", "coral", "shot"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_signs_and_edges_are_seen(sign, ground):
    assert contrast(TOKENS[sign], TOKENS[ground]) >= SIGNS


FAINT_ON_SCREEN = """() => {
  const parse = (text) => {
    const found = text.match(/[\\d.]+/g).map(Number);
    return [found[0], found[1], found[2], found[3] ?? 1];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((value, at) => value * a + under[at] * (1 - a));
  const ground = (element) => {
    const chain = [];
    for (let at = element; at; at = at.parentElement) chain.unshift(getComputedStyle(at));
    let under = [11, 9, 8];
    for (const style of chain) {
      if (style.backgroundImage !== "none") return null;
      under = over(parse(style.backgroundColor), under);
    }
    return under;
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((code) => code / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("#studio"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    if (!walker.currentNode.data.trim() || box.width < 2 || element.closest(":disabled, .visually-hidden")) continue;
    const style = getComputedStyle(element);
    const under = ground(element);
    if (!under || style.visibility === "hidden") continue;
    const [a, b] = [light(over(parse(style.color), under)), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return found;
}"""


@pytest.mark.browser
@pytest.mark.slow
def test_every_word_of_every_room_is_legible(studio, page):
    opened = studio("--camera", "pattern")
    opened.do("begin-series", title="Tea at Dusk")
    opened.do("dark", on=False)
    opened.do("shoot")
    page.goto(opened.url)
    page.wait_for_selector(".rooms")
    for room in ("set-up", "animate", "light", "sound", "finish"):
        opened.do("room", name=room)
        page.wait_for_timeout(600)
        assert page.evaluate(FAINT_ON_SCREEN) == [], room
    opened.do("help")
    page.wait_for_selector("dialog.help[open]")
    assert page.evaluate(FAINT_ON_SCREEN) == []
