"""Cut the edges of the picture off."""

from komadori.finish.operation import Framing, Numbers, Operation, Parameter, Place, Settings

EDGES = ("left", "top", "right", "bottom")


def frame(settings: Settings, _numbers: Numbers, width: int, height: int) -> Framing:
    """What is left, in whole pixels, so that nothing is blurred; at least one pixel each way."""
    left, top, right, bottom = (float(settings[edge]) / 100 for edge in EDGES)
    x, y = round(left * width), round(top * height)
    wide = max(1, round((1 - right) * width) - x)
    high = max(1, round((1 - bottom) * height) - y)
    if settings["shape"] != "as it is":
        across, down = (int(part) for part in str(settings["shape"]).split(":"))
        narrow, low = min(wide, round(high * across / down)), min(high, round(wide * down / across))
        x, y, wide, high = x + (wide - narrow) // 2, y + (high - low) // 2, narrow, low
    return Framing(matrix=(1, 0, x, 0, 1, y, 0, 0, 1), width=wide, height=high)


def told(settings: Settings) -> str:
    """In a few words."""
    cut = [f"{settings[edge]:g} % off the {edge}" for edge in EDGES if settings[edge]]
    cut += [f"to {settings['shape']}"] if settings["shape"] != "as it is" else []
    return "cropped " + ", ".join(cut) if cut else ""


def _edge(name: str, unit: str) -> Parameter:
    return Parameter(
        name=name, default=0.0, low=0, high=45, unit=f"% of the {unit}", says=f"How much is cut off the {name}."
    )


OPERATION = Operation(
    name="crop",
    version=1,
    says="Cuts the edges off, by hand, to a shape, or both.",
    place=Place.CROP,
    parameters=(
        _edge("left", "width"),
        _edge("top", "height"),
        _edge("right", "width"),
        _edge("bottom", "height"),
        Parameter(
            name="shape",
            default="as it is",
            choices=("as it is", "16:9", "3:2", "4:3", "1:1", "9:16"),
            says="The largest middle part of this shape is kept, width to height.",
        ),
    ),
    frame=frame,
    told=told,
)
