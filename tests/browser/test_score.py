"""The score beside the live view: what a hand sets before the next picture, as the sheet has it now."""

import json
import urllib.request

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_score_tells_the_animator_what_to_set(studio, page, pictured):
    opened = studio("--camera", "pattern?size=640x360")
    opened.do("begin-series", title="Acting")
    opened.do("add-column", name="score", kind="free")
    opened.do("write", column="score", frame=1, length=24, text='badger: turn left ~12f, nod; vole: hop + squeak "!"')
    page.goto(opened.url)
    card = page.locator(".veil", has_text="Score")
    card.locator("caption", has_text="badger").wait_for()
    take = opened.state()["take"]["id"]
    with urllib.request.urlopen(f"{opened.url}take/{take}/score", timeout=20) as answer:
        told = json.load(answer)
    exposures = {one["frame"]: one for one in told["who"]["badger"]["exposures"]}
    assert exposures[1]["marks"] == ["turn"]
    opened.do("shoot", count=3)
    wanted = exposures[7]["value"]["head.turn"]
    row = card.locator("tr", has_text="head.turn").first
    row.locator("td", has_text=f"{wanted:g}").wait_for()
    pictured(page, "animate-score")
    opened.do("write", column="score", frame=1, length=24, text="badger: trun left")
    card.get_by_text("There is no gesture 'trun'").wait_for()
    opened.do("remove-column", name="score")
    card.wait_for(state="detached")
