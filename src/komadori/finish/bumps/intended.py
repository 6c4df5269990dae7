"""The way the camera was meant to go: what is left of its way when the bumps are taken out.

First each picture is read as in its place or bumped, and between two the camera as on its way or displaced for good
(`finish/bumps/reading.py`). Then the size of the steps and the smooth way are those of which the jerks are few: each
counts as far as it goes, not squared, so that a few large ones do not spread over all. How smooth the way is follows
from the pictures in their place, by cross-validation: a precise slider's is kept to the hair, a shaky hand's is not,
and a camera that stood has stood. Where the pictures in their place clearly go a way less smooth, that was meant, and
they are left.

Method: l1 trend filtering (Kim, Koh, Boyd and Gorinevsky, 2009), solved by iteratively reweighted least squares; a
Whittaker smoother (1923); and Akima's interpolation (1970) where pictures in their place tell the way themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import Akima1DInterpolator
from scipy.linalg import solveh_banded
from scipy.ndimage import maximum_filter1d

from komadori.finish.bumps.quick import off_line
from komadori.finish.bumps.reading import Reading, reading, size

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

TOLD = 0.03
"""Pixels, as the root mean square over a picture's corners, below which a displacement cannot be told from none."""
JERK, KINK, TRAVEL = 8.0, 2.0, 1.0
"""What a jerk of the smooth way costs, by its change of acceleration from picture to picture; a kink of it, by its
change of pace; and travelling on it: as much as so many pictures displaced as far."""
EASY = 1e-3
"""Share of a jerk's cost where the pace changes suddenly."""
OWN, NEAR = 5.0, 3
"""Times the error of a picture that one in its place may lie off the smooth way, and how many pictures around it are
then told by their neighbours."""
BESIDE, SURER = 4, 1.0
"""Pictures on either side that tell how large a step within a move is; and times its error by which it must be of
another size than was taken out to be taken so."""
NOISE = 0.02
"""Pixels that a picture lies wrongly by at least: where the smooth way bends by much more, it follows each picture."""
ROUNDS, COARSE, FINER = 60, 16.0, 0.85
"""Rounds of weighting anew, and the pixels below which sizes do not count apart: so many at first, then ever fewer."""
CALM = 3.0
"""Pictures displaced by up to so many medians of all show how smooth the way is."""
SPANS = (96.0, 48.0, 24.0, 12.0, 6.0)
"""Frames, the stiffest first: half of a wave so long is left in the smooth way."""
FOLDS = 4
STIFFER, STILLER = 1.1, 1.6
"""Times better a less stiff way must foretell pictures to be taken, and any way rather than none."""
BEFORE = 2
"""Pictures that must have stood somewhere for it to be where the camera belongs."""
LED, AMONG = 5, 7
"""Calm pictures that tell where the next one lies, and among how many just before it they are found."""
FEW = 5
"""Fewer pictures tell no way: the camera is taken to have stood."""
FREE, LOOSE, FIXED = 1e-7, 0.05, 1e6
"""Weights in least squares: that leave a number to the others, that hold a step about as large as it was found first,
and that let there be none."""
SEEN = 0.3
"""Pixels from which it matters whether a picture was bumped."""
STOOD = 6.0
"""Pixels the smooth way may seem to go where the camera stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where the camera was `meant` to be in each picture, and where it was `held` to be: as measured, less what cannot
    be told from rest. Each pictures x 8, the four corners of the picture in pixels.

    `quick` tells which pictures lie in moves so quick that all of it was taken to be meant, and `put_back` which were
    read as bumped. `rival` is how many times less likely the next best reading of a picture is, as its logarithm,
    infinite where none was near. The others are pixels, 0 where there is nothing to tell: how large a step just before
    the picture is (`stepped`), and by how much it may be larger or smaller (`blurred`); how far a picture that was left
    is from where the others lead (`off`); between which places a bumped one may belong where the way begins or ends
    suddenly (`edge`); how far one lay beside the way of a quick move (`beside`); and how far the camera had gone while
    no axis moved (`strayed`)."""

    meant: Floats
    held: Floats
    quick: Bools
    put_back: Bools
    rival: Floats
    stepped: Floats
    blurred: Floats
    off: Floats
    edge: Floats
    beside: Floats
    strayed: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """What was measured: `at` pictures x 8, `frames` growing, `told` the least that can be told of each, in pixels."""

    at: Floats
    frames: Floats
    told: Floats

    @property
    def kinks(self) -> Floats:
        """What three neighbours are weighed by to tell the change of pace, pixels a frame, at the middle one."""
        before, after = 1 / np.diff(self.frames)[:-1], 1 / np.diff(self.frames)[1:]
        return np.stack([before, -before - after, after], axis=1)

    @property
    def jerks(self) -> Floats:
        """What four neighbours are weighed by to tell the change of acceleration."""
        gaps = np.diff(self.frames)
        bent = self.kinks / ((gaps[:-1] + gaps[1:]) / 2)[:, None]
        return np.pad(bent[1:], ((0, 0), (1, 0))) - np.pad(bent[:-1], ((0, 0), (0, 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rough:
    """A first idea: the smooth way and the steps, and how the pictures were read."""

    smooth: Floats
    steps: Floats
    read: Reading


def way(at: Floats, frames: Floats, uncertain: Floats, moved: Bools | None = None) -> Way:
    """The way of a camera that was `at` places (pictures x 8, pixels) in `frames` of the film, which grow.

    `uncertain` is the error of each place in pixels. The camera belongs where it was first. `moved` tells of each
    picture but the first whether an axis had moved since the one before: where none had, no move was meant.
    """
    frames = frames / max(float(np.median(np.diff(frames))), 1.0) if len(frames) > 1 else frames
    places = _Places(at=at, frames=frames, told=np.maximum(TOLD, 2 * uncertain))
    if len(at) < FEW:
        held = np.where((size(at - at[0]) < places.told)[:, None], at[0], at)
        none, nothing = np.zeros(len(at), bool), np.zeros(len(at))
        return Way(
            meant=np.repeat(at[:1], len(at), axis=0),
            held=held,
            quick=none,
            put_back=none,
            rival=np.full(len(at), np.inf),
            stepped=nothing,
            blurred=nothing,
            off=nothing,
            edge=nothing,
            beside=nothing,
            strayed=nothing,
        )
    read = reading(at, frames)
    smooth, steps = _sparse(places, read)
    beside = off_line(at - steps, read)
    if beside.any():
        read = replace(read, kept=read.kept & (beside == 0))
        smooth, steps = _sparse(places, read)
    rough = _Rough(smooth=smooth, steps=steps, read=read)
    for _ in range(3):
        smooth, steps = _best(places, rough, _calm(places, smooth, steps, read))
    smooth, steps, blurred = _own(places, smooth, steps, read)
    strayed = np.zeros(len(at))
    if moved is not None:
        further = np.diff(smooth, axis=0, prepend=smooth[:1]) * np.append(False, moved)[:, None]
        meant = smooth[0] + np.cumsum(further, axis=0)
        smooth, steps, strayed = meant, steps + smooth - meant, size(smooth - meant)
    found = _settled(places, smooth, steps, read, _calm(places, smooth, steps, read))
    if moved is not None:
        by_move = np.append(False, moved) | np.append(moved, False)
        found = replace(found, rival=np.where(by_move, found.rival, np.inf))
    return replace(found, blurred=blurred, beside=beside, strayed=strayed)


def _own(places: _Places, smooth: Floats, steps: Floats, read: Reading) -> tuple[Floats, Floats, Floats]:
    """The smooth way and the steps; but where pictures in their place clearly go another way, that one: it also tells
    where those between them belong, and how large the steps are."""
    there, blurred = places.at - steps, np.zeros(len(smooth))
    if np.ptp(smooth, axis=0).max() == 0:
        return smooth, steps, blurred
    other = read.kept & (read.meant | (size(there - smooth) > np.maximum(places.told, OWN * read.error)))
    around = maximum_filter1d(other, 2 * NEAR + 1)
    for one in np.flatnonzero(read.breaks):
        more, error = _larger(there, places.frames, int(one), read)
        blurred[one + 1] = error
        if not (around[one] or around[one + 1]) and size(more[None])[0] < SURER * error:
            continue
        there[one + 1 :] -= more
        steps, smooth = steps.copy(), smooth.copy()
        steps[one + 1 :] += more
        smooth[one + 1 :] -= more
        other[max(0, one + 1 - BESIDE) : one + 1 + BESIDE] |= read.kept[max(0, one + 1 - BESIDE) : one + 1 + BESIDE]
    around = maximum_filter1d(other, 2 * NEAR + 1)
    smooth = np.where(other[:, None], there, smooth)
    known = np.flatnonzero(read.kept)
    if len(known) < FEW:
        return smooth, steps, blurred
    between = Akima1DInterpolator(places.frames[known], smooth[known])(places.frames)
    return np.where((around & ~read.kept)[:, None] & np.isfinite(between), between, smooth), steps, blurred


def _larger(there: Floats, frames: Floats, one: int, read: Reading) -> tuple[Floats, float]:
    """By how much the step after a picture is larger than was taken out: the pictures next to it, in their places, have
    the same pace, and it changes alike before and after, or as evenly otherwise as they clearly tell. And by how many
    pixels that may be wrong."""
    ends = np.flatnonzero(read.breaks)
    begin = max((int(end) + 1 for end in ends if end < one), default=0)
    end = min((int(end) for end in ends if end > one), default=len(there) - 1)
    known = np.flatnonzero(read.kept)
    before = known[(known >= begin) & (known <= one)][-BESIDE:]
    after = known[(known > one) & (known <= end)][:BESIDE]
    those = np.concatenate([before, after])
    if len(those) <= FEW:
        return np.zeros(there.shape[1]), 0.0
    time = frames[those] - frames[one]
    columns = np.stack([those > one, np.ones(len(those)), time, time**2, time**3], axis=1)
    plain, bent = (np.linalg.lstsq(columns[:, :count], there[those], rcond=None)[0] for count in (4, 5))
    apart = float(size((plain[0] - bent[0])[None])[0])
    noise = read.error * float(np.linalg.norm(np.linalg.pinv(columns)[0]))
    if apart > noise and size(there[those] - columns @ bent).max() < 2 * read.error:
        return np.asarray(bent[0]), noise
    return np.asarray(plain[0]), apart


def _calm(places: _Places, smooth: Floats, steps: Floats, read: Reading) -> Bools:
    """The pictures that no bump befell: they lie on the way, or in the midst of a quick move, or just where those
    before them lead or those after them come from."""
    off = size(places.at - smooth - steps)
    calm = np.asarray(off <= np.maximum(places.told, CALM * np.median(off)))
    calm = (calm & read.kept) | read.meant
    there = replace(places, at=places.at - steps)
    turned = _Places(at=there.at[::-1], frames=-there.frames[::-1], told=there.told[::-1])
    return calm | (read.kept & (_led(there, calm) | _led(turned, calm[::-1])[::-1]))


def _led(places: _Places, calm: Bools) -> Bools:
    """Which pictures lie where the calm ones before them lead, as their pace and its change tell."""
    led = calm.copy()
    for one in np.flatnonzero(~calm):
        begin = max(0, int(one) - AMONG)
        those = np.flatnonzero(led[begin:one])[-LED:] + begin
        if len(those) < LED:
            continue
        time = places.frames[those] - places.frames[one]
        powers = np.stack([np.ones(LED), time, time**2], axis=1)
        course = np.linalg.lstsq(powers, places.at[those], rcond=None)[0]
        off = np.concatenate([places.at[those] - powers @ course, places.at[[one]] - course[:1]])
        led[one] = size(off).max() < 2 * places.told[one]
    return led


def _settled(places: _Places, smooth: Floats, steps: Floats, read: Reading, calm: Bools) -> Way:
    """The way, counted from where the camera first stood, without what cannot be told from nothing."""
    stood = np.concatenate([[0], np.cumsum(read.breaks)])
    often = np.bincount(stood, weights=calm) >= BEFORE
    home = int(np.argmax(often[stood])) if often.any() else 0
    smooth, steps, at = smooth + steps[home], steps - steps[home], places.at
    apart = at[:1] - smooth[:1]
    if np.ptp(smooth, axis=0).max() == 0 and size(apart)[0] < places.told[home]:
        # All were held against the first picture, so its own error is in all of them.
        smooth, at = smooth + apart, at + apart
    stepped = np.append(0, np.where(read.breaks, size(np.diff(steps, axis=0)), 0))
    steps = np.where((size(steps) < places.told)[:, None], 0, steps)
    held = smooth + steps
    at_rest = (size(at - held) < places.told)[:, None]
    stake, nothing = _stake(at - steps, held - steps, read), np.zeros(len(at))
    return Way(
        meant=smooth,
        held=np.where(at_rest, held, at),
        quick=read.quick,
        put_back=~read.kept,
        rival=np.where(stake > SEEN, read.rival, np.inf),
        stepped=stepped,
        blurred=nothing,
        off=np.where(read.kept, stake, 0),
        edge=np.where(~read.kept & maximum_filter1d(read.sudden, 3), _ends_apart(smooth), 0),
        beside=nothing,
        strayed=nothing,
    )


def _stake(there: Floats, smooth: Floats, read: Reading) -> Floats:
    """By how many pixels it matters how each picture is read: a bumped one; and one that is left in its place, though
    the others in their place tell of another one."""
    stake = np.where(read.kept, 0, size(there - smooth))
    known = np.flatnonzero(read.kept)
    for one in np.flatnonzero(read.kept & np.isfinite(read.rival)):
        before, after = known[known < one][-NEAR:], known[known > one][:NEAR]
        those = np.concatenate([before, after])
        if len(those) < FEW:
            continue
        powers = (those - one)[:, None] ** np.arange(3.0)
        course = np.linalg.lstsq(powers, there[those], rcond=None)[0][:1]
        stake[one] = size(there[[one]] - course)[0]
    return stake


def _ends_apart(smooth: Floats) -> Floats:
    """How far it is between where the way before each picture leads and where the one after it comes from."""
    padded = np.pad(smooth, ((2, 2), (0, 0)), mode="edge")
    count = len(smooth)
    before, after = (2 * padded[near : near + count] - padded[far : far + count] for near, far in ((1, 0), (3, 4)))
    return size(before - after)


def _sparse(places: _Places, read: Reading) -> tuple[Floats, Floats]:
    """The smooth way and the steps that cost least, where it is known which pictures were bumped and which the steps
    are between. Where the way turns suddenly that costs nothing."""
    count, rule, kept = len(places.at), places.jerks, read.kept
    jerk = JERK * np.where(np.any([read.meant[by : by + count - 3] for by in range(4)], axis=0), EASY, 1)
    kink = KINK * np.where(np.any([read.meant[by : by + count - 2] for by in range(3)], axis=0), EASY, 1)
    join = np.where(read.breaks, FREE, FIXED)
    stand, bend, turn, travel = (np.ones(count - less) for less in (0, 3, 2, 1))
    for one in range(ROUNDS):
        # First everything counts about as its square, or the first guess at what is sudden would be the last.
        least = max(COARSE * FINER**one, TOLD / 3)
        rules = ((rule, jerk * bend), (places.kinks, kink * turn), (FURTHER, TRAVEL * travel))
        smooth, steps = _fused(places.at, np.where(kept, stand, FREE), join, rules)
        stand = 1 / np.maximum(size(places.at - smooth - steps), max(least, TOLD))
        travel = 1 / np.maximum(size(np.diff(smooth, axis=0)), least)
        turn = 1 / np.maximum(size(_along(places.kinks, smooth)), least)
        bend = 1 / np.maximum(size(_along(rule, smooth)), least)
    return smooth, steps


def _best(places: _Places, rough: _Rough, calm: Bools) -> tuple[Floats, Floats]:
    """The way that best foretells calm pictures which it was not shown."""
    fold = np.cumsum(calm) % FOLDS
    least, best = np.inf, 0.0
    stood = np.ptp(rough.smooth, axis=0).max() < STOOD
    for span in (np.inf, *SPANS) if stood else SPANS:
        missed = []
        for one in range(FOLDS):
            smooth, steps = _smoothed(places, rough, calm & (fold != one), span)
            missed.append(size((places.at - smooth - steps)[calm & (fold == one)]))
        mean = max(float(np.mean(np.concatenate(missed))), TOLD / 3)
        if mean * (STILLER if np.isinf(best) else STIFFER) < least:
            least, best = mean, span
    return _smoothed(places, rough, calm, best)


def _smoothed(places: _Places, rough: _Rough, calm: Bools, span: float) -> tuple[Floats, Floats]:
    """A way as smooth as `span` frames make it, which for an endless one stands, and steps about as in the rough."""
    stand = np.where(calm, 1, FREE)
    if np.isinf(span):
        part = np.concatenate([[0], np.cumsum(rough.read.breaks)])
        total = np.bincount(part, weights=stand)
        means = np.stack([np.bincount(part, weights=stand * side) / total for side in places.at.T], axis=1)
        return np.zeros_like(places.at), means[part]
    # Where the way bends much anyway it is let bend, or a quick move would be smoothed as a bump.
    kinks = np.pad(size(_along(places.kinks, rough.smooth)), 2, mode="edge")
    around = np.max([kinks[by : len(kinks) - 4 + by] for by in range(5)], axis=0)
    stiff = (span / (2 * np.pi)) ** 4
    noise = max(NOISE, float(np.median(size(places.at - rough.smooth - rough.steps))))
    stiff = stiff / (1 + stiff * (around / noise) ** 2)
    join = np.where(rough.read.breaks, LOOSE, FIXED)
    smooth, more = _fused(places.at - rough.steps, stand, join, ((places.kinks, stiff),))
    return smooth, rough.steps + more


def _along(rule: Floats, smooth: Floats) -> Floats:
    """What a rule tells of each place of the way."""
    count = len(rule)
    return np.asarray(sum(weight[:, None] * smooth[at : at + count] for at, weight in enumerate(rule.T)))


FURTHER = np.array([[-1.0, 1.0]])
"""What two neighbours are weighed by to tell how far it is from one to the next."""


def _fused(at: Floats, stand: Floats, join: Floats, rules: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """The smooth way and the steps by least squares: what each picture's distance and step weighs, and what each of
    `rules` (how neighbours on the way are weighed) does."""
    count = len(at)
    # The normal equations of smooth way and steps, taking turns: no entry is further than six from the diagonal.
    band = np.zeros((7, 2 * count))
    band[6, 0::2] = stand + FREE
    band[6, 1::2] = stand + FREE
    band[5, 1::2] = stand
    band[6, 1:-2:2] += join
    band[6, 3::2] += join
    band[4, 3::2] -= join
    for rule, weight in rules:
        for one in range(rule.shape[1]):
            for other in range(one, rule.shape[1]):
                begin, end = 2 * other, 2 * (other + len(weight))
                band[6 - 2 * (other - one), begin:end:2] += weight * rule[:, one] * rule[:, other]
    both = solveh_banded(band, np.repeat(at * stand[:, None], 2, axis=0))
    return both[0::2], both[1::2]
