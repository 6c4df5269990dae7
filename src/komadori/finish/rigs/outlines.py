"""A rig's outline in one picture, and what tells a rig's pixels from a puppet's: colours, place and shape.

Only what differs from the set is rig or puppet. Of that, a pixel costs the more as rig the more it is like a puppet's
pixels close by than like the rig's, and the further it is from where the rig went; the outline is where the sum of all
that, and of the outline's length, is least. Colours that a stroke was painted over, and those that it was not, are
remembered, so that the one does not creep into the other from picture to picture.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.connected import connected
from komadori.finish.rigs.likeness import Colours, Sources, unlike
from komadori.finish.rigs.tones import Linear, Mask

BAND = 5.0
"""Pixels of a look beside where the rig went in which it may really be."""
RING = 14.0
"""Pixels further out that show what stands behind it."""
SHARP = 0.03
"""Tones by which a pixel must be more like the one than the other to cost as much as a pixel of outline."""
SURE = 3.0
"""What its colours cost a pixel at most."""
SHAPE = 0.8
"""What a pixel costs that lies as far out as it may."""
TOGETHER = 1.0
"""What a pixel of outline costs between two of one tone."""
LIKE = 0.09
"""Tones within which something has a colour of the rig."""
NEARER = 0.5
"""Share of how unlike it is to a puppet that it may be unlike the rig."""
THICK = 0.022
"""Share of the width: how thick a part may be that comes into sight in other colours."""
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

    @classmethod
    def none(cls, here: Linear) -> "Outline":
        """No rig at all, in the picture `here`."""
        none, no_colours = np.zeros(here.shape[:2], bool), np.zeros((0, 3), np.float32)
        return cls(
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
        return within(mask, (own < LIKE) & (own < np.maximum(NEARER * other, LIKE / 4)))

    def strange(self, toned: Linear, mask: Mask) -> Mask:
        """What of a mask has a puppet's colours rather than the rig's."""
        own, other = self.own(toned[mask]), unlike(toned[mask], self.others)
        return within(mask, (other < own) & (other < LIKE / 2))


def weighed(toned: Linear, wanted: Mask, own: Sources, others: Sources, depth: Linear) -> NDArray[np.float32]:
    """What each wanted pixel costs more as rig than as puppet; `depth` is how far out it lies, -1..1."""
    costs = np.zeros(wanted.shape, np.float32)
    off = (own.unlike(toned, wanted) - others.unlike(toned, wanted)) / SHARP
    costs[wanted] = np.clip(off, -SURE, SURE) + SHAPE * depth[wanted]
    return costs


def alone(thin: Mask, thick: Mask) -> Mask:
    """The parts of `thin` that hang on nothing thick."""
    parts = connected(thin)
    near = np.asarray(cv2.dilate(thick.astype(np.uint8), SQUARE) > 0)
    return parts.those((parts.within(near) <= 2) & (parts.area < THICK * thin.shape[1] * parts.long))


def within(mask: Mask, inside: NDArray[np.bool_]) -> Mask:
    """A mask from a value for each pixel of another."""
    out = mask.copy()
    out[mask] = inside
    return out
