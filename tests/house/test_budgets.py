"""A file has at most 400 lines, a function at most 40 lines of code; exceptions stand here by name, with a reason."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
CODE = SOURCES + sorted((ROOT / "tests").rglob("*.py")) + sorted((ROOT / "bench").rglob("*.py"))
FILE_LINES = 400
FUNCTION_LINES = 40
EXCEPTIONS: dict[str, str] = {}
"""`path::function` to the reason why it may be longer."""


def code_lines(function: ast.AST, lines: list[str]) -> int:
    """Lines of `function` that are neither docstring, blank nor comment."""
    first, last = function.lineno, function.end_lineno
    silent: set[int] = set()
    for node in ast.walk(function):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                silent.update(range(value.lineno, value.end_lineno + 1))
    told = (number for number in range(first, last + 1) if number not in silent)
    return sum(1 for number in told if lines[number - 1].strip() and not lines[number - 1].strip().startswith("#"))


def functions(path: Path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT).as_posix()}::{node.name}", code_lines(node, lines)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_keeps_to_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_function_keeps_to_40_lines_of_code(path):
    long = {name: size for name, size in functions(path) if size > FUNCTION_LINES and name not in EXCEPTIONS}
    assert not long


def test_exceptions_are_few_and_still_needed():
    sizes = dict(pair for path in SOURCES for pair in functions(path))
    assert len(EXCEPTIONS) <= 0.02 * len(sizes)
    assert all(sizes.get(name, 0) > FUNCTION_LINES for name in EXCEPTIONS)
