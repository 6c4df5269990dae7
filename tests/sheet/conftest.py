"""Sheets out of thin air: `st.from_type(Sheet)` draws any sheet that a person could have made."""

from fractions import Fraction

from hypothesis import strategies as st

from komadori.sheet.sheet import PICTURE, Cell, Column, Sheet, settled
from komadori.sheet.strip import Strip

RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(12), Fraction(24000, 1001)])
LENGTHS = st.sampled_from([1, 1, 2, 2, 2, 3, 4, 7])
TEXTS = st.sampled_from(
    ["blink", "カメラ", 'says "hm", twice\nand again', "|", "-", "SYMBOL_NULL_CELL", "12", " x ", "!"]
)
NAMES = st.sampled_from(["sound", "notes", "A", "カメラ 1", "a, b", "frame", "light"])
NUMBERS = st.integers(1, 40)


def picture_cells(exposures):
    taken = st.dictionaries(st.sampled_from(exposures), NUMBERS).map(lambda chosen: tuple(sorted(chosen.items())))
    plain = st.builds(Cell, length=LENGTHS, pictures=taken)
    marked = st.builds(
        Cell, length=LENGTHS, pictures=taken, text=st.just("") | TEXTS, hidden=st.booleans(),
        tag=st.sampled_from(["", "red"]),
    )  # fmt: skip
    return st.lists(plain | plain | marked, max_size=12)


def written_cells(kind):
    blank = st.builds(Cell, length=LENGTHS)
    notes = st.builds(Cell, length=LENGTHS, text=TEXTS, alarm=st.booleans())
    heard = st.builds(Cell, length=LENGTHS, text=TEXTS, start=st.integers(1, 99))
    drawn = {"note": notes, "sound": heard, "free": st.builds(Cell, length=LENGTHS, text=TEXTS)}[kind]
    return st.lists(blank | drawn, max_size=8).map(settled)


@st.composite
def sheets(draw):
    exposures = tuple(draw(st.sampled_from([["x1"], ["x1"], ["x1", "x2"], ["matte", "beauty", "clean-plate"]])))
    columns = [Column(name=PICTURE, kind="picture", cells=Strip.of(draw(picture_cells(exposures))))]
    for name in draw(st.lists(NAMES, unique=True, max_size=4)):
        kind = draw(st.sampled_from(["sound", "note", "free"]))
        columns.append(Column(name=name, kind=kind, cells=Strip.of(draw(written_cells(kind)))))
    return Sheet(rate=draw(RATES), exposures=exposures, columns=tuple(columns))


st.register_type_strategy(Sheet, sheets())
