"""From what amount on the watch speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every limit with its reason. What flickers or wobbles by itself is allowed for besides: see `unrest`."""

    bump: float = 0.3
    """Pixels of the full picture. Half a pixel is seen on a large screen; measuring errs by a tenth of one."""
    bump_certain: float = 6.0
    """Standard errors a shift must be large: few corners, or blurred ones, tell less."""
    creep: float = 0.75
    """Pixels the camera may move bit by bit against the reference before it is told: a tripod settles."""
    bumped_badly: float = 2.0
    """Pixels from which a bump is urgent: no finishing hides it without losing an edge."""

    flicker: float = 0.5
    """Percent of light from one picture to the next; one percent is seen in a hold, good lamps keep to a tenth of
    one, and measuring errs by half a tenth."""
    light: float = 2.0
    """Percent of light against the reference, over several pictures: two ends of a shot lie apart by so much unseen."""
    colour: float = 1.5
    """Percent between the channels against the reference, half of what is seen on grey side by side."""
    focus: float = 15.0
    """Percent of fine detail; a lens that breathes with its motor changes it by five."""
    unrest: float = 4.0
    """A change is told only if it is this many times as large as those usual in the take (one sigma)."""

    moved: float = 5.0
    """A place has changed if its detail did by this many times the camera's own noise there."""
    moved_least: float = 0.012
    """Change of detail (natural logarithm) below which nothing has moved, however quiet the camera."""
    prop: float = 0.15
    """Share of the picture from which it is no prop that moved but the scene that was changed."""
    hand: float = 0.03
    """Share of the picture that an arm hides at least. What comes in so large is told once it is sure to be no puppet
    walking in: when it is gone again in the next picture, or has stayed."""
    hand_at_once: float = 0.1
    """Share from which it is told at once: no puppet comes in so large in one step."""
    hand_hides: float = 0.6
    """Share of the corners behind it that a hand makes vanish; what moved takes its corners with it."""

    clipped: float = 0.01
    """Share of the picture that newly lost its highlights."""
    same: float = 0.05
    """Mean difference in codes up to which two pictures are one: noise alone makes more."""
    disk: tuple[int, ...] = (200, 100, 50, 20, 10, 5)
    """Pictures left on the disk or on the camera's card, each told once; 200 is a morning, 20 the time to find another.
    """
    disk_urgent: int = 20
    """Pictures left from which it is urgent."""
