"""Draw docs/pictures/voices.png: what each of our characters says, as pictures of its sound; and tell its measures.

`draw_voices.py` draws the picture for the docs; `draw_voices.py FOLDER` writes there a page and a WAV of everything
for each character, and prints the measures.
"""

import sys
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl

mpl.use("agg")

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from PIL import Image
from scipy.signal import spectrogram

from komadori.picture.style import DUSK, GROUND, INK, LAMP, PANEL, QUIET
from komadori.score.mark import Mark
from komadori.score.voice import FEELINGS, SAMPLE_RATE, SAYINGS, SIGNS, load_timbre, utter
from komadori.sound import Wave, wav_bytes
from komadori.sound.pitch import Pitch, pitch

ROOT = Path(__file__).resolve().parents[1]
LOWEST, HIGHEST = 55.0, 11_000.0
"""Hz drawn."""
WHO = ("badger", "vole", "robin", "woman")
GLOW = LinearSegmentedColormap.from_list("glow", [GROUND, PANEL, "#3a2b45", DUSK, LAMP, "#fff1d6"])
SHOWN = ("?", "!", "…", "happy", "sad", "afraid", "yawn", "giggle")
LONG = {
    "yawn": 54,
    "giggle": 30,
    "purr": 60,
    "doze off": 80,
    "snore": 80,
    "eat": 48,
    "munch": 36,
    "sigh": 44,
    "comfort": 60,
    "stretch": 56,
    "shiver": 36,
    "wake": 40,
    "chirp": 10,
    "squeak": 8,
    "sniff": 14,
    "gasp": 14,
}


def mark(who: str, what: str) -> Mark:
    """The mark for a sign, a feeling or a gesture."""
    if what in SIGNS:
        return Mark(who=who, gesture="hum", first=1, frames=18, text=what)
    if what in FEELINGS:
        return Mark(who=who, gesture="hum", first=1, frames=24, feeling=what)
    return Mark(who=who, gesture=what, first=1, frames=LONG.get(what, 24))


def sound_of(who: str, what: str, seed: int = 1) -> Wave:
    """What `who` says, as a wave."""
    data = utter(mark(who, what), load_timbre(who), rate=Fraction(24), seed=seed).astype(np.float32)
    return Wave(data=data[None], rate=SAMPLE_RATE)


def tracked(who: str, sound: Wave) -> Pitch:
    """Its pitch, looked for where this character may sing."""
    own = load_timbre(who).pitch
    return pitch(sound, low=own / 2.6, high=min(own * 3.6, 9_000.0), step=0.01, clear=0.85 if who == "robin" else 0.6)


def draw(axes: Axes, who: str, what: str) -> None:
    """The spectrogram of one utterance with its pitch; pitch and octaves stand upright on a scale of notes."""
    sound = sound_of(who, what)
    width = {"robin": 768, "vole": 1536}.get(who, 2400)
    data = np.concatenate([np.zeros(width // 2), sound.data[0], np.zeros(width)])
    hertz, times, power = spectrogram(data, SAMPLE_RATE, "hann", width, width - 240, nfft=8192)
    rows = np.geomspace(LOWEST, HIGHEST, 180)
    level = 10 * np.log10(power + 1e-14)
    even = np.array([np.interp(rows, hertz, column) for column in level.T]).T
    top = even.max()
    seconds = max(len(sound.data[0]) / SAMPLE_RATE, 1.0)
    axes.imshow(
        even,
        cmap=GLOW,
        vmin=top - 55,
        vmax=top - 2,
        aspect="auto",
        origin="lower",
        interpolation="bilinear",
        extent=(0, times[-1], 0, np.log2(HIGHEST / LOWEST)),
    )
    line = tracked(who, sound)
    axes.plot(np.arange(len(line.hertz)) * line.step, np.log2(line.hertz / LOWEST), color="#fffaf0", lw=1.0, alpha=0.9)
    axes.set(xlim=(0, seconds), ylim=(0, np.log2(HIGHEST / LOWEST)), xticks=[], yticks=[])
    axes.set_facecolor(GROUND)
    for spine in axes.spines.values():
        spine.set_color(PANEL)


def sheet(path: Path, rows: list[str], columns: list[tuple[str, str]], dpi: int, names: tuple[str, ...] = ()) -> None:
    """A page of spectrograms: `columns` of (what, title), a row for each of `rows`."""
    plt.rcParams.update({"font.size": 9, "text.color": INK})
    figure, grid = plt.subplots(
        len(rows),
        len(columns),
        figsize=(1.55 * len(columns) + 0.5, 1.35 * len(rows) + 0.4),
        facecolor=GROUND,
        squeeze=False,
    )
    for row, who in zip(grid, rows, strict=True):
        for axes, (what, title) in zip(row, columns, strict=True):
            draw(axes, who, what)
            if who == rows[0] or names:
                axes.set_title(title, color=QUIET, fontsize=9)
        row[0].set_ylabel(who, color=LAMP, fontsize=10)
    figure.subplots_adjust(0.03, 0.01, 0.995, 0.94, 0.04, 0.06)
    figure.savefig(path, dpi=dpi, facecolor=GROUND)
    plt.close(figure)
    # A glow on a dark ground needs few colours.
    with Image.open(path) as drawn:
        small = drawn.convert("RGB").quantize(64, method=Image.Quantize.MAXCOVERAGE)
    small.save(path, optimize=True)


def pages(folder: Path) -> None:
    """All of it, for looking and listening."""
    folder.mkdir(parents=True, exist_ok=True)
    everything = [*SIGNS, *FEELINGS, *SAYINGS]
    for who in sys.argv[2:] or WHO:
        plt.rcParams.update({"font.size": 8, "text.color": INK})
        figure, grid = plt.subplots(7, 8, figsize=(15, 13), facecolor=GROUND)
        for axes in grid.flat:
            axes.set_axis_off()
        for axes, what in zip(grid.flat, everything, strict=False):
            axes.set_axis_on()
            sound = sound_of(who, what)
            draw(axes, who, what)
            axes.set_title(f"{what}  {sound.samples / SAMPLE_RATE:.2f} s", color=QUIET, fontsize=8)
        figure.suptitle(who, color=LAMP)
        figure.tight_layout()
        figure.savefig(folder / f"{who}.png", dpi=75, facecolor=GROUND)
        plt.close(figure)
        silence = np.zeros((1, SAMPLE_RATE // 3), np.float32)
        said = [part for what in everything for part in (sound_of(who, what).data, silence)]
        (folder / f"{who}.wav").write_bytes(wav_bytes(Wave(data=np.concatenate(said, axis=1), rate=SAMPLE_RATE)))
        for what in everything:
            tell(who, what)


def tell(who: str, what: str) -> None:
    """A line of measures."""
    sound = sound_of(who, what)
    line = tracked(who, sound)
    heard = line.hertz[np.isfinite(line.hertz)]
    if heard.size < 3:
        print(f"{who:7}{what:12}{sound.samples / SAMPLE_RATE:6.2f} s   no tone")
        return
    spread = 12 * np.log2(np.percentile(heard, 95) / np.percentile(heard, 5))
    clean = float(np.median(line.harmonics_to_noise))
    long = sound.samples / SAMPLE_RATE
    print(f"{who:7}{what:12}{long:6.2f} s  {np.median(heard):6.0f} Hz  {spread:5.1f} st  HNR {clean:5.1f} dB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        pages(Path(sys.argv[1]))
    else:
        sheet(ROOT / "docs/pictures/voices.png", list(WHO), [(what, what) for what in SHOWN], 96)
