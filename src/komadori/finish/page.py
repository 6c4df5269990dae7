"""The reference page of the finishing operations, made from what they declare.

`python -m komadori.finish.page > docs/reference/operations.md` writes it anew; a test compares the two.
"""

import sys
from collections.abc import Iterable

from komadori.finish.catalogue import operations
from komadori.finish.operation import Operation, Parameter
from komadori.finish.recipe import allowed

HEAD = """# Finishing operations

Made from the operations' own declarations; `docs/concepts/finishing.md` tells how recipes and operations work together.
Operations work in the order of this page, whatever their order in a recipe.
"""


def reference(chosen: Iterable[Operation]) -> str:
    """Markdown for `chosen`, in their order."""
    return "\n".join([HEAD, *(_section(operation) for operation in chosen)])


def _section(operation: Operation) -> str:
    rows = [_row(parameter) for parameter in operation.parameters]
    table = ["| parameter | usually | may be | |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([f"## {operation.name}", operation.says, "", *table, ""])


def _row(parameter: Parameter) -> str:
    usually = str(parameter.default).lower() if isinstance(parameter.default, bool) else f"{parameter.default}"
    return f"| `{parameter.name}` | {usually} | {allowed(parameter)} | {parameter.says} |"


if __name__ == "__main__":
    sys.stdout.write(reference(operations().values()))
