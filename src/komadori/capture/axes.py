"""Where what moves stands, as it is kept with a picture."""

from komadori.devices.protocols_motion import Motion
from komadori.film import Axes, moves_camera


def standing(motion: Motion) -> Axes:
    """Every axis that may move the camera, and the others that are not at rest, in the controller's order.

    Raises MotionLost, MotionClosed.
    """
    stands = motion.positions()
    axes = ((axis.name, stands[axis.name], axis.rest) for axis in motion.axes())
    return tuple((name, where) for name, where, rest in axes if moves_camera(name) or where != rest)
