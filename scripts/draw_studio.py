"""Draw docs/pictures/studio-*.png: the studio's own pages over the example film, as a person sees them.

Needs a Chromium and the development environment.
"""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
import wave
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs/pictures"
PHOTOGRAPHS = ROOT / "examples/badger-and-vole/pictures"
SHOT = 23
NOTES = {9: "turn to the window", 21: "blink", 29: "the vole looks up", 47: "lean in", 55: "breathe, hold"}
LAMPS = {
    "light lantern": {1: 40, 18: 72, 34: 66, 50: 70, 62: 58, 80: 64},
    "light window": {1: 30, 26: 24, 54: 18, 78: 12},
}
WORDS = {5: "hm", 11: "m", 12: "oh", 25: "hm?", 37: "oh", 49: "mm"}
TRAIL = [
    {
        "frame": 2 * step + 25,
        "x": 0.436 + 0.0035 * step + 0.02 * np.sin(step / 4),
        "y": 0.46 - 0.07 * np.sin(step / 3.5),
    }
    for step in range(11)
]

RECIPE = [
    {"use": "develop"},
    {"use": "stabilise"},
    {"use": "deflicker"},
    {"use": "level", "exposure": 0.45, "blue": 0.2},
]


def hum(seconds: float, rate: int = 48_000) -> bytes:
    """A creature that hums, as a WAV: our own, for the picture only."""
    time = np.arange(int(seconds * rate)) / rate
    breath = np.abs(np.sin(2 * np.pi * time / 1.1)) ** 1.5 * (0.55 + 0.45 * np.sin(2 * np.pi * time * 0.37))
    tremble = 0.75 + 0.25 * np.random.default_rng(3).standard_normal(len(time) // 600 + 1).repeat(600)[: len(time)]
    pitch = 150 + 25 * np.sin(2 * np.pi * time * 0.8)
    voice = np.clip(breath * tremble, -1, 1) * np.sin(2 * np.pi * np.cumsum(pitch) / rate)
    held = io.BytesIO()
    with wave.open(held, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((voice * 22_000).astype("<i2").tobytes())
    return held.getvalue()


def send(url: str, path: str, data: bytes) -> None:
    """POST to the studio."""
    with urllib.request.urlopen(urllib.request.Request(url + path, data)) as answer:  # noqa: S310 - our own server
        answer.read()


def do(url: str, command: str, **words: object) -> None:
    """A command of the registry."""
    send(url, f"api/do/{command}", json.dumps(words).encode())


def furnish(url: str) -> None:
    """A take half shot, with notes, words, light and a sound."""
    do(url, "begin-series", title="The Badger and the Vole")
    do(url, "shoot", count=SHOT)
    for frame, text in NOTES.items():
        do(url, "write", column="notes", frame=frame, text=text, alarm=frame == 47)
    do(url, "add-column", name="words", kind="free")
    for frame, text in WORDS.items():
        do(url, "write", column="words", frame=frame, text=text)
    for name, keys in LAMPS.items():
        do(url, "add-column", name=name, kind="free")
        for frame, level in keys.items():
            do(url, "write", column=name, frame=frame, text=str(level))
    send(url, "api/sounds/badger-hums.wav", hum(5.0))
    do(url, "place-sound", name="badger-hums.wav", frame=3)
    do(url, "keep-look", document={"trail": TRAIL})
    for kind in (
        "camera bump",
        "light drift",
        "flicker",
        "colour drift",
        "duplicate",
        "prop moved",
        "focus",
        "over-exposure",
    ):
        do(url, "dismiss", kind=kind)


def photograph(page: Page, url: str) -> None:
    """The rooms, one picture each."""
    page.goto(url)
    page.wait_for_timeout(3500)
    page.keyboard.press("KeyA")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1500)
    page.screenshot(path=PICTURES / "studio-animate.png")
    page.keyboard.press("KeyA")
    page.keyboard.press("KeyF")
    page.wait_for_timeout(800)
    page.screenshot(path=PICTURES / "studio-far.png")
    page.keyboard.press("KeyF")


def finish(page: Page, url: str) -> None:
    """The Finish room: the usual recipe and a little more light, the line between before and after."""
    do(url, "keep-recipe", operations=RECIPE)
    do(url, "room", name="finish")
    page.get_by_role("button", name="Finish the pictures").click()
    page.wait_for_selector(".operations .bar", timeout=60_000)
    page.wait_for_selector(".operations .bar", state="detached", timeout=600_000)
    do(url, "first")
    do(url, "step-forward", frames=7)
    page.get_by_role("button", name="Level", exact=True).click()
    page.wait_for_selector(".divider")
    page.wait_for_timeout(6000)
    page.screenshot(path=PICTURES / "studio-finish.png")


def main() -> None:
    """Open the studio, furnish it, and take the pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        command = [sys.executable, "-m", "komadori", "studio", name, "--no-browser", "--json", "--port", "0"]
        command += ["--camera", f"replay:{PHOTOGRAPHS}?loop=1"]
        environment = os.environ | {"XDG_CONFIG_HOME": f"{name}/config"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
            url = json.loads(process.stdout.readline())["address"] if process.stdout else ""
            furnish(url)
            flags = ["--no-sandbox", "--enable-unsafe-swiftshader"]
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            photograph(page, url)
            finish(page, url)
            browser.close()
            process.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
