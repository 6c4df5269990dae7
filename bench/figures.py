"""A measured figure, and the page all figures are recorded on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: what was measured, the value in words with its unit, and what it is to be held against."""

    what: str
    value: str
    against: str = ""


def record(rooms: Mapping[str, Iterable[Figure]], machine: str) -> None:
    """Write the figures of each room into the page, between its two marks; rooms not measured now keep theirs."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    old, _, tail = rest.partition(END)
    sections = {part.split("\n", 1)[0]: "### " + part.strip() for part in old.split("### ")[1:]}
    for room, figures in rooms.items():
        rows = "\n".join(f"| {figure.what} | {figure.value} | {figure.against} |" for figure in figures)
        sections[room] = f"### {room}\n\n{machine}\n\n| figure | value | held against |\n| --- | --- | --- |\n{rows}"
    body = "\n\n".join(sections[room] for room in sorted(sections))
    PAGE.write_text(f"{head}{BEGIN}\n\n{body}\n\n{END}{tail}", encoding="utf-8")
