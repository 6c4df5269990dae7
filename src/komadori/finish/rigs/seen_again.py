"""A rig that was followed to a picture, as it is seen there.

It bends, goes behind a puppet and comes out again; what comes into sight of it is taken in where it hangs together with
what is seen, and has its colours or at least none of a puppet.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.bending import bent, carried
from komadori.finish.rigs.connected import connected
from komadori.finish.rigs.cutting import cut
from komadori.finish.rigs.finding import thin_parts
from komadori.finish.rigs.going_on import without_shadows
from komadori.finish.rigs.likeness import some_of, sources, unlike
from komadori.finish.rigs.outlines import BAND, RING, SHARP, SQUARE, THICK, TOGETHER, Outline, alone, weighed
from komadori.finish.rigs.tones import Linear, Mask, apart, box_of, grown

SOFT, INSIDE = 3.0, 0.3
"""Pixels outside of where the rig went from which on one lies as far out as it may, and how far in all inside lies as
a share of that."""
CLOSE = 0.05
"""Tones within which something is what the rig was there."""
REMEMBERED = 0.5
"""What the colours of the painted picture count, of those close by."""
FIRM = 3.5
"""As many times SHAPE as a pixel costs less that was added by hand."""
HIDDEN = 8.0
"""Pixels from what is seen of the rig at which what was known of it is hidden, and has not only moved."""
MIXED = 1.5
"""Pixels beside the rig that are half rig and half set."""
LEAP = 3.0
"""As many times as large as what is known of the rig is what may come into sight of it from one picture to the next."""
MOSTLY = 0.7
"""Share of a thin part that must not have a puppet's colours."""


def outlined(rig: Outline, here: Linear, away: Mask, empty: Linear) -> Outline:
    """The rig, moved to where it went, as it is seen in the picture `here`, which is `away` from the `empty` set."""
    rig = _bent(rig, here, away)
    if not rig.body.any():
        return replace(rig, seen=rig.body, beside=rig.body, late=rig.body)
    thin = thin_parts(away, THICK * away.shape[1])
    thin = without_shadows(thin, np.square(here), np.square(empty))
    further = ~grown(rig.body, BAND)
    close = _seen(rig, here, away, thin, alone(thin & further, away & ~thin & further))
    seen = _gone_on(rig, close, here, away & further & ~close, thin)
    # What looks like the rig and like the set is the rig only close to what is seen of it.
    was = np.asarray(_off(rig, here) < CLOSE) & (away | grown(seen, HIDDEN))
    body = seen | (rig.body & ((away & ~grown(seen, HIDDEN)) | was) & ~seen)
    beside = away & ~body & ~(grown(seen, MIXED) & grown(~away, MIXED))
    beside = _puppet(rig, here, beside, away & ~thin) & grown(body, BAND)
    looks = rig.looks.copy()
    looks[seen | beside] = here[seen | beside]
    clear = seen & ~grown(beside, BAND)
    lately = some_of(here[clear]) if clear.any() else rig.lately
    late = (seen & ~close) | (body & _nearer(rig.late, rig.body & ~rig.late))
    return replace(rig, body=body, late=late, seen=seen, beside=beside, looks=looks, lately=lately)


def _bent(rig: Outline, here: Linear, away: Mask) -> Outline:
    found = bent(rig.body, rig.looks, here, away)
    if found is None:
        return rig
    looks = carried(rig.looks, *found, cv2.INTER_NEAREST)
    masks = (
        carried(mask.astype(np.float32), *found, cv2.INTER_LINEAR) > 0.4
        for mask in (rig.body, rig.late, rig.firm, rig.beside)
    )
    body, late, firm, beside = (np.asarray(mask) for mask in masks)
    return replace(rig, looks=looks, body=body, late=late, firm=firm, beside=beside)


def _seen(rig: Outline, here: Linear, away: Mask, thin: Mask, by_itself: Mask) -> Mask:
    """What is rig in the band around where it went."""
    box = box_of(rig.body, round(BAND + RING) + 2)
    body, beside, looks, toned = rig.body[box], rig.beside[box], rig.looks[box], here[box]
    band = grown(body, BAND)
    wanted = band & away[box]
    ring = away[box] & ~band & ~by_itself[box] & grown(body, BAND + RING)
    ring &= ~rig.alike(toned, ring)
    ring &= ~thin[box] | rig.strange(toned, ring & thin[box])
    clear = body & ~grown(beside, MIXED)
    others = sources((ring, toned), (beside & ~grown(body, 1), looks))
    out = cv2.distanceTransform((~body).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    depth = np.asarray(np.clip(out / SOFT, 0, 1) - INSIDE * body - FIRM * rig.firm[box], np.float32)
    costs = weighed(toned, wanted, sources((clear if clear.any() else body, looks)), others, depth)
    if len(rig.others):
        more = unlike(toned[wanted], rig.colours) - unlike(toned[wanted], rig.others)
        costs[wanted] += REMEMBERED * np.clip(more / SHARP, -2, 2)
    seen = rig.body & False
    seen[box] = cut(costs, toned, wanted, TOGETHER)
    return seen


def _gone_on(rig: Outline, seen: Mask, here: Linear, fresh: Mask, thin: Mask) -> Mask:
    """What is `seen` with what of the `fresh` has come into sight and hangs together with it: the rig's colours, and
    thin parts that have no puppet's."""
    like = np.asarray(cv2.morphologyEx(rig.alike(here, fresh).astype(np.uint8), cv2.MORPH_OPEN, SQUARE[:2, :2]) > 0)
    new = _reached(like | _mostly(~rig.strange(here, fresh & thin), fresh & thin), seen)
    # A rod comes out from behind a puppet bit by bit; what is there all at once is a puppet.
    return seen | new if new.sum() <= LEAP * rig.body.sum() else seen


def _off(rig: Outline, here: Linear) -> NDArray[np.float32]:
    """How far each pixel of the body is from what the rig was there, or a pixel beside."""
    least = np.full(here.shape[:2], np.inf, np.float32)
    box = box_of(rig.body, 2)
    looks = np.where(rig.body[..., None], rig.looks, np.float32(9))[box]
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            least[box] = np.minimum(least[box], apart(here[box], np.roll(looks, (down, across), (0, 1))))
    return least


def _puppet(rig: Outline, here: Linear, mask: Mask, thick: Mask) -> Mask:
    """The parts of `mask` that hang on something thick, or have mostly a puppet's colours."""
    parts = connected(mask)
    inner = np.asarray(cv2.erode(mask.astype(np.uint8), SQUARE) > 0)
    strange = parts.within(rig.strange(here, mask)) > 0.5 * parts.area
    return parts.those((parts.within(inner) > 0) & ((parts.within(mask & thick) > 4) | strange))


def _nearer(one: Mask, other: Mask) -> Mask:
    """What is nearer to the one than to the other."""
    if not one.any():
        return one
    far = (cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) for mask in (one, other))
    return np.less(*far) if other.any() else ~other


def _mostly(mask: Mask, thin: Mask) -> Mask:
    """The parts of `thin` that are mostly in the mask."""
    parts = connected(thin)
    return parts.those(parts.within(mask & thin) > MOSTLY * parts.area)


def _reached(mask: Mask, seen: Mask) -> Mask:
    """What of `mask` hangs together with more than a few pixels of what is seen."""
    parts = connected(mask | seen)
    return mask & parts.those(parts.within(seen) > 4)
