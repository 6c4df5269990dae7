"""A puppet taken hold of in the live view of a miniature stage, posed, undone, shot, and its way read off."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def settled(page, slider):
    """Where a slider stands once the last of what was dragged has come back from the set."""
    stood = [float(slider.input_value())]
    while len(stood) < 10 or len(set(stood[-10:])) > 1:
        page.wait_for_timeout(300)
        stood.append(float(slider.input_value()))
    return stood[-1]


def test_a_puppet_is_posed_by_dragging_and_the_picture_shows_it(studio, page, pictured, tiny_stage):
    opened = studio("--camera", f"stage:{tiny_stage}?quality=live&size=640x360&fps=12")
    opened.do("begin-series", title="Eggs")
    page.goto(opened.url)
    card = page.locator(".veil", has_text="Pose")
    card.wait_for(timeout=60_000)
    opened.do("shoot")
    page.keyboard.press("t")
    live = page.get_by_label("Live", exact=True)
    box = live.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.33
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.locator(".chip", has_text="egg.head").wait_for()
    page.mouse.move(x + 90, y + 6, steps=6)
    page.mouse.up()
    slider = card.get_by_label("egg.head.turn")
    slider.wait_for()
    page.wait_for_function("() => Number(document.querySelector('[aria-label=\"egg.head.turn\"]').value) > 5")
    turned = settled(page, slider)
    card.get_by_role("button", name="Back").click()
    page.wait_for_function("() => Number(document.querySelector('[aria-label=\"egg.head.turn\"]').value) === 0")
    card.get_by_role("button", name="Again").click()
    page.wait_for_function(f"() => Number(document.querySelector('[aria-label=\"egg.head.turn\"]').value) === {turned}")
    opened.do("shoot")
    card.locator(".way b").first.wait_for()
    opened.do("pose", to={"egg.head.turn": turned + 7.0})
    card.locator(".way b", has_text="+7.0°").wait_for()
    pictured(page, "animate-posing")
    page.keyboard.press("a")
    opened.do("shoot")
    marks = page.locator(".veil", has_text="Arc trail").get_by_text("mark")
    marks.first.wait_for()
    opened.do("pose", to={"egg.body.x": 20})
    opened.do("shoot")
    page.wait_for_function("() => document.querySelector('.veil-head')")
    page.locator(".veil", has_text="Arc trail").get_by_text("2 marks").wait_for()
