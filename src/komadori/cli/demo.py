"""`komadori demo`: a shot of the example film, shot and finished end to end with the same verbs a person types."""

import shlex
import sys
import time
from contextlib import closing, redirect_stdout
from itertools import islice
from pathlib import Path

import click

import komadori
from komadori.capture.shoot import Kept, shoot
from komadori.capture.take import take_to_fill
from komadori.cli.app import FOLDER, app, json_option
from komadori.cli.talk import emit, say, show_progress, talk
from komadori.devices.catalogue import open_camera
from komadori.devices.protocols import Camera
from komadori.errors import NotFound
from komadori.film import Slate
from komadori.progress import Progress, Work
from komadori.sheet.plan import plan_onward
from komadori.store import TakeFolder, TakeWriter, open_series
from komadori.store.layout import SERIES_FILE

EXAMPLE = "first-light"
SHOT = "ep01/sc020/sh010"
ON = 2


class NoExample(NotFound):
    """The example film is not part of this installation."""


@app.command("demo")
@click.argument("folder", type=FOLDER, default=Path("komadori-demo"), metavar="[FOLDER]")
@json_option
def demo(*, folder: Path, as_json: bool) -> int:
    """Shoot and finish a shot of the example film, end to end, in FOLDER; each time again as a new take.

    Exits 1 where one of the verbs it runs does.
    """
    began = time.monotonic()
    photographs = example_photographs()
    exports = folder / "exports"
    movie, master, sheet = (exports / f"{EXAMPLE}.{kind}" for kind in ("mp4", "mov", "png"))
    if not (folder / SERIES_FILE).is_file():
        _type("new", folder, "--title", "First Light", "--fps", "24")
    exports.mkdir(exist_ok=True)
    take = _shoot(folder, photographs)
    shot = (SHOT, "--series", folder)
    codes = [
        _type("check", folder),
        _type("finish", *shot),
        _type("export", *shot, "--as", "h264", "--to", movie, "--finished", "--overwrite"),
        _type("export", *shot, "--as", "prores", "--to", master, "--finished", "--overwrite"),
        _type("show", *shot, "--to", sheet, "--overwrite"),
        _type("status", folder),
    ]
    places = {
        "series": folder,
        "take": take.path,
        "movie": movie,
        "master": master,
        "contact sheet": sheet,
        "light plot": sheet.with_name(f"{EXAMPLE}-light.png"),
    }
    if as_json:
        emit({name: path.resolve() for name, path in places.items()})
    else:
        lines = "\n".join(f"  {name:<14}{path}" for name, path in places.items())
        say(f"\nDone in {time.monotonic() - began:.0f} s. Where everything lies:\n{lines}")
    return max(codes)


def example_photographs() -> Path:
    """A shot of the example film, rendered before, as if from a camera: in the installed package, or in a clone.

    Raises NoExample.
    """
    package = Path(komadori.__file__).resolve().parent
    for example in (package / "examples" / EXAMPLE, package.parents[1] / "examples" / EXAMPLE):
        if (example / "take").is_dir():
            return example / "take"
    raise NoExample(
        "The example film is not part of this installation.",
        hint="Run the demo from a clone of the project, or shoot photographs of your own: --camera replay:FOLDER.",
    )


def _type(verb: str, *words: object) -> int:
    """Run a verb as a person would type it, show what was typed, and return its exit code.

    What it prints is talk here: the demo's own data are the places where everything lies.
    """
    typed = [verb, *map(str, words)]
    talk(f"\n$ komadori {shlex.join(typed)}")
    with redirect_stdout(sys.stderr):
        code = app.main(typed, prog_name="komadori", standalone_mode=False)
    return code if isinstance(code, int) else 0


def _shoot(folder: Path, photographs: Path) -> TakeFolder:
    frames = len(list(photographs.iterdir()))
    name = f"replay:{photographs}"
    talk(f"\n$ komadori shoot {SHOT} --series {folder} --camera {name} --frames {frames} --new-take")
    with closing(open_camera(name)) as camera:
        take = take_to_fill(open_series(folder), Slate.parse(SHOT), on=ON, exposures=("x1",), new=True)
        with take.writer() as writer:
            show_progress(_shooting(writer, camera, frames))
    talk(f"{frames} pictures, each on the disk, hashed and journaled before the next was shot.")
    return take


def _shooting(writer: TakeWriter, camera: Camera, frames: int) -> Work[None]:
    plan = islice(plan_onward(writer.sheet, ON), frames)
    kept = (told for told in shoot(writer, camera, plan, sleep=time.sleep) if isinstance(told, Kept))
    for done, _ in enumerate(kept, 1):
        yield Progress(done=done, total=frames, doing=f"shooting {SHOT}")
