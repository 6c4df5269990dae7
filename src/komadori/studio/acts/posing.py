"""What stands before the camera: taken hold of, posed, lit; and how it stood in every picture of the take."""

from typing import TYPE_CHECKING, Any

from komadori.devices.protocols import Pointing
from komadori.studio.acts.cameras import answering
from komadori.studio.messages import PosesOut
from komadori.studio.rig_out import PoseOut

if TYPE_CHECKING:
    from komadori.film import Picture
    from komadori.studio.desk import Desk

Words = Any


def grab(desk: "Desk", words: Words) -> dict[str, Any]:
    """What is at a place of the live view: how the names of the axes begin that move it, "" for nothing."""
    owned = answering(desk)
    part = owned.camera.pointed(words.across, words.down) if owned.offers(Pointing) else ""
    return {"part": part}


def where(desk: "Desk", words: Words) -> dict[str, Any]:
    """Where in the live view a part is, in shares of its width and height; nothing where it is not seen."""
    owned = answering(desk)
    place = owned.camera.placed(words.name) if owned.offers(Pointing) else None
    return {"across": place[0], "down": place[1]} if place else {}


def pose(desk: "Desk", words: Words) -> None:
    """Move axes."""
    desk.rig.pose(words.to, settled=words.settled)
    desk.pace.acted()


def undo_pose(desk: "Desk", _words: Words) -> None:
    """Take the last pose back."""
    desk.rig.undo()


def redo_pose(desk: "Desk", _words: Words) -> None:
    """Take again what was taken back."""
    desk.rig.redo()


def lamp(desk: "Desk", words: Words) -> None:
    """Set one channel of the lights."""
    desk.rig.lamp(words.universe, words.channel, words.level)


def tell_poses(desk: "Desk") -> None:
    """Tell the pages how the set stood in each picture of the take."""
    pictures = desk.take.writer.pictures if desk.take is not None else ()
    desk.tell(PosesOut(poses=tuple(row for row in map(pose_of, pictures) if row is not None)))


def pose_of(picture: "Picture") -> PoseOut | None:
    """How the set stood in a picture; None where nothing is known of it."""
    # A stage once told its axes among the camera's settings.
    values = dict(picture.axes or ((name, _value(told)) for name, told in picture.settings if "." in name))
    return PoseOut(picture=picture.number, values=values) if values else None


def _value(told: str) -> float | str:
    try:
        return float(told)
    except ValueError:
        return told


ACTS = {"grab": grab, "where": where, "pose": pose, "undo-pose": undo_pose, "redo-pose": redo_pose, "lamp": lamp}
