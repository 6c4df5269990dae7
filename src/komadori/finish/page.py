"""The reference page of the finishing operations, made from what they declare.

`python -m komadori.finish.page > docs/reference/operations.md` writes it anew; a test compares the two.
"""

import re
import sys
from collections.abc import Iterable

from komadori.finish.catalogue import operations
from komadori.finish.operation import Operation, Parameter
from komadori.finish.recipe import allowed

HEAD = """# Finishing operations

Made from the operations' own declarations; `docs/concepts/finishing.md` tells how recipes and operations work together.
Operations work in the order of this page, whatever their order in a recipe. A parameter that is a file, a folder or a
plate is looked for in the take, the shot and the series. [Others can be added](../guides/add-an-operation.md).
"""


FIGURE = re.compile(r"\{\d\}")


def reference(chosen: Iterable[Operation]) -> str:
    """Markdown for `chosen`, in their order."""
    return "\n".join([HEAD, *(_section(operation) for operation in chosen)])


def _section(operation: Operation) -> str:
    rows = [_row(parameter) for parameter in operation.parameters]
    table = ["| parameter | usually | may be | |", "| --- | --- | --- | --- |", *rows]
    more = f"[More, with its before and after](../operations/{operation.name}.md)."
    said = [
        "What it may remark of a picture:",
        "",
        *(f"- {FIGURE.sub('…', one.words)}" for one in operation.remarks),
        "",
    ]
    return "\n".join(
        [
            f"## {operation.name}",
            f"{operation.says} {more}",
            "",
            *(table if rows else []),
            "",
            *(said if operation.remarks else []),
        ]
    )


def _row(parameter: Parameter) -> str:
    usually = str(parameter.default).lower() if isinstance(parameter.default, bool) else f"{parameter.default}"
    return f"| `{parameter.name}` | {usually} | {allowed(parameter)} | {parameter.says} |"


if __name__ == "__main__":
    sys.stdout.write(reference(operations().values()))
