"""A shot's score performed by the puppets that stand on its stage: for every exposure, where each axis is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from komadori.devices.protocols_motion import Axis, Value
from komadori.score.channels import Usual
from komadori.score.character import Character, character_names, load_character
from komadori.score.cue import Cue
from komadori.score.mark import Mark
from komadori.score.notation import read_score
from komadori.score.perform import Performance, perform
from komadori.score.timing import marks_of
from komadori.store.layout import CHARACTERS
from komadori.unit.conform import Clip, Cut
from komadori.unit.script import BadScript, Script, ShotScript

STILL = 12
"""Frames between what was played before a shot and its first frame, in which everything comes to rest."""
CAMERA = "camera"
"""What the camera's own axes begin with; everything else that has axes is a puppet."""


def cast_of(axes: Iterable[Axis]) -> dict[str, tuple[Usual, ...]]:
    """The puppets among `axes` ("badger.head.tilt"), each with its channels."""
    found: dict[str, list[Usual]] = defaultdict(list)
    for axis in axes:
        who, _, channel = axis.name.partition(".")
        if who != CAMERA:
            found[who].append(
                Usual(name=channel, low=axis.low, high=axis.high, rest=axis.rest, choices=tuple(axis.choices))
            )
    return {who: tuple(channels) for who, channels in found.items()}


def marks_in(script: Script, shot: ShotScript) -> tuple[Mark, ...]:
    """Who does what in the shot, and when. Raises what the score's reader raises, and BadScript for a loose line."""
    cues = read_score(shot.score, f"the score of {shot.slate}")
    loose = [cue for cue in cues if cue.first is None]
    if loose:
        raise BadScript(
            f"The score of {shot.slate}: {loose[0].words()!r} stands at no frame.", hint=f"12  {loose[0].words()}"
        )
    return _timed(script, cues, shot.frames)


def _timed(script: Script, cues: Sequence[Cue], frames: int | None) -> tuple[Mark, ...]:
    paces = {cue.who: character_of(cue.who, script.folder).temperament.pace for cue in cues}
    return marks_of(cues, paces=paces, rate=script.rate, frames=frames)


def marks_of_film(script: Script, cut: Cut) -> tuple[Mark, ...]:
    """The marks of all shots where and for as long as they are seen in the film; those whose beginning is cut away are
    left out."""
    return tuple(mark for clip in cut.clips for mark in marks_of_clip(script, clip))


def marks_of_clip(script: Script, clip: Clip) -> tuple[Mark, ...]:
    """As `marks_of_film`, of one shot."""
    return tuple(
        replace(mark, first=heard[0], frames=heard[1])
        for mark in marks_in(script, clip.shot)
        if (heard := clip.heard(mark.first, mark.frames)) is not None
    )


def cast_of_film(script: Script, marks: Iterable[Mark]) -> dict[str, Character]:
    """Everybody who does something of the film's `marks`, in the order of appearance."""
    names = dict.fromkeys(mark.who for mark in marks)
    return {who: character_of(who, script.folder) for who in names}


def performed(script: Script, shot: ShotScript, axes: Sequence[Axis]) -> Performance:
    """The shot's score, performed by whoever stands on a stage with `axes`; the same every time.

    A puppet is a character of its own name where there is one. Raises what the score's reader and performer raise.
    """
    channels = cast_of(axes)
    cast = {who: character_of(who, script.folder) for who in channels}
    earlier = _timed(script, read_score(shot.before, f"before {shot.slate}"), None)
    lead = 0 if not earlier else -(-(max(mark.last for mark in earlier) + STILL) // shot.on) * shot.on
    marks = marks_in(script, shot)
    played = perform(
        (*earlier, *(replace(mark, first=mark.first + lead) for mark in marks)),
        cast,
        frames=lead + shot.frames,
        rate=script.rate,
        on=shot.on,
        seed=script.seed,
        channels=channels,
    )
    return replace(
        played,
        frames=shot.frames,
        marks=marks,
        exposures=tuple(first - lead for first in played.exposures if first > lead),
        tracks={
            who: {channel: values[lead:] for channel, values in tracks.items()} for who, tracks in played.tracks.items()
        },
    )


def character_of(who: str, folder: Path) -> Character:
    """The character called `who`, of the film's folder or shipped; one of no particular temperament for a stranger."""
    roots = (folder / CHARACTERS,)
    return load_character(who, roots) if who in character_names(roots) else Character(name=who)


class Blocking:
    """Where everything stands when the shot begins, and where the score and the paths take it from there.

    The stage file's pose is where a puppet stands: what the score moves is added to it, and what it never moves stays.
    `axes` are the stage's and `home` where they stood before the first exposure.
    """

    def __init__(
        self, shot: ShotScript, performance: Performance, axes: Sequence[Axis], home: Mapping[str, Value]
    ) -> None:
        self._shot, self._performance = shot, performance
        self._axes = {axis.name: axis for axis in axes}
        self._home = home
        self._moved = {
            f"{who}.{channel}"
            for who, tracks in performance.tracks.items()
            for channel, values in tracks.items()
            if any(value != self._axes[f"{who}.{channel}"].rest for value in values)
        }

    def targets(self, frame: int) -> dict[str, Value]:
        """Where every axis that the score or a path moves stands at `frame`."""
        told: dict[str, Value] = {}
        for who in self._performance.tracks:
            for channel, value in self._performance.pose(who, frame).items():
                name = f"{who}.{channel}"
                if name in self._moved:
                    told[name] = self._added(self._axes[name], value)
        return told | {path.axis: path.at(frame) for path in self._shot.paths}

    def _added(self, axis: Axis, value: Value) -> Value:
        home = self._home.get(axis.name, axis.rest)
        if isinstance(value, str) or isinstance(home, str) or isinstance(axis.rest, str):
            return home if value == axis.rest else value
        return min(max(value + home - axis.rest, axis.low), axis.high)
