"""A day in the studio, in a real Chromium: shooting by keypad, editing, playing, crashes, and a film at its end."""

import json
import urllib.error
import urllib.request

import av
import pytest

from komadori.film import Slate
from komadori.progress import finish
from komadori.store import check_series, open_series

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(420)]

SHOT = "ep01/sc010/sh010"
PICTURES = 48
PATIENCE = 60_000


def frame_shown(page):
    return int(page.locator(".band .number b").get_attribute("data-frame"))


def wait_for_frame(page, frame):
    page.wait_for_selector(f'.band .number b[data-frame="{frame}"]', timeout=PATIENCE)


def wait_until_ready(page, word="Ready"):
    page.wait_for_function(
        "word => document.querySelector('.band .state .big')?.textContent === word", arg=word, timeout=PATIENCE
    )


def sheet_of(studio):
    return open_series(studio.folder).take(Slate.parse(SHOT)).sheet


def shoot(page, count):
    """So many presses of the keypad's Enter, each once the picture before is safe."""
    for _ in range(count):
        before = frame_shown(page)
        page.keyboard.press("NumpadEnter")
        page.wait_for_function(
            "before => Number(document.querySelector('.band .number b').dataset.frame) !== before",
            arg=before,
            timeout=PATIENCE,
        )


@pytest.fixture
def begun(studio, page):
    """A studio with a drawn scene before its camera and its first shot open, and a page that shows it."""
    opened = studio("--camera", "pattern")
    opened.do("begin-series", title="Tea at Dusk")
    page.goto(opened.url)
    wait_until_ready(page, "Ready")
    return opened


def test_48_frames_on_twos_are_shot_edited_played_and_exported(begun, page, pictured):
    shoot(page, PICTURES // 2)
    wait_for_frame(page, PICTURES + 1)
    assert sheet_of(begun).frames == PICTURES
    announced = page.locator("#announce").text_content()
    assert str(PICTURES - 1) in announced

    # The last picture comes off the sheet and is put back.
    page.keyboard.press("Backspace")
    wait_for_frame(page, PICTURES - 1)
    page.keyboard.press("Control+z")
    wait_for_frame(page, PICTURES + 1)

    # A frame is shot into the middle, and undone.
    begun.do("stand", frame=11, insert=True)
    wait_for_frame(page, 11)
    shoot(page, 1)
    assert sheet_of(begun).frames == PICTURES + 2
    page.keyboard.press("Control+z")
    page.keyboard.press("Shift+End")
    wait_for_frame(page, PICTURES + 1)
    assert sheet_of(begun).frames == PICTURES

    plays_with_sound(begun, page)
    pictured(page, "film-animate")
    survives(begun, page)
    is_delivered(begun, page)


def plays_with_sound(begun, page):
    """The whole take once round, with a sound on the sheet; the counter of skipped pictures stays away."""
    asked = urllib.request.Request(f"{begun.url}api/sounds/tone.wav", tone(2.5))
    with urllib.request.urlopen(asked) as answer:
        assert json.load(answer)["name"] == "tone.wav"
    begun.do("place-sound", name="tone.wav", frame=1)
    page.wait_for_timeout(1500)
    page.keyboard.press("Numpad0")
    wait_until_ready(page, "Playing")
    page.wait_for_function(
        """() => {
          const frame = Number(document.querySelector('.band .number b').dataset.frame);
          return 20 < frame && frame < 40;
        }""",
        timeout=PATIENCE,
    )
    page.keyboard.press("Numpad0")
    wait_until_ready(page, "Looking")
    page.keyboard.press("Numpad3")
    wait_until_ready(page)
    page.keyboard.down("Numpad5")
    page.wait_for_selector(".chip .still")
    page.keyboard.up("Numpad5")
    page.wait_for_selector(".chip .rec")


def goes_on(state):
    """Whether a take is open, and a camera before it."""
    cameras = (state["cameras"] or {"open": []})["open"]
    return (state["take"] or {}).get("id") is not None and any(camera["live"] for camera in cameras)


def survives(begun, page):
    """A reload and a crash lose nothing that was acknowledged, and the page comes back by itself."""
    page.reload()
    wait_for_frame(page, PICTURES + 1)
    begun.kill()
    wait_until_ready(page, "No connection")
    # Nothing is named: the page itself goes on where it was.
    begun.arguments = ()
    begun.again()
    while not goes_on(begun.state()):
        page.wait_for_timeout(100)
    wait_until_ready(page)
    wait_for_frame(page, PICTURES + 1)
    assert sheet_of(begun).frames == PICTURES
    shoot(page, 1)
    assert sheet_of(begun).frames == PICTURES + 2
    page.keyboard.press("Backspace")
    wait_for_frame(page, PICTURES + 1)
    report = finish(check_series(open_series(begun.folder)))
    assert report.sound


def is_delivered(begun, page):
    """The take is finished, and a movie of it has its frames."""
    begun.do("finish")
    begun.do("export", preset="h264", finished=True, allow_missing=True)
    movie = begun.folder / "exports/ep01_sc010_sh010_tk01.mp4"
    for _ in range(240):
        page.wait_for_timeout(500)
        if movie.exists():
            break
    with av.open(str(movie)) as container:
        assert sum(1 for _ in container.decode(video=0)) == PICTURES


def tone(seconds):
    """A WAV file with a tone."""
    import io
    import wave

    import numpy as np

    samples = (np.sin(np.arange(int(48000 * seconds)) / 20) * 8000).astype("<i2")
    held = io.BytesIO()
    with wave.open(held, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes(samples.tobytes())
    return held.getvalue()


def test_two_pages_on_one_take_agree(begun, page, chromium):
    other = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
    other.goto(begun.url)
    wait_for_frame(other, 1)
    shoot(page, 2)
    wait_for_frame(other, 5)
    other.keyboard.press("Control+z")
    wait_for_frame(page, 3)
    other.context.close()


def test_another_site_may_not_ask_for_anything(begun):
    asked = urllib.request.Request(f"{begun.url}api/do/shoot", b"{}", {"origin": "https://elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert refused.value.code == 403
    refused.value.close()
