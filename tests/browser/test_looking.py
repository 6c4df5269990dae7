"""Everything that lies over the live picture, filmed over a real set for people to look at, and where it must be."""

import base64
import math
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.browser

FILM = Path(__file__).resolve().parents[2] / "examples/badger-and-vole/clean"
PAST = {"on": True, "fade": 0.55, "layers": [{"slot": "-1", "weight": 1}, {"slot": "-3", "weight": 0.6}]}
EASE = {"kind": "both", "strength": 0.5, "handles": [0.4, 0, 0.6, 1], "first": 101, "frames": 24, "on": 2}
NOSE = {
    "smooth": True,
    "aspect": 16 / 9,
    "points": [{"x": 0.5, "y": 0.44}, {"x": 0.44, "y": 0.3}, {"x": 0.31, "y": 0.26}, {"x": 0.2, "y": 0.36}],
}
CUP = {
    "smooth": True,
    "aspect": 16 / 9,
    "colour": "#bdb9d6",
    "millimetres": 64,
    "points": [{"x": 0.41, "y": 0.74}, {"x": 0.55, "y": 0.82}, {"x": 0.72, "y": 0.8}],
}


def arc(count):
    """The nose of somebody who nods: an arc that slows down."""
    marks = []
    for index in range(count):
        angle = math.radians(-70 + 62 * (1 - (1 - index / (count + 3)) ** 1.8))
        marks.append({"frame": 101 + index, "x": 0.4 + 0.11 * math.cos(angle), "y": 0.46 + 0.2 * math.sin(angle)})
    return marks


SCENES = {
    "guides": {"guides": {"thirds": True, "aspects": [2.39], "action": True, "title": True, "centre": True}},
    "guides-push-in": {
        "guides": {
            "thirds": False,
            "aspects": [1.85, 1.33, 1],
            "push": {"on": True, "scale": 1.4, "x": 0.42, "y": 0.5},
        }
    },
    "guides-grid": {"guides": {"thirds": False, "grid": {"on": True, "columns": 16, "rows": 9}, "aspects": [2]}},
    "increments": {
        "frame": 109,
        "paths": [
            [NOSE, EASE, {"frame": 109, "editing": True, "chosen": 1}],
            [CUP, {**EASE, "kind": "out", "on": 1, "frames": 16}, {"frame": 109}],
        ],
    },
    "increments-custom": {
        "frame": 113,
        "params": {"onion": PAST},
        "paths": [[NOSE, {**EASE, "kind": "custom", "handles": [0.7, 0.1, 0.5, 0.95]}, {"frame": 113}]],
    },
    "trail": {"frame": 112, "trail": arc(12), "params": {"onion": PAST}, "guides": {"aspects": [2.39]}},
    "sketch": {
        "opacity": 0.7,
        "strokes": [
            {
                "colour": "#f4c68d",
                "width": 0.006,
                "points": [[0.3 + t / 300, 0.2 + 0.08 * math.sin(t / 9)] for t in range(90)],
            },
            {
                "colour": "#cbd8b4",
                "width": 0.01,
                "points": [[0.47 + 0.1 * math.cos(t / 10), 0.55 + 0.18 * math.sin(t / 10)] for t in range(64)],
            },
        ],
    },
    "onion": {"params": {"onion": PAST}},
    "difference": {"params": {"difference": {"on": True, "slot": "-3", "gain": 8}}},
    "split": {"params": {"split": {"on": True, "slot": "-3", "at": 0.42}}},
    "peaking-zebra": {"params": {"peaking": {"on": True, "strength": 0.6}, "zebra": {"on": True, "level": 0.93}}},
    "key": {"params": {"key": {"on": True, "colour": [0.56, 0.47, 0.6], "tolerance": 0.07, "plate": "plate"}}},
    "line-up": {
        "params": {
            "layers": [
                {"slot": "plate", "x": 0.3, "y": -0.28, "scale": 0.34, "opacity": 0.85, "flip": True, "turn": -6}
            ]
        }
    },
    "loupe": {"params": {"loupe": {"on": True, "x": 0.42, "y": 0.4, "zoom": 3}}},
}


def encoded(path):
    return base64.b64encode(path.read_bytes()).decode()


@pytest.fixture(scope="module")
def set_up(chromium, modules):
    """Pages with the film on them, one for each renderer."""
    context = chromium.new_context(viewport={"width": 1600, "height": 760})
    pages = {}
    for renderer in ("2d", "gl"):
        page = pages[renderer] = context.new_page()
        page.goto(f"{modules}/pages/looking.html?renderer={renderer}")
        page.wait_for_function("window.ready")
        for slot, number in (("-1", 9), ("-3", 6), ("plate", 24)):
            page.evaluate("([slot, data]) => refer(slot, data)", [slot, encoded(FILM / f"{number:04}.jpg")])
        page.evaluate("view.scopes(true)")
        page.evaluate("data => feed(data)", encoded(FILM / "0010.jpg"))
        page.wait_for_function("window.scoped")
    yield pages
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("renderer", ["2d", "gl"])
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_for_people_to_look_at(set_up, pictured, name, renderer):
    page = set_up[renderer]
    page.bring_to_front()
    page.evaluate("([data, sharp]) => feed(data, sharp)", [encoded(FILM / "0010.jpg"), "peaking" in name])
    page.evaluate("given => scene(given)", SCENES[name])
    assert pictured(page, f"looking-{name}-{renderer}").stat().st_size > 10_000


def over(page, given):
    """The overlay's codes over white for one scene, 720 x 1280 x 3."""
    page.bring_to_front()
    page.evaluate("given => scene(given)", given)
    codes = np.frombuffer(base64.b64decode(page.evaluate("over()")), np.uint8)
    return codes.reshape(720, 1280, 4)[..., :3].astype(int)


@pytest.mark.parametrize("ratio", [1.33, 2.39, 1])
def test_a_mask_covers_exactly_what_is_outside(set_up, ratio):
    codes = over(set_up["2d"], {"guides": {"thirds": False, "aspects": [ratio], "mask": 1}})
    wide, high = min(1280, 720 * ratio), min(720, 1280 / ratio)
    y, x = np.mgrid[:720, :1280] + 0.5
    across, down = np.abs(x - 640) - wide / 2, np.abs(y - 360) - high / 2
    assert codes[np.maximum(across, down) > 3].max() < 20
    assert codes[np.maximum(across, down) < -3].min() == 255


def test_thirds_divide_what_is_shown(set_up):
    codes = over(set_up["2d"], {"guides": {"thirds": True}})
    dark = np.flatnonzero(codes[100].min(axis=-1) < 250)
    assert set(np.round(dark / 1280 * 3)) == {1, 2}
    assert len(dark) <= 8


def test_now_is_amber_on_the_trail_and_on_the_path(set_up):
    page, lamp = set_up["2d"], np.array([232, 163, 90])
    marks = arc(12)
    codes = over(page, {"frame": 112, "trail": marks})
    x, y = round(marks[-1]["x"] * 1280), round(marks[-1]["y"] * 720)
    assert np.abs(codes[y, x] - lamp).max() <= 3
    spacing = {**EASE, "kind": "linear", "first": 1, "frames": 11, "on": 1}
    path = {"smooth": False, "aspect": 16 / 9, "points": [{"x": 0.2, "y": 0.5}, {"x": 0.8, "y": 0.5}]}
    codes = over(page, {"frame": 6, "paths": [[path, spacing, {"frame": 6}]]})
    assert np.abs(codes[360 - 9, 640] - lamp).max() <= 40
    ticks = [x for x in range(256, 1025) if codes[364, x].min() < 200]
    assert {round((x - 256) / 76.8) for x in ticks} >= {0, 1, 2, 3, 4, 6, 7, 8, 9, 10}
