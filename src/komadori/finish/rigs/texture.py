"""What nobody photographed, guessed from what is around it: texture carried on from places that look alike.

From coarse to fine: each place of the hole looks for the patch of the known picture that is most like it (PatchMatch:
Barnes et al., SIGGRAPH 2009, with every place of the hole at once), and each pixel becomes what the patches over it
agree on (Wexler, Shechtman and Irani, PAMI 2007). Chance comes from a fixed seed: the same picture
gives the same guess.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.tones import Linear, Mask, grown, spread, tones, without_gaps

REACH = 3
"""Pixels that a patch goes on each side of its middle."""
SIDE = 2 * REACH + 1
COARSEST = 4.0
"""Pixels to the known picture from the middle of a hole at the coarsest size: there the smooth guess is good."""
FAR = 96
"""Pixels within which a patch is looked for at the coarsest size; finer ones look close to what that has found."""
SWEEPS, ROUNDS = 3, 2
NEARER = 3e-4
"""Added to a patch's cost for each pixel it lies away, so that of like patches the nearer one is taken."""

Places = NDArray[np.intp]
Moves = NDArray[np.intp]
"""How far from each pixel its patch lies: rows x columns x 2."""


@dataclass(frozen=True, slots=True)
class Search:
    """Where patches are looked for, and the middles that want one: places as (row, column), n x 2."""

    pixels: Linear
    trusted: NDArray[np.float32]
    sources: Mask
    wanted: Places

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.sources.shape[0], self.sources.shape[1]


def grown_in(picture: Linear, hole: Mask, known: Mask) -> Linear:
    """`picture` with `hole` guessed from `known` pixels (scene-linear, rows x columns x 3) alone."""
    if not hole.any() or not known.any():
        return picture
    seen = tones(without_gaps(picture))
    deep = float(cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3).max())
    levels = int(np.clip(np.ceil(np.log2(max(deep, 1) / COARSEST)), 0, 6))
    rng = np.random.Generator(np.random.PCG64(7))
    guess: Linear | None = None
    moves: Moves | None = None
    for level in reversed(range(levels + 1)):
        pixels, here, there = _shrunk(seen, hole, known, level)
        if not there.any():
            continue
        smooth = spread(pixels, there.astype(np.float32), 1.0)
        start = smooth if guess is None else cv2.resize(guess, (pixels.shape[1], pixels.shape[0]))
        guess, moves = _at(np.where(there[..., None], pixels, start), here, there, moves, rng)
    filled = seen if guess is None else guess
    return np.where(hole[..., None], filled * filled, picture).astype(np.float32)


def _shrunk(pixels: Linear, hole: Mask, known: Mask, level: int) -> tuple[Linear, Mask, Mask]:
    """The picture 2^level times smaller, averaged over known pixels only."""
    if not level:
        return pixels, hole, known
    size = (max(1, pixels.shape[1] >> level), max(1, pixels.shape[0] >> level))
    weight = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    light = cv2.resize(pixels * known[..., None], size, interpolation=cv2.INTER_AREA)
    there = weight > 0.5
    inside = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    return np.asarray(light / np.maximum(weight, 1e-3)[..., None], np.float32), inside & ~there, there


def _at(
    start: Linear, hole: Mask, known: Mask, moves: Moves | None, rng: np.random.Generator
) -> tuple[Linear, Moves | None]:
    """The hole filled at one size, beginning with `start` and what the size before has found."""
    whole = grown(~known, REACH + 1)
    whole[:REACH] = whole[-REACH:] = True
    whole[:, :REACH] = whole[:, -REACH:] = True
    sources = ~whole
    wanted = np.argwhere(grown(hole, 1))
    if not sources.any() or not len(wanted):
        return start, None
    pixels = start.astype(np.float32)
    found = _begun(sources, wanted)
    if moves is not None:
        found = _carried(sources, wanted, found, moves)
    for turn in range(ROUNDS if moves is None else 1):
        trusted = np.where(known, 1.0, 0.25 + 0.25 * turn).astype(np.float32)
        search = Search(pixels, trusted, sources, wanted)
        far, sweeps = (FAR, SWEEPS) if moves is None else (2, 1)
        found, costs = _searched(search, found, rng, far, sweeps)
        pixels = _agreed(pixels, hole, wanted, found, costs)
    field = np.zeros((*hole.shape, 2), np.intp)
    field[wanted[:, 0], wanted[:, 1]] = found - wanted
    return pixels, field


def _begun(sources: Mask, wanted: Places) -> Places:
    """A first patch for each place: the nearest whole one."""
    _, labels = cv2.distanceTransformWithLabels(
        (~sources).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    order = np.zeros(int(labels.max()) + 1, np.intp)
    order[labels[sources]] = np.flatnonzero(sources)
    nearest = order[labels[wanted[:, 0], wanted[:, 1]]]
    return np.stack(np.divmod(nearest, sources.shape[1]), axis=1)


def _carried(sources: Mask, wanted: Places, found: Places, moves: Moves) -> Places:
    """Where the coarser size has found a patch, the same one twice as large."""
    limits = np.array(moves.shape[:2]) - 1
    coarse = np.minimum(wanted // 2, limits)
    move = 2 * moves[coarse[:, 0], coarse[:, 1]]
    there = wanted + move
    inside = ((there >= 0) & (there < sources.shape)).all(axis=1) & move.any(axis=1)
    fit = np.flatnonzero(inside)
    fit = fit[sources[there[fit, 0], there[fit, 1]]]
    found = found.copy()
    found[fit] = there[fit]
    return found


def _searched(
    search: Search, found: Places, rng: np.random.Generator, far: int, sweeps: int
) -> tuple[Places, NDArray[np.float32]]:
    """The best patch for each wanted place, and its cost, by propagation and by chance."""
    rows, columns = search.shape
    number = np.full((rows + 2, columns + 2), -1, np.intp)
    number[search.wanted[:, 0] + 1, search.wanted[:, 1] + 1] = np.arange(len(search.wanted))
    patches, trust = _patches(search.pixels, search.wanted), _patches(search.trusted[..., None], search.wanted)
    trust = trust / np.maximum(trust.sum(axis=(1, 2), keepdims=True), 1e-6)
    costs = _costs(search, patches, trust, found)
    for _ in range(sweeps):
        for step in ((0, -1), (-1, 0), (0, 1), (1, 0)):
            near = number[search.wanted[:, 0] + 1 + step[0], search.wanted[:, 1] + 1 + step[1]]
            offered = np.where((near >= 0)[:, None], found[near] - step, found)
            found, costs = _better(search, patches, trust, found, costs, offered)
        radius = far
        while radius >= 1:
            offered = found + rng.integers(-radius, radius + 1, found.shape)
            found, costs = _better(search, patches, trust, found, costs, offered)
            radius //= 3
    return found, costs


def _better(
    search: Search,
    patches: NDArray[np.float32],
    trust: NDArray[np.float32],
    found: Places,
    costs: NDArray[np.float32],
    offered: Places,
) -> tuple[Places, NDArray[np.float32]]:
    rows, columns = search.shape
    inside = (offered >= 0).all(axis=1) & (offered[:, 0] < rows) & (offered[:, 1] < columns)
    fit = np.flatnonzero(inside & (offered != found).any(axis=1))
    fit = fit[search.sources[offered[fit, 0], offered[fit, 1]]]
    if not len(fit):
        return found, costs
    new = _costs(search, patches[fit], trust[fit], offered[fit], search.wanted[fit])
    less = new < costs[fit]
    won = fit[less]
    found, costs = found.copy(), costs.copy()
    found[won], costs[won] = offered[won], new[less]
    return found, costs


def _costs(
    search: Search,
    patches: NDArray[np.float32],
    trust: NDArray[np.float32],
    at: Places,
    wanted: Places | None = None,
) -> NDArray[np.float32]:
    apart = _patches(search.pixels, at) - patches
    away = np.abs(at - (search.wanted if wanted is None else wanted)).sum(axis=1)
    return np.asarray(np.einsum("nkc,nkc,nk->n", apart, apart, trust[..., 0]) + NEARER * away, np.float32)


def _patches(pixels: Linear, middles: Places) -> NDArray[np.float32]:
    """The patches around `middles`: n x 49 x channels."""
    rows, columns, channels = pixels.shape
    steps = np.arange(-REACH, REACH + 1)
    down = np.clip(middles[:, 0, None] + steps, 0, rows - 1)
    across = np.clip(middles[:, 1, None] + steps, 0, columns - 1)
    places = (down[:, :, None] * columns + across[:, None, :]).reshape(len(middles), -1)
    return np.asarray(pixels.reshape(-1, channels)[places])


def _agreed(pixels: Linear, hole: Mask, wanted: Places, found: Places, costs: NDArray[np.float32]) -> Linear:
    """Each pixel of the hole as the mean of the patches over it, better ones counting more."""
    rows, columns = hole.shape
    spare = float(np.percentile(costs, 75)) + 1e-6
    weight = np.exp(-np.minimum(costs / spare, 30)).astype(np.float32)
    total = np.zeros((rows, columns), np.float32)
    light = np.zeros_like(pixels)
    for down in range(-REACH, REACH + 1):
        for across in range(-REACH, REACH + 1):
            y, x = wanted[:, 0] + down, wanted[:, 1] + across
            inside = (y >= 0) & (y < rows) & (x >= 0) & (x < columns)
            y, x = y[inside], x[inside]
            near = weight[inside] * np.exp(-(down * down + across * across) / (2.0 * 1.5**2), dtype=np.float32)
            total[y, x] += near
            light[y, x] += near[:, None] * pixels[found[inside, 0] + down, found[inside, 1] + across]
    ready = hole & (total > 0)
    return np.where(ready[..., None], light / np.maximum(total, 1e-9)[..., None], pixels).astype(np.float32)
