"""The take that a script's shot is filled into: its sheet laid out, its score written on it."""

from pathlib import Path

from komadori.score.notation import read_score
from komadori.score.sheet_column import COLUMN
from komadori.sheet import edit
from komadori.sheet.sheet import Cell, Sheet
from komadori.stage.scene import content_key
from komadori.store import SeriesFolder, TakeFolder, TakeWriter, UnknownShot, UnknownTake
from komadori.unit.script import Script, ShotScript

SCRIPT = "script"
"""The free column that says what a take was shot from; another script begins another take."""


def key_of(script: Script, shot: ShotScript, quality: str) -> str:
    """What the pictures of a shot follow from: what is played, where and when, the stage file, the quality, the size.

    Its sounds, its fades and where it stands in the film change no picture.
    """
    stage = script.folder / shot.stage
    told = stage.read_bytes() if _is_file(stage) else b""
    played = (shot.stage, shot.frames, shot.on, shot.clock, shot.before, shot.score, shot.paths)
    return content_key(*played, quality, script.sizes[quality], script.seed, script.rate, told)


def _is_file(path: Path) -> bool:
    return path.suffix == ".toml" and path.is_file()


def take_for(series: SeriesFolder, shot: ShotScript, key: str) -> TakeFolder:
    """The newest take of the shot where it was begun from the same script, or else a new one."""
    slate = shot.slate.of_take(None)
    try:
        there = series.shot(slate)
    except UnknownShot:
        there = series.new_shot(slate, on=shot.on)
    takes = there.takes()
    if takes:
        newest = there.take(None)
        if key in (_script_of(newest.sheet), ""):
            return newest
    return there.new_take()


def pictures_there(series: SeriesFolder, shot: ShotScript, key: str) -> int:
    """How many pictures the shot has that were shot from this very script."""
    try:
        take = series.take(shot.slate)
    except (UnknownShot, UnknownTake):
        return 0
    return len(set(take.sheet.pictures())) if _script_of(take.sheet) == key else 0


def _script_of(sheet: Sheet) -> str:
    if all(column.name != SCRIPT for column in sheet.columns):
        return ""
    return next((span.cell.text for span in sheet.spans(SCRIPT)), "")


def lay_out(writer: TakeWriter, shot: ShotScript, key: str) -> None:
    """Give a fresh take its slots, its score and the key of its script; one that has them stays as it is."""
    sheet = writer.sheet
    if any(column.name == SCRIPT for column in sheet.columns):
        return
    lengths = [min(shot.on, shot.frames + 1 - first) for first in range(1, shot.frames + 1, shot.on)]
    writer.do(edit.insert(sheet, 1, tuple(Cell(length=length) for length in lengths)))
    if shot.score.strip():
        writer.do(edit.add_column(writer.sheet, COLUMN, "free", _score_cells(shot)))
    writer.do(edit.add_column(writer.sheet, SCRIPT, "free", (Cell(length=shot.frames, text=key),)))


def _score_cells(shot: ShotScript) -> tuple[Cell, ...]:
    """The score's lines at their frames; what begins at one frame stands in one cell."""
    lines: dict[int, list[str]] = {}
    for cue in read_score(shot.score, f"the score of {shot.slate}"):
        lines.setdefault(cue.first or 1, []).append(cue.words())
    starts = sorted(first for first in lines if first <= shot.frames)
    cells = [Cell(length=starts[0] - 1)] if starts and starts[0] > 1 else []
    for first, following in zip(starts, [*starts[1:], shot.frames + 1], strict=True):
        cells.append(Cell(length=following - first, text="; ".join(lines[first])))
    return tuple(cells)
