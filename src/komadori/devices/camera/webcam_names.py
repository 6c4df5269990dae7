"""What the controls of a webcam are called, and how their values are spelt."""

from dataclasses import dataclass

from komadori.devices.camera.v4l2 import BOOLEAN, Control

USER, LENS = 0x00980900, 0x009A0900  # V4L2_CID_USER_BASE, V4L2_CID_CAMERA_CLASS_BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A control under Komadori's name. Its value is told in `unit`, of which `parts` make one.

    `automatic` is the setting that takes it out of a person's hand, and `off` the value of an automatic that is locked
    for a take.
    """

    name: str
    number: int
    sentence: str
    unit: str = ""
    parts: int = 1
    automatic: str = ""
    off: int | None = None


NAMES = (
    Named(name="backlight_compensation", number=USER + 28, sentence="brightens what stands against the light"),
    Named(name="brightness", number=USER, sentence="offset of all values, made after the exposure"),
    Named(name="contrast", number=USER + 1, sentence="made after the exposure"),
    Named(name="exposure_auto", number=LENS + 1, sentence="manual, or how the camera exposes by itself; locked", off=1),
    Named(
        name="exposure_auto_priority",
        number=LENS + 3,
        sentence="whether it may expose for longer than a frame of the stream lasts; locked off",
        off=0,
    ),
    Named(
        name="exposure_time",
        number=LENS + 2,
        sentence="in milliseconds",
        unit=" ms",
        parts=10,
        automatic="exposure_auto",
    ),
    Named(
        name="focus", number=LENS + 10, sentence="from far to near, in the camera's own steps", automatic="focus_auto"
    ),
    Named(name="focus_auto", number=LENS + 12, sentence="whether it focuses by itself; locked off", off=0),
    Named(name="gain", number=USER + 19, sentence="amplification, in the camera's own steps", automatic="gain_auto"),
    Named(name="gain_auto", number=USER + 18, sentence="whether it amplifies by itself; locked off", off=0),
    Named(name="gamma", number=USER + 16, sentence="curve of the values"),
    Named(name="hue", number=USER + 3, sentence="turn of all colours", automatic="hue_auto"),
    Named(name="hue_auto", number=USER + 25, sentence="whether it turns them by itself; locked off", off=0),
    Named(name="power_line", number=USER + 24, sentence="mains frequency whose flicker is suppressed"),
    Named(name="saturation", number=USER + 2, sentence="strength of the colours"),
    Named(name="sharpness", number=USER + 27, sentence="made after the exposure"),
    Named(
        name="white_balance",
        number=USER + 26,
        sentence="colour temperature in kelvin",
        unit=" K",
        automatic="white_balance_auto",
    ),
    Named(name="white_balance_auto", number=USER + 12, sentence="whether it balances by itself; locked off", off=0),
    Named(name="zoom", number=LENS + 13, sentence="in the camera's own steps"),
)
"""Sorted by name. Control numbers are those of linux/v4l2-controls.h, units those of the UVC class, 1.5, 4.2.2."""

BY_NAME = {row.name: row for row in NAMES}
SWITCH = ("off", "on")


def spelt(row: Named, control: Control, value: int) -> str:
    """A value as people read it: "15.6 ms", "off", or the camera's own word from a menu."""
    words = dict(words_of(control))
    return words.get(value) or f"{value / row.parts:g}{row.unit}"


def words_of(control: Control) -> tuple[tuple[int, str], ...]:
    """The values that have words; none where a control takes numbers."""
    return tuple(enumerate(SWITCH)) if control.kind == BOOLEAN else control.menu


def limits(row: Named, control: Control) -> tuple[float, float, float] | None:
    """The least and most of a control that takes numbers, and the step between; None where it takes words."""
    if words_of(control):
        return None
    return control.least / row.parts, control.most / row.parts, control.step / row.parts


def range_of(row: Named, control: Control) -> str:
    """What a person may ask for."""
    words = words_of(control)
    if words:
        return f"it takes {', '.join(word for _, word in words)}"
    least, most, step = (number / row.parts for number in (control.least, control.most, control.step))
    return f"it takes {least:g} to {most:g}{row.unit} in steps of {step:g}"


def meant(row: Named, control: Control, text: str) -> int:
    """The value that `text` spells; units may be left out. Raises ValueError, OverflowError where it is not taken."""
    words = {word: value for value, word in words_of(control)}
    if words:
        if text not in words:
            raise ValueError(text)
        return words[text]
    value = round(float(text.removesuffix(row.unit or " ").strip()) * row.parts)
    if not control.least <= value <= control.most or (value - control.least) % control.step:
        raise ValueError(text)
    return value
