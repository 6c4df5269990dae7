"""What a person may set once instead of saying it each time.

A value comes from the first of these that names it: the command's own option, the environment
(`KOMADORI_WORKERS`), the series' settings file (`SERIES/settings.toml`), the user's settings file, the default.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from komadori.errors import WrongUse


class BadSetting(WrongUse, ValueError):
    """A settings file or environment variable holds something that is not a setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One setting: its name, its default (which also says its type), a sentence for people, and a number's least.

    A `personal` one may not stand in a series' settings: whoever opens a series of somebody else must not thereby run
    what that somebody likes.
    """

    name: str
    default: int | str
    sentence: str
    least: int = 0
    personal: bool = False


ROWS = (
    Row(name="workers", default=0, sentence="Processes that finishing may use on this machine; 0 means one a core."),
    Row(
        name="farm", default="", sentence="Address of a Dask scheduler, such as tcp://render-1:8786; empty means here."
    ),
    Row(name="on", default=2, sentence="Frames a new picture is held for: 1 on ones, 2 on twos.", least=1),
    Row(name="camera", default="", sentence="The camera `komadori shoot` opens when none is named."),
    Row(
        name="keys", default="komadori", sentence="The studio's keys: komadori, or dragonframe for hands that know it."
    ),
    Row(name="language", default="", sentence="The studio's language, en or ja; empty asks the browser."),
    Row(name="rest", default=50, sentence="Minutes without a pause after which the studio speaks of rest; 0 is never."),
    Row(
        name="simple_port", default=0, sentence="TCP port for button boxes that speak the Simple Interface; 0 is none."
    ),
    Row(
        name="simple_serial", default="", sentence="Serial line of such a box, such as /dev/ttyACM0; empty means none."
    ),
    Row(name="osc_port", default=0, sentence="UDP port at which the studio hears OSC; 0 is none."),
    Row(name="osc_to", default="", sentence="Where OSC tells what happens, such as 127.0.0.1:9000; empty is nowhere."),
    Row(name="osc_events", default="", sentence="What OSC tells, as templates; empty means every moment."),
    Row(
        name="hook",
        default="",
        sentence="A script to call at every moment of the shooting; never from a series' settings.",
        personal=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force: one field for each of `ROWS`."""

    workers: int
    farm: str
    on: int
    camera: str
    keys: str
    language: str
    rest: int
    simple_port: int
    simple_serial: str
    osc_port: int
    osc_to: str
    osc_events: str
    hook: str


def load(files: Sequence[Path], environment: Mapping[str, str], *, series: Path | None = None) -> Settings:
    """Settle every setting; `files` go from the weakest to the strongest, and a missing one is passed over.

    `series` is the file of a series, stronger than they are. Raises `BadSetting` for an unknown name, a value of
    another type, a personal setting in the series' file, or a file that is not TOML.
    """
    values: dict[str, int | str] = {row.name: row.default for row in ROWS}
    for file in (*files, *([series] if series else [])):
        for name, value in _read(file).items():
            values[name] = _checked(name, value, where=str(file))
            _may_stand(name, file, series)
    for row in ROWS:
        if text := environment.get(f"KOMADORI_{row.name.upper()}"):
            values[row.name] = _checked(row.name, _typed(text, row), where=f"KOMADORI_{row.name.upper()}")
    return Settings(**values)  # type: ignore[arg-type]  # _checked has compared each with its row


def _read(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{file} is not a settings file: {error}.", hint="A line reads: workers = 4") from error


def _may_stand(name: str, file: Path, series: Path | None) -> None:
    if file is series and any(row.personal for row in ROWS if row.name == name):
        raise BadSetting(
            f"{file} sets {name}, which a series may not.", hint="Let it stand in your own settings, if you want it."
        )


def _typed(text: str, row: Row) -> int | str:
    return int(text) if isinstance(row.default, int) and text.lstrip("-").isdigit() else text


def _checked(name: str, value: object, *, where: str) -> int | str:
    known = {row.name: row for row in ROWS}
    if name not in known:
        raise BadSetting(f"{where} sets {name!r}, which is no setting.", hint=f"The settings are {', '.join(known)}.")
    row = known[name]
    kind = type(row.default)
    if type(value) is not kind or (isinstance(value, int) and value < row.least):
        told = f"a whole number from {row.least}" if kind is int else "a text"
        raise BadSetting(f"{where} sets {name} to {value!r}; it must be {told}.", hint=row.sentence)
    return value
