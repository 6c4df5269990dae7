"""Make the picture larger or smaller."""

from komadori.finish.operation import Framing, Numbers, Operation, Parameter, Place, Settings


def frame(settings: Settings, _numbers: Numbers, width: int, height: int) -> Framing:
    """The new size; where only one side is given the other follows in proportion."""
    wide, high = int(settings["width"]), int(settings["height"])
    wide = wide or (max(1, round(width * high / height)) if high else width)
    high = high or max(1, round(height * wide / width))
    return Framing(matrix=(width / wide, 0, 0, 0, height / high, 0, 0, 0, 1), width=wide, height=high)


def told(settings: Settings) -> str:
    """In a few words."""
    sides = [
        f"{settings[side]} pixels {word}" for side, word in (("width", "wide"), ("height", "high")) if settings[side]
    ]
    return "scaled to " + " and ".join(sides) if sides else ""


OPERATION = Operation(
    name="scale",
    version=1,
    says="Makes the picture larger or smaller; one side given, the other follows in proportion.",
    place=Place.SIZE,
    parameters=tuple(
        Parameter(
            name=side,
            default=0,
            low=0,
            high=16384,
            unit="pixels",
            says=f"The new {side}; 0 follows the other side, and 0 for both leaves the size.",
        )
        for side in ("width", "height")
    ),
    frame=frame,
    told=told,
)
