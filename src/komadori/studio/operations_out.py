"""The finishing operations as pages show them: what each is, and what may be set."""

import msgspec

from komadori.finish.catalogue import operations
from komadori.finish.operation import Parameter
from komadori.finish.recipe import default_recipe


class ParameterOut(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that may be set. `kind` is that of the default; numbers lie from `least` to `most`, both included.

    What `holds` is the name of a "file", "folder" or "plate", "" none.
    """

    name: str
    kind: str
    default: bool | int | float | str
    least: float | None
    most: float | None
    unit: str
    sentence: str
    choices: tuple[str, ...]
    holds: str = ""


class OperationOut(msgspec.Struct, frozen=True, kw_only=True):
    """A finishing operation. A take gets a `usual` one when nobody says otherwise; one that `opens` always stays.

    `place` orders operations; one that `frames` crops, turns or scales every picture alike, and one that `times` makes
    the film of other frames, which it does for the whole film.
    """

    name: str
    sentence: str
    usual: bool
    opens: bool
    place: int
    frames: bool
    times: bool
    parameters: tuple[ParameterOut, ...]


def operations_out() -> tuple[OperationOut, ...]:
    """Every installed operation, in the order in which they work."""
    usual = {one.operation.name for one in default_recipe().chosen}
    return tuple(
        OperationOut(
            name=operation.name,
            sentence=operation.says,
            usual=operation.name in usual,
            opens=operation.read is not None,
            place=int(operation.place),
            frames=operation.frame is not None and operation.solve is None,
            times=operation.plan is not None,
            parameters=tuple(map(_parameter_out, operation.parameters)),
        )
        for operation in operations().values()
    )


KINDS = {bool: "switch", int: "count", float: "number"}


def _parameter_out(parameter: Parameter) -> ParameterOut:
    return ParameterOut(
        name=parameter.name,
        kind=KINDS.get(type(parameter.default), "choice" if parameter.choices else "text"),
        default=parameter.default,
        least=parameter.low,
        most=parameter.high,
        unit=parameter.unit,
        sentence=parameter.says,
        choices=parameter.choices,
        holds=parameter.holds,
    )
