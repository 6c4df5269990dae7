"""The Japanese page says everything in Japanese: what is seen, what is read aloud, and what the pointer is told."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PATIENCE = 60_000
ROOMS = ("main.set-up .camera-card", "main.animate .keypad", "main.bench .sheet", "main.bench .sounds", ".operation")
OPENED = """async () => {
  const soon = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (const one of document.querySelectorAll("main .veil .switch[aria-checked=false], .operation .switch")) {
    if (one.getAttribute("aria-checked") === "false") one.click();
    await soon();
  }
}"""
UNFOLDED = """async (place) => {
  document.querySelectorAll(".operation .unfold")[place].click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""
SAID = """() => {
  const said = [];
  const walk = document.createTreeWalker(document.querySelector("#studio"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) said.push(node.textContent.trim());
  for (const name of ["title", "aria-label", "placeholder", "aria-description"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) said.push(one.getAttribute(name));
  }
  return said;
}"""
WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = re.compile(
    r"Komadori|Tea at Dusk|drawn miniature|English|Dragonframe|OpenColorIO|QuickTime|ProRes \d+( HQ)?|Simple Interface"
    r"|(cg|studio)-config-[\w.-]+|`[^`]+`|[\w.]+\.(toml|json|cube|ocioz?)|\.(cube|ocioz?)|#rrggbb|[Rr]eplay:\S+"
    r"|(?<![A-Za-z])(LUT|RGB|ISO|RAW|GIF|PNG|TIFF|OpenEXR|JSON|TOML|WAV|FLAC|MP3|M4A|ACES|CIE|sRGB|[Ff]ps|Enter|Escape)s?(?![a-z])"
    r"|picture 12|exposure clean|x1 matte|(?<![A-Za-z])(tethered|webcam|light|motion|rest|green|blue|plate)(?![A-Za-z])"
)
"""Names of products, formats, keys and files, and what is to be written as it stands."""


def english(page):
    """What is said in words that are no names."""
    return sorted({text for text in page.evaluate(SAID) if WORD.search(NAMES.sub("", text))})


def test_no_english_is_left_on_the_japanese_page(studio, chromium):
    opened = studio("--camera", "pattern")
    opened.do("begin-series", title="Tea at Dusk")
    opened.do("dark", on=False)
    opened.do("shoot", count=2)
    context = chromium.new_context(viewport={"width": 1600, "height": 1000}, locale="ja-JP")
    page = context.new_page()
    page.goto(opened.url)
    page.wait_for_selector('.band .number b[data-frame="5"]', timeout=PATIENCE)
    for number, there in enumerate(ROOMS):
        page.locator("nav.rooms button").nth(number).click()
        page.wait_for_selector(there, timeout=PATIENCE)
        page.evaluate(OPENED)
        assert english(page) == [], there
    for place in range(page.locator(".operation .unfold").count()):
        page.evaluate(UNFOLDED, place)
        assert english(page) == [], page.locator(".operation").nth(place).inner_text()
    page.locator(".movie > .segments button").last.click()
    page.wait_for_selector(".movie .preset", timeout=PATIENCE)
    assert english(page) == []
    context.close()
