"""The page's copy of the sheet against the heart: after any edits both hold the same cells and answer alike."""

import json
import random
import shutil
import subprocess
import sys
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from komadori.sheet import edit
from komadori.sheet.edit import Edit, EditRefused, apply
from komadori.sheet.plan import plan
from komadori.sheet.sheet import PICTURE, Cell, Column, Sheet, settled
from komadori.sheet.strip import Strip
from komadori.sheet.time import timecode

HERE = Path(__file__).resolve().parent
SHEET = HERE.parents[1] / "src/komadori/studio/web/state/sheet.js"
CASES, EDITS = 300, 8
DEFAULTS = {field.name: field.default for field in fields(Cell)}
TEXTS = ("blink", "カメラ", 'says "hm"\nagain', "12")

SCRIPT = """
import * as sheet from "%s";
const cases = JSON.parse(await new Response(Deno.stdin.readable).text());
const told = [];
for (const { take, changes, frames, count } of cases) {
  let now = sheet.sheetOf(take);
  const states = [];
  for (const change of changes) {
    now = sheet.applyChange(now, change);
    states.push(now.columns.map(({ name, kind, cells, frames }) => ({ name, kind, cells, frames })));
  }
  const picture = now.columns[0];
  told.push({
    states, exposures: now.exposures, frames: now.frames, revision: now.revision,
    firsts: now.columns.map((column) => [...column.firsts]),
    spans: frames.map((frame) => now.columns.map((column) => sheet.spanAt(column, frame))),
    shown: now.exposures.map((name) => frames.map((frame) => sheet.pictureAt(now, frame, name))),
    played: now.exposures.map((name) => sheet.framePictures(now, name)),
    all: now.exposures.map((name) => sheet.framePictures(now, name, { hidden: true })),
    missing: sheet.firstMissing(now), last: sheet.lastShot(now)?.first ?? null,
    before: frames.map((frame) => sheet.previousPictures(now, frame, count)),
    after: frames.map((frame) => sheet.nextPictures(now, frame, count)),
    times: frames.map((frame) => sheet.hms(Math.max(1, frame), now.rate)),
  });
}
console.log(JSON.stringify(told));
"""


def wire(cell):
    """A cell as the server tells it: fields at their defaults left out."""
    told = {name: getattr(cell, name) for name in DEFAULTS}
    return {name: value for name, value in told.items() if name == "length" or value != DEFAULTS[name]}


def take(sheet, revision):
    columns = [
        {"name": column.name, "kind": column.kind, "cells": [wire(cell) for cell in column.cells]}
        for column in sheet.columns
    ]
    rate = [sheet.rate.numerator, sheet.rate.denominator]
    return {"rate": rate, "exposures": list(sheet.exposures), "revision": revision, "columns": columns}


def change(made, revision):
    told = {
        "revision": revision,
        "name": made.name,
        "changes": [
            {
                "column": each.column,
                "first": each.first,
                "removed": len(each.removed),
                "inserted": [wire(cell) for cell in each.inserted],
            }
            for each in made.changes
        ],
    }
    if made.after is not None:
        told["layout"] = {"exposures": made.after.exposures, "columns": made.after.columns}
    return told


def a_cell(chance, kind, exposures):
    length = chance.choice((1, 1, 2, 2, 3, 7))
    if kind == "picture":
        taken = {name: chance.randint(1, 30) for name in exposures if chance.random() < 0.7}
        return Cell(
            length=length, pictures=tuple(sorted(taken.items())), text=chance.choice(("", "", "lean in")),
            hidden=chance.random() < 0.15, tag=chance.choice(("", "", "red")),
        )  # fmt: skip
    if chance.random() < 0.4:
        return Cell(length=length)
    start = chance.randint(1, 50) if kind == "sound" else 0
    return Cell(length=length, text=chance.choice(TEXTS), alarm=kind == "note" and chance.random() < 0.5, start=start)


def a_sheet(chance):
    exposures = chance.choice((("x1",), ("x1", "x2"), ("matte", "beauty")))
    kinds = [(PICTURE, "picture"), ("sound", "sound"), ("notes", "note"), ("light key", "free")]
    columns = []
    for name, kind in kinds[: chance.randint(1, 4)]:
        cells = [a_cell(chance, kind, exposures) for _ in range(chance.randint(0, 12))]
        columns.append(Column(name=name, kind=kind, cells=Strip.of(cells if kind == "picture" else settled(cells))))
    rate = chance.choice((Fraction(24), Fraction(25), Fraction(24000, 1001)))
    return Sheet(rate=rate, exposures=exposures, columns=tuple(columns))


def an_edit(chance, sheet):
    """Any of the edits, with frames that may or may not be there; EditRefused where they are not."""
    one, other = sorted((chance.randint(1, 25), chance.randint(1, 25)))
    column, ripple = chance.choice(sheet.columns).name, chance.random() < 0.5
    new = [Cell(length=chance.randint(1, 3)) for _ in range(chance.randint(1, 3))]
    makers = (
        lambda: edit.insert(sheet, one, new, column=column, ripple=ripple),
        lambda: edit.delete(sheet, one, other, column=column, ripple=ripple),
        lambda: edit.paste(sheet, one, edit.copy(sheet, one, other, column=column, ripple=ripple)),
        lambda: edit.move(sheet, one, other, chance.randint(1, 25), column=column, ripple=ripple),
        lambda: edit.reverse(sheet, one, other, column=column, ripple=ripple),
        lambda: edit.repeat(sheet, one, other, chance.randint(1, 3), column=column, ripple=ripple),
        lambda: edit.hold(sheet, one, chance.randint(-2, 4), column=column, ripple=ripple),
        lambda: edit.retime(sheet, one, other, chance.randint(1, 4), column=column, ripple=ripple),
        lambda: edit.split(sheet, one, column=column),
        lambda: edit.reshoot(sheet, one),
        lambda: edit.expose(sheet, one, sheet.exposures[0], chance.randint(1, 30)),
        lambda: edit.mark(sheet, one, other, hidden=chance.choice((None, True, False)), tag=chance.choice(("red", ""))),
        lambda: edit.write(sheet, column, one, chance.choice(("", "hop")), alarm=ripple, length=chance.randint(1, 4)),
        lambda: edit.add_column(sheet, chance.choice("AB"), "free", new),
        lambda: edit.remove_column(sheet, column),
        lambda: edit.set_exposures(sheet, chance.choice((("x1",), ("x2", "x1"), ("x1", "x2", "x3")))),
    )
    return chance.choice(makers)()


def some_edits(chance, sheet):
    """Edits that fit one after the other, some of them taken back, with the sheet after each."""
    done: list[tuple[Edit, Sheet]] = []
    for _ in range(EDITS):
        try:
            made = an_edit(chance, sheet)
        except (EditRefused, ValueError):
            continue
        steps = (made, made.inverse()) if chance.random() < 0.3 else (made,)
        for step in steps:
            sheet = apply(sheet, step)
            done.append((step, sheet))
    return done


def by_frame(sheet, exposure, *, hidden):
    cells = [cell for cell in sheet.columns[0].cells for _ in range(cell.length)]
    return [None if cell.hidden and not hidden else cell.picture(exposure) for cell in cells]


def different(numbers, count):
    """The first `count` different numbers of `numbers`, those not shot left out."""
    return [number for number in dict.fromkeys(numbers) if number is not None][:count]


def answers(sheet, frames, count):
    """What the heart says to the questions the script puts to the page's copy."""
    spans = list(sheet.spans())
    exposure = sheet.exposures[0]
    shots = [(span, None if span.cell.hidden else span.cell.picture(exposure)) for span in spans]
    missing = next(plan(sheet), None)
    return {
        "shown": [
            [(cell.picture(name) if (cell := sheet.cell(PICTURE, frame)) else None) for frame in frames]
            for name in sheet.exposures
        ],
        "played": [by_frame(sheet, name, hidden=False) for name in sheet.exposures],
        "all": [by_frame(sheet, name, hidden=True) for name in sheet.exposures],
        "missing": missing and {"frame": missing.frame, "exposure": missing.exposure, "length": missing.length},
        "last": next((span.first for span in reversed(spans) if span.cell.pictures), None),
        "before": [different([n for span, n in reversed(shots) if span.last < frame], count) for frame in frames],
        "after": [different([n for span, n in shots if span.first > frame], count) for frame in frames],
        "times": [timecode(max(1, frame), sheet.rate) for frame in frames],
    }


def columns(sheet):
    """The columns as the page is to hold them."""
    told = json.loads(json.dumps(take(sheet, 0)["columns"]))
    return [column | {"frames": sheet.column(column["name"]).frames} for column in told]


def placed(sheet, column, frame):
    """The cell of `column` at `frame` with its place, as the page tells it, or None."""
    if (span := sheet.span(frame, column)) is None or span.first > sheet.column(column).frames:
        return None
    index = sheet.column(column).cells.find(frame)[0]
    cell = json.loads(json.dumps(wire(span.cell)))
    return {"first": span.first, "last": span.last, "cell": cell, "index": index}


def asked_of(deno, folder, cases):
    """The script's answers to all cases at once; starting Deno is what takes time."""
    script = folder / "asked.js"
    script.write_text(SCRIPT % SHEET.as_uri(), encoding="utf-8")
    ran = subprocess.run(
        [deno, "run", "--no-config", "--quiet", f"--allow-read={SHEET.parent}", script],
        input=json.dumps(cases), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def deno():
    path = Path(sys.executable).with_name("deno")
    found = str(path) if path.exists() else shutil.which("deno")
    if found is None:
        pytest.skip("deno is not installed")
    return found


def test_the_page_and_the_heart_hold_the_same_sheet_after_any_edits(deno, tmp_path):
    chance = random.Random(147)
    asked, expected = [], []
    for _ in range(CASES):
        sheet = a_sheet(chance)
        done = some_edits(chance, sheet)
        last = done[-1][1] if done else sheet
        frames = sorted(chance.sample(range(last.frames + 3), min(4, last.frames + 3)))
        count = chance.randint(1, 4)
        changes = [change(made, number + 1) for number, (made, _) in enumerate(done)]
        asked.append({"take": take(sheet, 0), "changes": changes, "frames": frames, "count": count})
        expected.append(([after for _, after in done], last, frames, count))
    ran = asked_of(deno, tmp_path, asked)
    for told, (states, last, frames, count) in zip(ran, expected, strict=True):
        for state, after in zip(told["states"], states, strict=True):
            assert state == columns(after)
        assert told["exposures"] == list(last.exposures)
        assert (told["frames"], told["revision"]) == (last.frames, len(states))
        assert told["firsts"] == [[span.first for span in last.spans(column.name)] for column in last.columns]
        assert told["spans"] == [[placed(last, column.name, frame) for column in last.columns] for frame in frames]
        for question, answer in answers(last, frames, count).items():
            assert told[question] == answer, question
