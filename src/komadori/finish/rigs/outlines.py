"""Where exactly a followed rig ends: told from the puppet that it stands before by its colours, place and shape.

Only what differs from the set is rig or puppet. Of that, a pixel costs the more as rig the more it is like a puppet's
pixels close by than like the rig's, and the further it is from where the rig went; the outline is where the sum of all
that, and of the outline's length, is least. Colours that a stroke was painted over, and those that it was not, are
remembered, so that the one does not creep into the other from picture to picture.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.bending import bent, carried
from komadori.finish.rigs.connected import connected
from komadori.finish.rigs.cutting import MOST, cut
from komadori.finish.rigs.finding import thin_parts
from komadori.finish.rigs.going_on import without_shadows
from komadori.finish.rigs.likeness import Colours, Sources, some_of, sources, unlike
from komadori.finish.rigs.paint import Painted
from komadori.finish.rigs.tones import Linear, Mask, apart, box_of, closed, grown

BAND = 5.0
"""Pixels of a look beside where the rig went in which it may really be."""
RING = 14.0
"""Pixels further out that show what stands behind it."""
SHARP = 0.03
"""Tones by which a pixel must be more like the one than the other to cost as much as a pixel of outline."""
SURE = 3.0
"""What its colours cost a pixel at most."""
REMEMBERED = 0.5
"""What the colours of the painted picture count, of those close by."""
SHAPE, SOFT, INSIDE = 0.8, 3.0, 0.3
"""What a pixel costs that lies SOFT pixels or more outside of where the rig went, and the share of that which it costs
less inside."""
FIRM = 3.5
"""As many times SHAPE as a pixel costs less that was added by hand."""
TOGETHER = 1.0
"""What a pixel of outline costs between two of one tone."""
LIKE, CLOSE = 0.09, 0.05
"""Tones within which something has a colour of the rig, and within which it is what the rig was here."""
NEARER = 0.5
"""Share of how unlike it is to a puppet that it may be unlike the rig."""
FREE = 6.0
"""Pixels from anything that moves and was not painted: there all that was painted and moves is the rig."""
ENOUGH = 0.25
"""Share of what was painted and moves that must stand so free to tell the rig's colours."""
DEEP = 0.6
"""Share of how deep inside the stroke it gets from which on it is the rig otherwise."""
GAP = 9.0
"""Pixels of a radius: a stroke that stops for less has gone on."""
HIDDEN = 8.0
"""Pixels from what is seen of the rig at which what was known of it is hidden, and has not only moved."""
MIXED = 1.5
"""Pixels beside the rig that are half rig and half set."""
THICK = 0.022
"""Share of the width: how thick a part may be that comes into sight in other colours."""
LEAP = 3.0
"""As many times as large as what is known of the rig is what may come into sight of it from one picture to the next."""
MOSTLY = 0.7
"""Share of a thin part that must not have a puppet's colours."""
MOVES = 0.03
"""Share of what was painted that must move against the set for it to move at all."""
FEW = 8
"""Pixels of what was painted that are too few to tell how they move."""
ANEW = 0.6
"""Share of what is known of a rig from which on a stroke paints it anew, and is not only added to it."""
SQUARE = np.ones((3, 3), np.uint8)


@dataclass(slots=True, eq=False)
class Outline:
    """A rig where it is in one picture: all of its `body` that is known, of which `seen` is seen there; what is a
    puppet close `beside`; and `looks`, the tones of all of these, also where they are hidden. `late` is what of the
    body came into sight since it was painted, `firm` what was added by hand; `stands` was painted and does not move;
    `keep` was painted to be none. `colours` are the rig's and `others` the puppets' in the pictures painted on,
    `lately` the rig's since."""

    body: Mask
    late: Mask
    seen: Mask
    beside: Mask
    firm: Mask
    stands: Mask
    keep: Mask
    looks: Linear
    colours: Colours
    others: Colours
    lately: Colours

    def without(self, keep: Mask) -> "Outline":
        """The rig where it is not painted to be none."""
        masks = (mask & ~keep for mask in (self.body, self.late, self.seen, self.firm, self.stands))
        body, late, seen, firm, stands = masks
        return replace(self, body=body, late=late, seen=seen, firm=firm, stands=stands)

    def joined(self, late: "Outline") -> "Outline":
        """With what came into sight of it elsewhere and was followed here."""
        new = late.body & late.late & ~(self.body | self.keep)
        return replace(
            self,
            body=self.body | new,
            seen=self.seen | (late.seen & new),
            late=self.late | new,
            beside=self.beside & ~new,
            looks=np.where(new[..., None], late.looks, self.looks),
        )

    def own(self, tones: Colours) -> NDArray[np.float32]:
        """How unlike each of `tones` is to the rig's."""
        return np.minimum(unlike(tones, self.colours), unlike(tones, self.lately))

    def alike(self, toned: Linear, mask: Mask) -> Mask:
        """What of a mask has the rig's colours."""
        own, other = self.own(toned[mask]), unlike(toned[mask], self.others)
        return _of(mask, (own < LIKE) & (own < np.maximum(NEARER * other, LIKE / 4)))

    def strange(self, toned: Linear, mask: Mask) -> Mask:
        """What of a mask has a puppet's colours rather than the rig's."""
        own, other = self.own(toned[mask]), unlike(toned[mask], self.others)
        return _of(mask, (other < own) & (other < LIKE / 2))


def is_whole(painted: Painted, known: Outline) -> bool:
    """Whether a stroke goes over most of what is `known` of the rig and seen: then that is painted anew."""
    there = known.seen | known.stands
    return bool((painted.rig & there).sum() > ANEW * there.sum())


def begun(here: Linear, away: Mask, painted: Painted, known: Outline | None = None) -> Outline:
    """The rig in a picture that was painted on: what of the stroke is `away` from the set, and no puppet, or all of it
    where nothing of it moves; added to what is `known` of the rig there."""
    region, keep = painted.rig, painted.keep
    known = (known or _nothing(here)).without(keep)
    still = (region & away).sum() < max(FEW, MOVES * region.sum())
    # What moves is no rig here; in the next picture its place tells nothing.
    if still and known.body.any():
        return replace(known, keep=known.keep | (keep & ~away))
    if still:
        stands, late = region & ~keep, known.late | (region & ~keep & known.stands.any())
        return replace(known, stands=known.stands | stands, late=late, keep=(known.keep & ~stands) | keep)
    # A stroke is soon a little too narrow, or stops for a moment.
    thin = thin_parts(away, THICK * away.shape[1]) & ~keep
    region = region | (_alone(thin & ~region, away & ~thin & ~region) & closed(region, GAP))
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
    own = _of(free, unlike(here[free], some_of(here[ring])) > SHARP)
    free = own if own.sum() > ENOUGH * free.sum() else free
    costs = _costs(here, near, sources((free | (moving & middle), here)), sources((ring, here)), depth)
    costs[moving & middle] = -MOST
    return (moving & ~near) | cut(costs, here, near, TOGETHER)


def _nothing(here: Linear) -> Outline:
    """No rig at all, in the picture `here`."""
    none, no_colours = np.zeros(here.shape[:2], bool), np.zeros((0, 3), np.float32)
    return Outline(
        body=none,
        late=none,
        seen=none,
        beside=none,
        firm=none,
        stands=none,
        keep=none,
        looks=here,
        colours=no_colours,
        others=no_colours,
        lately=no_colours,
    )


def outlined(rig: Outline, here: Linear, away: Mask, empty: Linear) -> Outline:
    """The rig, moved to where it went, as it is seen in the picture `here`, which is `away` from the `empty` set."""
    rig = _bent(rig, here, away)
    if not rig.body.any():
        return replace(rig, seen=rig.body, beside=rig.body, late=rig.body)
    thin = thin_parts(away, THICK * away.shape[1])
    thin = without_shadows(thin, np.square(here), np.square(empty))
    further = ~grown(rig.body, BAND)
    alone = _alone(thin & further, away & ~thin & further)
    close = _seen(rig, here, away, thin, alone)
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


def _seen(rig: Outline, here: Linear, away: Mask, thin: Mask, alone: Mask) -> Mask:
    """What is rig in the band around where it went."""
    box = box_of(rig.body, round(BAND + RING) + 2)
    body, beside, looks, toned = rig.body[box], rig.beside[box], rig.looks[box], here[box]
    band = grown(body, BAND)
    wanted = band & away[box]
    ring = away[box] & ~band & ~alone[box] & grown(body, BAND + RING)
    ring &= ~rig.alike(toned, ring)
    ring &= ~thin[box] | rig.strange(toned, ring & thin[box])
    clear = body & ~grown(beside, MIXED)
    others = sources((ring, toned), (beside & ~grown(body, 1), looks))
    out = cv2.distanceTransform((~body).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    depth = np.asarray(np.clip(out / SOFT, 0, 1) - INSIDE * body - FIRM * rig.firm[box], np.float32)
    costs = _costs(toned, wanted, sources((clear if clear.any() else body, looks)), others, depth)
    if len(rig.others):
        more = unlike(toned[wanted], rig.colours) - unlike(toned[wanted], rig.others)
        costs[wanted] += REMEMBERED * np.clip(more / SHARP, -2, 2)
    seen = rig.body & False
    seen[box] = cut(costs, toned, wanted, TOGETHER)
    return seen


def _costs(toned: Linear, wanted: Mask, own: Sources, others: Sources, depth: Linear) -> NDArray[np.float32]:
    """What each wanted pixel costs more as rig than as puppet; `depth` is how far out it lies, -1..1."""
    costs = np.zeros(wanted.shape, np.float32)
    off = (own.unlike(toned, wanted) - others.unlike(toned, wanted)) / SHARP
    costs[wanted] = np.clip(off, -SURE, SURE) + SHAPE * depth[wanted]
    return costs


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


def _alone(thin: Mask, thick: Mask) -> Mask:
    """The parts of `thin` that hang on nothing thick."""
    parts = connected(thin)
    near = np.asarray(cv2.dilate(thick.astype(np.uint8), SQUARE) > 0)
    return parts.those((parts.within(near) <= 2) & (parts.area < THICK * thin.shape[1] * parts.long))


def _mostly(mask: Mask, thin: Mask) -> Mask:
    """The parts of `thin` that are mostly in the mask."""
    parts = connected(thin)
    return parts.those(parts.within(mask & thin) > MOSTLY * parts.area)


def _reached(mask: Mask, seen: Mask) -> Mask:
    """What of `mask` hangs together with more than a few pixels of what is seen."""
    parts = connected(mask | seen)
    return mask & parts.those(parts.within(seen) > 4)


def _of(mask: Mask, inside: NDArray[np.bool_]) -> Mask:
    """A mask from a value for each pixel of another."""
    out = mask.copy()
    out[mask] = inside
    return out
