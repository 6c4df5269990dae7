"""What moved that should not have: the camera, a prop of the set, a hand that was left in the picture."""

from collections import deque
from collections.abc import Iterator
from math import hypot

import numpy as np

from komadori.capture.watch.alarm import Alarm, Kind, Severity
from komadori.capture.watch.change import Step, difference, grown, pieces, within
from komadori.capture.watch.driven import Rig
from komadori.capture.watch.hand import Hands
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.seen import Cells, Floats, Seen
from komadori.capture.watch.steady import by_themselves, camera, guessed, near, tracked
from komadori.capture.watch.trail import FEWEST, REMEMBERED, TO_SIGMA
from komadori.picture import shift
from komadori.picture.shift import Shift

EVERYWHERE = 0.5
"""Share of the picture from which it is no puppet that moved, but the camera or the scene."""
AGAIN = 2
"""Times of late that corners of a place must have gone another way than the camera to be a puppet's."""
STAYS = 3
"""Pictures through which a prop must stay where it is now: a puppet seldom stands still for so long."""
PUPPET = 12
"""Pictures in which what moved counts as the puppet's place."""
SETTLED = 4
"""Pictures from which the noise of a place is known."""
AGREED = 0.3
"""Share of the picture's tiles that must tell a bump alike."""
TURNED = 0.02
"""Degrees from which a turn is worth telling: one pixel at the edge of a picture 6000 wide."""
RIGID = 4
"""Corners of a prop that must move together."""
QUIET = 0.25
"""Quantile of a place's changes that is its noise: a puppet is not there all the time."""
LOUDEST = 3.0
"""Times the noise of the whole picture that of one place can be; more is a puppet that never rests."""


class Motion:
    """Follows one exposure of a take picture by picture.

    `still` are the cells like the reference's where no puppet moves, and `moved` is the camera's shift against it,
    where that is known. Where a motion rig drives the camera, only what goes beside its way is a bump.
    """

    def __init__(self, limits: Limits, reference: Seen) -> None:
        self._limits, self._reference = limits, reference
        self._rig = Rig(reference.picture.camera_axes, reference.small.shape[1::-1])
        self._told = shift.UNMOVED
        self._paces: deque[float] = deque(maxlen=REMEMBERED)
        self._before = reference
        self._steps: deque[Step] = deque(maxlen=PUPPET)
        self._noise: deque[Floats] = deque(maxlen=PUPPET)
        self._hands = Hands(limits)
        self._times = np.zeros(reference.grid[::-1], np.int32)
        self._first: Cells = np.zeros(reference.grid[::-1], bool)
        self._learnt = 0
        self.moved: Shift | None = shift.UNMOVED
        self.still: Cells = np.ones(reference.grid[::-1], bool)

    def look(self, now: Seen) -> Iterator[Alarm]:
        """Compare `now` with the picture before it and with the reference."""
        before = self._before
        puppets = self.puppets()
        tracks = tracked(before, now, guessed(before, now, puppets))
        moved = camera(tracks, puppets, before.flat)
        self.moved = whole = self._against_reference(now, moved, puppets)
        bumps = list(self._bump(now, moved, whole))
        off = difference(before, now, moved)
        changed = off > self._least(off)
        self._noise.append(off)
        from_reference = difference(self._reference, now, whole)
        like = ~grown(from_reference > self._least(from_reference), 1)
        self.still = like & ~puppets
        step = Step(
            before=before,
            now=now,
            shift=moved,
            tracks=tracks,
            changed=changed,
            astray=by_themselves(tracks, moved, before),
            fresh=changed & ~like,
            bumped=bool(bumps) or moved is None or changed.mean() > EVERYWHERE,
        )
        yield from bumps
        yield from self._hands.look(step, puppets, lambda off: off > self._least(off))
        self._learn(step)
        yield from self._prop(now)
        self._before = now

    def _learn(self, step: Step) -> None:
        """Remember where something moved, unless the camera did: then all of the picture may have."""
        self._steps.append(step)
        if step.bumped:
            return
        self._times += step.changed
        if self._learnt < PUPPET:
            self._learnt += 1
            self._first |= step.changed

    def _against_reference(self, now: Seen, moved: Shift | None, puppets: Cells) -> Shift | None:
        """The shift against the reference, looked for where the camera's way so far puts it."""
        reference, way = self._reference, None
        if moved is not None and self.moved is not None:
            way = shift.after(self.moved, moved)
        puppets = puppets | grown(self._first, 1)
        guess = near(way, now.flat, now) if way else guessed(reference, now, puppets)
        return camera(tracked(reference, now, guess), puppets, reference.flat) or way

    def puppets(self) -> Cells:
        """Where something moved of late."""
        of_late = [past for past in self._steps if not past.bumped]
        if not of_late:
            return np.zeros_like(self.still)
        changed = np.any([past.changed for past in of_late], axis=0)
        astray = np.sum([past.astray for past in of_late], axis=0) >= AGAIN
        return grown(changed | astray, 1)

    def _least(self, off: Floats) -> Floats:
        """From what change on each cell counts as changed."""
        usual = np.full_like(off, np.median(off))
        if len(self._noise) >= SETTLED:
            known = np.quantile(np.stack(self._noise), QUIET, axis=0)
            usual = np.clip(known, np.median(known) / LOUDEST, np.median(known) * LOUDEST)
        return np.asarray(np.maximum(self._limits.moved * usual, self._limits.moved_least), np.float32)

    def _bump(self, now: Seen, moved: Shift | None, whole: Shift | None) -> Iterator[Alarm]:
        limits, before, axes = self._limits, self._before, now.picture.camera_axes
        meant = self._rig.meant(axes)
        off = None if moved is None or meant is None else shift.beside(moved, meant)
        unrest = limits.unrest * self._unrest()
        far = 0.0 if off is None else off.far * now.scale
        bump = off if off and far > max(limits.bump, unrest) and self._certain(off, off.far) else None
        self._rig.learn(axes, moved)
        stray = self._rig.strayed(whole, moved, meant if bump else None, driven=meant is not shift.UNMOVED)
        if bump and meant:
            self._told = stray or shift.after(self._told, bump)
            near = max(limits.bump, limits.bump_certain * meant.uncertain * now.scale)
            home = stray is not None and stray.far * now.scale <= near
            yield self._bumped(now, before, bump, home=home)
        elif stray is not None and unrest < limits.creep and self._crept(now, stray):
            self._told = stray
            yield self._bumped(now, self._reference, stray, home=False)
        if meant:
            self._paces.append(far)

    def _crept(self, now: Seen, whole: Shift) -> bool:
        """Whether the camera has moved bit by bit, against the reference, since it was last told."""
        off = shift.apart(whole, self._told)
        return off * now.scale > self._limits.creep and self._certain(whole, off)

    def _unrest(self) -> float:
        """How far the camera usually moves between pictures (one sigma), in full pixels: a pan is no bump."""
        return TO_SIGMA * float(np.median(self._paces)) if len(self._paces) >= FEWEST else 0.0

    def _certain(self, moved: Shift, far: float) -> bool:
        return far > self._limits.bump_certain * moved.uncertain and moved.share > AGREED

    def _bumped(self, now: Seen, against: Seen, moved: Shift, *, home: bool) -> Alarm:
        height, width = now.small.shape[:2]
        far = moved.far * now.scale
        right, down = (part * now.scale for part in moved.at(width / 2, height / 2))
        turn = f", turned by {moved.turn:.2f}°" if abs(moved.turn) >= TURNED else ""
        told = (
            f"The picture shifted {far:.1f} px{directions(right, down)}{turn} against picture {against.picture.number}"
        )
        if self._rig.drove:
            told += ", beside what the axes of the rig moved it by"
        if home and self._rig.drove:
            told += "; it is on its way again"
        elif home:
            told += f"; it stands again as in picture {self._reference.picture.number}"
        elif against is self._reference and against is not self._before:
            told += ", bit by bit"
        severity = Severity.URGENT if far > self._limits.bumped_badly else Severity.WARNING
        return Alarm(
            kind=Kind.BUMP,
            picture=now.picture.number,
            frame=now.frame,
            amount=round(far, 2),
            unit="px",
            against=against.picture.number,
            sentence=f"{told}.",
            severity=Severity.NOTE if home else severity,
            arrow=(round(right, 2), round(down, 2)),
        )

    def _prop(self, now: Seen) -> Iterator[Alarm]:
        """Something that had never moved, moved once, away from all else that moves, and has stayed there."""
        if len(self._steps) <= STAYS:
            return
        step = self._steps[-1 - STAYS]
        if any(past.bumped for past in list(self._steps)[-1 - STAYS :]):
            return
        others = self._times - step.changed > 0
        for piece in pieces(step.changed):
            alone = not (grown(piece, 2) & (others | (step.changed & ~piece))).any()
            if 1 < piece.sum() < self._limits.prop * piece.size and alone:
                yield from self._moved(step, now, piece)

    def _moved(self, step: Step, now: Seen, piece: Cells) -> Iterator[Alarm]:
        """How far the corners of a prop moved, if they moved together and it is no mere change of looks."""
        places = step.before.corners[within(step.before.corners, grown(piece, 1), step.before.flat)]
        tracks = shift.track(step.before.flat, now.flat, places)
        paths = (tracks.after - tracks.before)[tracks.found]
        paths = paths[np.linalg.norm(paths, axis=1) * now.scale > self._limits.creep]
        if len(paths) < RIGID:
            return
        right, down = (float(part) for part in np.median(paths, axis=0))
        if np.median(np.linalg.norm(paths - (right, down), axis=1)) > max(0.5, 0.3 * hypot(right, down)):
            return
        right, down = right * now.scale, down * now.scale
        told = f"Something on the set moved {hypot(right, down):.1f} px{directions(right, down)}"
        yield Alarm(
            kind=Kind.PROP,
            picture=step.now.picture.number,
            frame=step.now.frame,
            amount=round(hypot(right, down), 1),
            unit="px",
            against=step.before.picture.number,
            sentence=f"{told} after picture {step.before.picture.number}, and has stayed there.",
            severity=Severity.WARNING,
            box=step.now.box(piece),
            arrow=(round(right, 1), round(down, 1)),
        )


def directions(right: float, down: float) -> str:
    """In words where something went: ", left and up"; a part that is less than a fifth of the other is left out."""
    sides = [("right" if right > 0 else "left", abs(right)), ("down" if down > 0 else "up", abs(down))]
    most = max(size for _, size in sides)
    named = [name for name, size in sides if size > most / 5]
    return f" {' and '.join(named)}" if named else ""
