"""The floor: an opened stage with its state. Hands move what stands on it, consoles light it, and it tells the scene.

One lock guards it, so that a camera, a lighting console, a motion controller and a page may all share one floor.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from komadori.errors import KomadoriError, WrongUse
from komadori.stage.assembly import Company, Standing, assemble
from komadori.stage.company import parts_of, place_of, touches_of
from komadori.stage.document import StageDocument
from komadori.stage.document_file import find_stage, read_stage
from komadori.stage.felt.boil import Touch
from komadori.stage.flaws import Fault, fault_at
from komadori.stage.fragment import Fragment
from komadori.stage.head import FloorAxis, camera_axes, focus_on, headed, moved, turned
from komadori.stage.patch import levels_of, powers_of
from komadori.stage.scene import Floats, Lens, Scene, content_key
from komadori.stage.scenery import Staging, put_together
from komadori.stage.stock import Shelves
from komadori.stage.told import nearest, raise_all
from komadori.story import Story

Value: TypeAlias = float | str
USUAL_HOLD = 2
"""Frames an exposure is held for where nobody says."""


class BadMove(WrongUse, ValueError):
    """A movement of what does not move so: no such axis, beyond its limits, or a face that there is not."""


class Floor:
    """An opened stage. Made by `open_floor`; safe to use from several threads."""

    def __init__(
        self,
        document: StageDocument,
        company: Company,
    ) -> None:
        self.document = document
        self._lock = threading.RLock()
        self._scenery, self._puppets, self._props = company.scenery, company.puppets, company.props
        self._home = company.home
        self._camera: dict[str, float] = {}
        self._stood: dict[str, tuple[object, Fragment]] = {}
        self._touches: dict[tuple[str, str, int], tuple[Touch, ...]] = {}
        self._universes: dict[int, bytes] = {}
        self._story, self._frame, self._exposure = document.story, 0, 0
        self._axes = {axis.name: axis for axis in (*camera_axes(self._home), *self._puppet_axes())}

    def _puppet_axes(self) -> list[FloorAxis]:
        return [
            FloorAxis(
                name=f"{name}.{row.name}",
                unit=row.unit,
                low=float(row.low),
                high=float(row.high),
                rest=row.rest,
                choices=tuple(row.choices),
            )
            for name, standing in self._puppets.items()
            for row in standing.actor.channels
        ]

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this is held nobody else moves anything: for looking at several things of one moment."""
        with self._lock:
            yield

    @property
    def axes(self) -> tuple[FloorAxis, ...]:
        """Everything that moves: the camera's axes, then every channel of every puppet."""
        return tuple(self._axes.values())

    @property
    def puppets(self) -> tuple[str, ...]:
        """The names of the puppets, as their axes begin."""
        return tuple(self._puppets)

    def position(self, name: str) -> Value:
        """Where an axis stands now. Raises BadMove."""
        with self._lock:
            axis = self._axis(name)
            owner, _, channel = axis.name.partition(".")
            if owner == "camera":
                return self.lens.focus if channel == "focus" else self._camera.get(channel, float(axis.rest))
            return self._puppets[owner].pose.get(channel, axis.rest)

    def positions(self) -> dict[str, Value]:
        """Where every axis stands."""
        with self._lock:
            return {name: self.position(name) for name in self._axes}

    def move(self, values: Mapping[str, Value]) -> None:
        """Move axes to `values`, all of them or, where anything is wrong, none.

        What a puppet's channels move was handled: its felt lies differently from the next exposure on. Raises BadMove,
        or Several of them.
        """
        with self._lock:
            self._check(values)
            for name, value in values.items():
                owner, _, channel = name.partition(".")
                if owner == "camera":
                    self._camera[channel] = float(value)
                    continue
                standing = self._puppets[owner]
                if standing.pose.get(channel, self._axes[name].rest) != value:
                    standing.pose[channel] = value
                    standing.handled.update(dict.fromkeys(parts_of(standing.actor, channel), self._exposure))

    def touch(self, who: str, parts: Sequence[str] = ("body",)) -> None:
        """Say that hands were at a puppet's parts ("head", "arm.left") though nothing moved. Raises BadMove."""
        with self._lock:
            if who not in self._puppets:
                raise BadMove(f"There is no puppet {who!r} on the stage.", hint=nearest(who, self._puppets))
            self._puppets[who].handled.update(dict.fromkeys(parts, self._exposure))

    def _axis(self, name: str) -> FloorAxis:
        if name not in self._axes:
            raise BadMove(f"There is no axis {name!r} on the stage.", hint=nearest(name, self._axes))
        return self._axes[name]

    def _check(self, values: Mapping[str, Value]) -> None:
        problems: list[KomadoriError] = []
        for name, value in values.items():
            try:
                _check_value(self._axis(name), value)
            except BadMove as failure:
                problems.append(failure)
        raise_all(problems, "The movement")

    def levels(self, universe: int, data: bytes) -> None:
        """Take the levels of a universe: up to 512 bytes, channel 1 first. They stay until others come."""
        with self._lock:
            self._universes[universe] = bytes(data[:512])

    @property
    def story(self) -> Story:
        """The story's moment, place and weather; set it to let time pass."""
        return self._story

    @story.setter
    def story(self, story: Story) -> None:
        with self._lock:
            self._story = story

    @property
    def frame(self) -> int:
        """The frame of the shot, which weather falls by."""
        return self._frame

    @frame.setter
    def frame(self, frame: int) -> None:
        with self._lock:
            self._frame = frame

    @property
    def exposure(self) -> int:
        """The number of the next exposure, from 0: what fibres, faults and noise are drawn by."""
        return self._exposure

    @exposure.setter
    def exposure(self, number: int) -> None:
        with self._lock:
            self._exposure = number

    def exposed(self) -> int:
        """An exposure was made: count it, and tell the number of the next. Weather goes on as if it was held for two
        frames, until somebody sets the frame."""
        with self._lock:
            self._exposure += 1
            self._frame += USUAL_HOLD
            return self._exposure

    @property
    def fault(self) -> Fault:
        """What goes wrong at the next exposure."""
        return fault_at(self.document.flaws, self._exposure, seed=self.document.seed)

    @property
    def lens(self) -> Lens:
        """The lens where the camera's axes put it, without faults; its focus stays on what the stage file names until
        somebody moves it."""
        with self._lock:
            lens = headed(self._home, self._camera)
            focus = self.document.lens.focus
            if isinstance(focus, str) and "focus" not in self._camera:
                matrix = self.anchor(focus)
                return replace(lens, focus=focus_on(lens, (matrix[0, 3], matrix[1, 3], matrix[2, 3])))
            return lens

    def anchor(self, name: str) -> Floats:
        """Where something of a puppet is, 4 × 4 in the stage's mm, such as "badger.eyes". Raises BadMove."""
        with self._lock:
            owner, _, place = name.partition(".")
            if owner not in self._puppets:
                raise BadMove(f"There is no puppet {owner!r} on the stage.", hint=nearest(owner, self._puppets))
            standing = self._puppets[owner]
            return np.asarray(standing.place @ standing.actor.anchor(place, standing.pose), np.float32)

    def scene(self, detail: float, *, faulty: bool = True, rig: bool = True) -> Scene:
        """Everything before the lens now. `detail` is the share of fibres that are grown, 0 to 1.

        Without `faulty` nothing goes wrong that the stage file says shall; without `rig` only the visible stand and
        the hand are left out, which makes the clean plate.
        """
        with self._lock:
            fault = self.fault if faulty else Fault(number=self._exposure)
            fault = fault if rig else replace(fault, rig=None, hand=None)
            lens = turned(self.lens, fault.turn)
            lens = replace(
                lens,
                at=moved(lens.at, fault.by),
                towards=moved(lens.towards, fault.by),
                focus=max(20.0, lens.focus + fault.focus),
            )
            staging = Staging(
                story=self._story,
                frame=self._frame,
                detail=detail,
                seed=self.document.seed,
                company=[*self._people(detail), *(self._prop(name, detail, fault) for name in self._props)],
                levels=levels_of(self.document.fixtures, self._universes),
                powers=powers_of(self.document.fixtures, self._universes),
                fault=fault,
                lens=lens,
                own=self.document.lamps,
            )
            return put_together(self._scenery, staging)

    def _people(self, detail: float) -> list[Fragment]:
        return [self._person(name, standing, detail) for name, standing in self._puppets.items()]

    def _person(self, name: str, standing: Standing, detail: float) -> Fragment:
        """A puppet as it stands. Without fibres the same is handed out while nobody moves it, so that a live view that
        compares sees at once that nothing has changed."""
        stands = (tuple(sorted(standing.pose.items())), standing.place.tobytes())
        if not detail and (was := self._stood.get(name)) is not None and was[0] == stands:
            return was[1]
        touched = self._touched(name, standing) if detail else ()
        fragment = standing.actor.fragment(standing.pose, detail=detail, touched=touched)
        placed = fragment.moved(standing.place).called(name)
        if not detail:
            self._stood[name] = stands, placed
        return placed

    def _touched(self, name: str, standing: Standing) -> tuple[Touch, ...]:
        found: list[Touch] = []
        for part, exposure in sorted(standing.handled.items()):
            key = (name, part, exposure)
            if key not in self._touches:
                seed = int(content_key(self.document.seed, *key)[:8], 16)
                self._touches[key] = touches_of(standing.actor, part, seed)
            found += self._touches[key]
        return tuple(found)

    def _prop(self, name: str, detail: float, fault: Fault) -> Fragment:
        stood = self._props[name]
        place = stood.place
        if stood.held:
            place = np.asarray(self.anchor(stood.held) @ stood.place @ np.linalg.inv(stood.thing.grip), np.float32)
        for slip in fault.slips:
            if slip.prop == name:
                place = np.asarray(place_of(slip.by) @ place @ place_of((0.0, 0.0, 0.0), slip.turn), np.float32)
        return stood.thing.fragment(detail=detail).moved(place).called(f"prop/{name}")


def _check_value(axis: FloorAxis, value: Value) -> None:
    if axis.choices:
        if value not in axis.choices:
            hint = nearest(value, axis.choices) if isinstance(value, str) else f"one of {', '.join(axis.choices)}"
            raise BadMove(f"{axis.name} has no {value!r}.", hint=hint)
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not axis.low <= value <= axis.high:
        told = value if isinstance(value, str) else f"{value:g}"
        raise BadMove(
            f"{axis.name} cannot go to {told!r}." if isinstance(value, str) else f"{axis.name} cannot go to {told}.",
            hint=f"it goes from {axis.low:g} to {axis.high:g} {axis.unit}".rstrip(),
        )


def open_floor(place: str, roots: Sequence[Path] = ()) -> Floor:
    """Open the stage `place`: the name of one ("evening-room") or a file. `roots` are folders of one's own.

    Puppets, props, sets and models named in the file are looked for beside it, then in `roots`, then among those that
    are shipped. Raises NoSuchStage, BadStage, and whatever is wrong with what the file names, all of it together.
    """
    path = find_stage(place, roots)
    document = read_stage(path)
    return Floor(document, assemble(document, Shelves((path.resolve().parent, *roots))))
