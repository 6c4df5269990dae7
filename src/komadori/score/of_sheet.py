"""The score on a take's sheet, performed: what is played at each of its exposures, shot or still to be shot."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from komadori.score.character import Character, character_names, load_character
from komadori.score.mark import Mark
from komadori.score.perform import Performance, perform
from komadori.score.sheet_column import read_sheet, score_columns
from komadori.score.timing import marks_of
from komadori.sheet.sheet import Sheet


def performance_of(sheet: Sheet, *, on: int = 2, roots: Sequence[Path] = (), seed: int = 0) -> Performance | None:
    """The sheet's score performed on its exposures, and on `on` frames each after its last; None where it has none.

    A name that no character of `roots` or of the house bears acts without any particular temperament. Raises BadScore,
    or Several.
    """
    cast, marks = acted(sheet, roots)
    if not cast:
        return None
    frames = max(sheet.frames, *(column.frames for column in score_columns(sheet)), *(mark.last for mark in marks))
    return perform(marks, cast, frames=frames, rate=sheet.rate, on=exposures_of(sheet, frames, on), seed=seed)


def acted(sheet: Sheet, roots: Sequence[Path] = ()) -> tuple[Mapping[str, Character], tuple[Mark, ...]]:
    """Everybody who acts in the sheet's score, and their marks; none without a score. As `performance_of` otherwise."""
    cues = read_sheet(sheet)
    known = character_names(roots)
    cast = {
        who: load_character(who, roots) if who in known else Character(name=who)
        for who in dict.fromkeys(cue.who for cue in cues)
    }
    paces = {who: character.temperament.pace for who, character in cast.items()}
    return cast, marks_of(cues, paces=paces, rate=sheet.rate) if cues else ()


def exposures_of(sheet: Sheet, frames: int, on: int) -> tuple[int, ...]:
    """The first frames of the sheet's exposures, and of those still to come up to `frames`, held `on` frames each."""
    return (*(span.first for span in sheet.spans()), *range(sheet.frames + 1, frames + 1, on))
