"""What of a stroke is rig in the picture that was painted on.

A stroke is quick and wide: of what it covers only what differs from the set is rig or puppet, and what goes on beyond
it in its own colours is the puppet that it was painted over. What stands free of all puppets, or is deep inside of the
stroke, tells the rig's colours.
"""

from dataclasses import replace

import cv2
import numpy as np

from komadori.finish.rigs.cutting import MOST, cut
from komadori.finish.rigs.finding import thin_parts
from komadori.finish.rigs.likeness import some_of, sources, unlike
from komadori.finish.rigs.outlines import BAND, RING, SHARP, SQUARE, THICK, TOGETHER, Outline, alone, weighed, within
from komadori.finish.rigs.paint import Painted
from komadori.finish.rigs.tones import Linear, Mask, closed, grown

MOVES = 0.03
"""Share of what was painted that must move against the set for it to move at all."""
FEW = 8
"""Pixels of what was painted that are too few to tell how they move."""
ANEW = 0.6
"""Share of what is known of a rig from which on a stroke paints it anew, and is not only added to it."""
FREE = 6.0
"""Pixels from anything that moves and was not painted: there all that was painted and moves is the rig."""
ENOUGH = 0.25
"""Share of what was painted and moves that must stand so free to tell the rig's colours."""
DEEP = 0.6
"""Share of how deep inside the stroke it gets from which on it is the rig otherwise."""
GAP = 9.0
"""Pixels of a radius: a stroke that stops for less has gone on."""


def is_whole(painted: Painted, known: Outline) -> bool:
    """Whether a stroke goes over most of what is `known` of the rig and seen: then that is painted anew."""
    there = known.seen | known.stands
    return bool((painted.rig & there).sum() > ANEW * there.sum())


def begun(here: Linear, away: Mask, painted: Painted, known: Outline | None = None) -> Outline:
    """The rig in a picture that was painted on: what of the stroke is `away` from the set, and no puppet, or all of it
    where nothing of it moves; added to what is `known` of the rig there."""
    region, keep, stands = painted.rig, painted.keep, painted.rig & ~painted.keep
    known = (known or Outline.none(here)).without(keep)
    still = (region & away).sum() < max(FEW, MOVES * region.sum())
    # What moves is no rig here; in the next picture its place tells nothing.
    if still and known.body.any():
        return replace(known, keep=known.keep | (keep & ~away))
    if still:
        late = known.late | (stands & known.stands.any())
        return replace(known, stands=known.stands | stands, late=late, keep=(known.keep & ~stands) | keep)
    # A stroke is soon a little too narrow, or stops for a moment.
    thin = thin_parts(away, THICK * away.shape[1]) & ~keep
    region = region | (alone(thin & ~region, away & ~thin & ~region) & closed(region, GAP))
    # A brush that keeps goes a little over the rig as well: its colours are no puppet's for certain.
    around = away & ~region & ~known.body & ~keep
    # A first stroke is quick and wide; what is added to a rig is added with care.
    seen = _under(here, region, region & away, around, painted.middle & known.body.any()) & ~keep
    body = known.body | seen
    strange = (around & ~grown(region, 2)) | (region & away & ~seen & ~keep)
    return replace(
        known,
        body=body,
        late=known.late | (seen & ~known.body & known.body.any()),
        seen=known.seen | seen,
        beside=(known.beside | (around & grown(region, BAND)) | (region & away)) & ~body & ~keep,
        firm=known.firm | (seen & known.body.any()),
        keep=(known.keep & ~region) | (keep & ~away),
        looks=np.where((away & ~known.body)[..., None], here, known.looks),
        colours=np.concatenate([known.colours, some_of(here[seen])]),
        others=np.concatenate([known.others, some_of(here[strange])]),
    )


def _under(here: Linear, region: Mask, moving: Mask, around: Mask, middle: Mask) -> Mask:
    """What is rig of the `moving` under a stroke over the `region`, whose `middle` surely is."""
    inside = cv2.distanceTransform(region.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    free = moving & ~grown(around, FREE)
    if free.sum() < ENOUGH * moving.sum():
        free = free | (moving & (inside > DEEP * cv2.dilate(inside, SQUARE, iterations=4)))
    ring = around & grown(region, RING)
    if not ring.any() or not free.any():
        return moving
    near = moving & grown(ring, FREE + 1)
    half = np.maximum(0.5 * cv2.dilate(inside, SQUARE, iterations=6), 1)
    depth = np.asarray(np.clip((half - inside) / half, -1, 1), np.float32)
    beyond = ring & ~grown(region, 2)
    ring = beyond if beyond.any() else ring
    # What goes on beyond the stroke in its own colours is what it was painted over.
    own = within(free, unlike(here[free], some_of(here[ring])) > SHARP)
    free = own if own.sum() > ENOUGH * free.sum() else free
    costs = weighed(here, near, sources((free | (moving & middle), here)), sources((ring, here)), depth)
    costs[moving & middle] = -MOST
    return (moving & ~near) | cut(costs, here, near, TOGETHER)
