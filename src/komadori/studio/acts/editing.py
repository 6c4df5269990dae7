"""The exposure sheet, edited: each command is one edit of the heart, journalled and undoable."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from komadori.sheet import edit
from komadori.sheet.change import Edit
from komadori.sheet.sheet import PICTURE, Cell, Sheet
from komadori.sound import read_wave

if TYPE_CHECKING:
    from komadori.studio.desk import Desk

Words = Any
Maker = Callable[[Sheet, Words], Edit]

LONGEST = 999_999
"""Frames of a column, as far as `words.Frame` reaches: eleven hours. A slip of the hand must not fill the memory."""


def fitting(sheet: Sheet, made: Edit) -> Edit:
    """The edit, where it makes no column longer than `LONGEST`. Raises EditRefused."""
    more: Counter[str] = Counter({column.name: column.frames for column in sheet.columns})
    for change in made.changes:
        more[change.column] += sum(cell.length for cell in change.inserted)
        more[change.column] -= sum(cell.length for cell in change.removed)
    for name, frames in more.items():
        _short(name, frames)
    return made


def _short(name: str, frames: int) -> None:
    if frames > LONGEST:
        raise edit.EditRefused(f"Column {name!r} would have {frames:,} frames; {LONGEST:,} is the most.")


def repeated(sheet: Sheet, words: Words) -> Edit:
    """Frames shown again, unless they are too many to be even tried."""
    _short(words.column, sheet.column(words.column).frames + (words.last - words.first + 1) * words.times)
    return edit.repeat(sheet, words.first, words.last, words.times, column=words.column, ripple=rippling(words))


def rippling(words: Words) -> bool:
    """An edit of time in the picture column moves notes and sound along; in another column it stays there."""
    return bool(words.column == PICTURE)


def last_shot(sheet: Sheet) -> int:
    """The frame of the last picture on the sheet, or its end."""
    shown = [span.first for span in sheet.spans() if span.cell.pictures]
    return shown[-1] if shown else max(1, sheet.frames)


def reach(sheet: Sheet, words: Words) -> int:
    """How many frames what stands at a frame of a column lasts from there on; 1 where nothing does."""
    span = sheet.span(words.frame, words.column)
    return span.last - words.frame + 1 if span is not None and not span.cell.blank else 1


EDITS: dict[str, Maker] = {
    "hold": lambda s, w: edit.hold(s, w.frame or last_shot(s), w.by, column=w.column, ripple=rippling(w)),
    "retime": lambda s, w: edit.retime(s, w.first, w.last, w.on, column=w.column, ripple=rippling(w)),
    "delete-frames": lambda s, w: edit.delete(s, w.first, w.last, column=w.column, ripple=rippling(w)),
    "cut": lambda s, w: edit.cut(s, w.first, w.last, column=w.column, ripple=rippling(w)),
    "move": lambda s, w: edit.move(s, w.first, w.last, w.to, column=w.column, ripple=rippling(w)),
    "reverse": lambda s, w: edit.reverse(s, w.first, w.last, column=w.column, ripple=rippling(w)),
    "repeat": repeated,
    "split": lambda s, w: edit.split(s, w.frame, column=w.column),
    "reshoot": lambda s, w: edit.reshoot(s, w.frame, w.exposure or ""),
    "hide": lambda s, w: edit.mark(s, w.first, w.last, hidden=w.hidden),
    "tag": lambda s, w: edit.mark(s, w.first, w.last, tag=w.tag),
    "write": lambda s, w: edit.write(s, w.column, w.frame, w.text, alarm=w.alarm, length=w.length or reach(s, w)),
    "insert-frames": lambda s, w: edit.insert(s, w.frame, (Cell(length=w.frames),), ripple=True),
    "add-column": lambda s, w: edit.add_column(s, w.name, w.kind),
    "remove-column": lambda s, w: edit.remove_column(s, w.name),
}
"""Each command and the edit it makes of the sheet as it stands."""


def editing(name: str) -> Callable[["Desk", Words], None]:
    """The act of one edit. What is cut can be pasted."""

    def act(desk: "Desk", words: Words) -> None:
        take = desk.open_take()
        sheet = take.writer.sheet
        made = fitting(sheet, EDITS[name](sheet, words))
        if name == "cut":
            take.clip = edit.copy(sheet, words.first, words.last, column=words.column, ripple=rippling(words))
        take.writer.do(made)
        desk.event("edit")
        desk.pace.acted()

    return act


def reshoot(desk: "Desk", words: Words) -> None:
    """Take the pictures of a frame off the sheet, and have the camera stand there, wherever it stood."""
    editing("reshoot")(desk, words)
    session = desk.open_take().session
    if session is not None:
        session.stand(words.frame)


def copy(desk: "Desk", words: Words) -> None:
    """Remember frames to be pasted."""
    take = desk.open_take()
    take.clip = edit.copy(take.writer.sheet, words.first, words.last, column=words.column, ripple=rippling(words))


def paste(desk: "Desk", words: Words) -> None:
    """Put before a frame what was copied or cut last."""
    take = desk.open_take()
    if take.clip is None:
        raise edit.EditRefused("There is nothing to paste.", hint="copy or cut some frames first.")
    sheet = take.writer.sheet
    take.writer.do(fitting(sheet, edit.paste(sheet, words.frame, take.clip)))
    desk.event("edit")
    desk.pace.acted()


def place_sound(desk: "Desk", words: Words) -> None:
    """Lay a sound of the shot on the sheet, from a frame on, as long as it is."""
    take = desk.open_take()
    path = take.shot.sound(words.name)
    wave = read_wave(path, path.name)
    cell = Cell(length=max(1, wave.frames(take.take.take.rate)), text=words.name, start=1)
    sheet = take.writer.sheet
    made = edit.lay(sheet, words.frame, (cell,), column="sound", name="place sound")
    take.writer.do(fitting(sheet, made))
    desk.event("edit")
    desk.pace.acted()


ACTS = {
    **{name: editing(name) for name in EDITS},
    "reshoot": reshoot,
    "copy": copy,
    "paste": paste,
    "place-sound": place_sound,
}
