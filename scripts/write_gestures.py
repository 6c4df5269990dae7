"""Write the tables of docs/reference/score.md from the vocabulary and the temperament; a test compares the two."""

import ast
import inspect
import re
from itertools import pairwise
from pathlib import Path

from komadori.score import temperament
from komadori.score.character import character_names
from komadori.score.temperament import RANGES, Temperament
from komadori.score.vocabulary import FEELINGS, GESTURES

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/score.md"


def gestures() -> str:
    """The rows of all gestures."""
    rows = []
    for one in GESTURES.values():
        lasting = "lasting" if one.lasting else ""
        rows.append(f"| `{one.name}` | {one.frames} | {', '.join(one.sides)} | {lasting} | {one.told[0]} |")
    return "\n".join(rows) + "\n"


def temperaments() -> str:
    """The rows of all figures of a temperament, each with the sentence that stands in its class."""
    body = ast.parse(inspect.getsource(temperament)).body
    fields = next(node for node in body if isinstance(node, ast.ClassDef) and node.name == "Temperament").body
    said = {
        named.target.id: ast.literal_eval(words.value)
        for named, words in pairwise(fields)
        if isinstance(named, ast.AnnAssign) and isinstance(named.target, ast.Name) and isinstance(words, ast.Expr)
    }
    usual = Temperament()
    rows = [
        f"| `{name}` | {getattr(usual, name):g} | {low:g} to {high:g} | {said[name]} |"
        for name, (low, high) in RANGES.items()
    ]
    return "\n".join([*rows, f"| `side` | {usual.side} | left, right | {said['side']} |"]) + "\n"


def page(text: str) -> str:
    """`text` of the page with its tables and lists as they should be."""
    for heading, rows in (("| gesture |", gestures()), ("| `[movement]` |", temperaments())):
        top = re.escape(heading) + r"[^\n]*\n\|[-| ]+\n"
        text = re.sub(f"({top})(?:[|][^\n]*\n)*", lambda found, rows=rows: found[1] + rows, text)
    text = re.sub(
        r"(## Feelings\n)[^\n]*", lambda found: found[1] + ", ".join(f"`{one}`" for one in FEELINGS) + ".", text
    )
    shipped = ", ".join(f"`{name}`" for name in character_names())
    return re.sub(r"(Those shipped are )[^.]*\.", lambda found: f"{found[1]}{shipped}.", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
