"""A journal line is whole or it is not there, whatever happens to the file."""

from datetime import timedelta
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.film import Picture, PictureFile
from komadori.sheet.change import Change, Edit
from komadori.sheet.edit import hold, write
from komadori.sheet.sheet import Cell
from komadori.store import PathOutside
from komadori.store.journal import BEGIN, EDIT, LOST, PICTURE, UNDO, Entry, encode, scan

AT = "2026-03-01T10:00:00.000000Z"
TEXT = st.text(max_size=20)
CELLS = st.builds(
    Cell,
    length=st.integers(1, 500),
    pictures=st.dictionaries(st.sampled_from(["x1", "x2", "matte"]), st.integers(1, 10**7)).map(
        lambda held: tuple(sorted(held.items()))
    ),
    text=TEXT,
    alarm=st.booleans(),
    start=st.integers(0, 1000),
    hidden=st.booleans(),
    tag=TEXT,
)
CHANGES = st.builds(
    Change,
    column=TEXT,
    first=st.integers(1, 10**6),
    removed=st.lists(CELLS, max_size=3).map(tuple),
    inserted=st.lists(CELLS, max_size=3).map(tuple),
)
EDITS = st.builds(Edit, name=TEXT, changes=st.lists(CHANGES, max_size=3).map(tuple))
FILES = st.builds(PictureFile, name=TEXT, bytes=st.integers(0, 2**40), hash=TEXT)
PICTURES = st.builds(
    Picture,
    number=st.integers(1, 10**7),
    exposure=TEXT,
    frame=st.none() | st.integers(1, 10**6),
    files=st.lists(FILES, min_size=1, max_size=3).map(tuple),
    format=TEXT,
    width=st.integers(1, 20_000),
    height=st.integers(1, 20_000),
    kept=TEXT,
    taken=st.none() | TEXT,
    camera=TEXT,
    source=TEXT,
    settings=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
    axes=st.none() | st.lists(st.tuples(TEXT, st.floats(-1e6, 1e6) | TEXT), max_size=3).map(tuple),
)
ENTRIES = st.builds(
    Entry,
    n=st.integers(0, 10**6),
    at=st.just(AT),
    kind=st.sampled_from([BEGIN, PICTURE, EDIT, UNDO, LOST]),
    picture=st.none() | PICTURES,
    edit=st.none() | EDITS,
    lost=st.lists(st.integers(0, 99)).map(tuple),
    bad=st.lists(st.integers(0, 99)).map(tuple),
)


def entry(n, **fields):
    return Entry(n=n, at=AT, kind=EDIT, **fields)


def journal(count):
    return [encode(entry(n, edit=Edit(name=f"edit {n}"))) for n in range(count)]


@given(st.lists(ENTRIES, max_size=5))
def test_what_is_written_is_read_back_the_same(entries):
    data = b"".join(encode(each) for each in entries)
    found = scan(data)
    assert list(found.entries) == entries
    assert (found.bad, found.torn, found.whole, found.ended) == ((), 0, len(data), True)
    assert data.count(b"\n") == len(entries)


def test_a_line_cut_at_any_byte_is_torn_and_the_lines_before_it_are_read():
    lines = journal(4)
    data, before = b"".join(lines), len(b"".join(lines[:3]))
    for end in range(before, len(data) - 1):
        found = scan(data[:end])
        assert [each.n for each in found.entries] == [0, 1, 2]
        assert (found.torn, found.whole, found.bad) == (end - before, before, ())
    found = scan(data[:-1])
    assert [each.n for each in found.entries] == [0, 1, 2, 3]
    assert (found.torn, found.ended) == (0, False)


@given(st.integers(0, 3), st.data())
def test_no_changed_byte_goes_unseen(line, data):
    lines = journal(4)
    hurt = bytearray(lines[line])
    at = data.draw(st.integers(0, len(hurt) - 2))
    hurt[at] ^= data.draw(st.integers(1, 255))
    lines[line] = bytes(hurt)
    found = scan(b"".join(lines))
    assert [each.n for each in found.entries] == [n for n in range(4) if n != line]
    assert bool(found.bad) == (line < 3)
    assert bool(found.torn) == (line == 3)


@given(st.binary(max_size=200))
def test_any_bytes_can_be_scanned(rubbish):
    lines = journal(2)
    found = scan(lines[0] + rubbish + b"\n" + lines[1])
    assert [each.n for each in found.entries] == [0, 1]
    scan(rubbish)


def test_blank_lines_and_another_editors_line_ends_do_no_harm():
    found = scan(b"\r\n".join(line.rstrip() for line in journal(3)) + b"\r\n\r\n\n")
    assert [each.n for each in found.entries] == [0, 1, 2]
    assert (found.bad, found.torn) == ((), 0)


def test_a_whole_line_of_no_known_form_is_damage_and_is_never_cut_off():
    odd = encode(entry(1)).replace(b'"n":1', b'"n":"one"')
    body = odd[: odd.rindex(b',"sum"')]
    odd = body + b',"sum":"' + blake2b(body, digest_size=8).hexdigest().encode() + b'"}\n'
    found = scan(journal(1)[0] + odd)
    assert (found.bad, found.torn) == ((2,), 0)


def test_the_form_of_a_line_is_what_the_reference_says():
    made = Picture(
        number=12,
        frame=23,
        files=(PictureFile(name="pictures/000012_x1.jpg", bytes=5, hash="blake2b:00"),),
        format="jpeg",
        width=96,
        height=64,
        kept=AT,
    )
    change = Change(first=23, inserted=(Cell(length=2, pictures=(("x1", 12),)),))
    line = encode(Entry(n=14, at=AT, kind=PICTURE, picture=made, edit=Edit(name="expose", changes=(change,))))
    assert line.decode() == (
        '{"n":14,"at":"2026-03-01T10:00:00.000000Z","kind":"picture","picture":{"number":12,"frame":23,'
        '"files":[{"name":"pictures/000012_x1.jpg","bytes":5,"hash":"blake2b:00"}],"format":"jpeg","width":96,'
        '"height":64,"kept":"2026-03-01T10:00:00.000000Z"},"edit":{"name":"expose","changes":[{"first":23,'
        '"inserted":[{"length":2,"pictures":[["x1",12]]}]}]},"sum":"de07ed47c2630993"}\n'
    )


@pytest.fixture
def journal_file(take):
    return take.path / "journal.jsonl"


def test_a_take_cut_at_every_byte_of_its_last_line_loses_nothing_acknowledged_before(
    take, again, keep, clock, journal_file
):
    with take.writer(clock=clock) as writer:
        for _ in range(3):
            keep(writer)
        writer.do(hold(writer.sheet, 1, 1))
        before, sheet, history = journal_file.read_bytes(), writer.sheet, writer.history
        writer.undo()
        after = journal_file.read_bytes()
    for end in range(len(before), len(after) - 1):
        journal_file.write_bytes(after[:end])
        seen = again()
        assert (seen.sheet, seen.history, len(seen.pictures)) == (sheet, history, 3)
        assert len(seen.notices) == (end > len(before))
        with seen.writer(clock=clock) as writer:
            assert (writer.sheet, writer.history) == (sheet, history)
            writer.do(write(writer.sheet, "notes", 1, "go on"))
        assert again().notices == ()
        assert again().sheet.cell("notes", 1).text == "go on"
    salvaged = sorted((take.path / "salvage").iterdir(), key=lambda path: path.stat().st_size)
    assert [path.read_bytes() for path in salvaged] == [
        after[len(before) : end] for end in range(len(before) + 1, len(after) - 1)
    ]


def test_a_last_line_without_its_line_feed_counts_and_is_ended(take, again, keep, clock, journal_file):
    with take.writer(clock=clock) as writer:
        keep(writer)
    journal_file.write_bytes(journal_file.read_bytes()[:-1])
    assert len(again().pictures) == 1
    assert again().notices == ()
    with again().writer(clock=clock) as writer:
        keep(writer)
    assert len(again().pictures) == 2
    assert again().notices == ()


def test_a_torn_end_is_told_to_readers_and_to_the_writer(take, again, keep, clock, journal_file):
    with take.writer(clock=clock) as writer:
        keep(writer)
        keep(writer)
    journal_file.write_bytes(journal_file.read_bytes()[:-100])
    torn = len(journal_file.read_bytes()) - journal_file.read_bytes().rindex(b"\n") - 1
    assert again().notices == (
        f"{journal_file} ends in the middle of a line, {torn} bytes after line number 1. "
        "Unless it was cut by hand, that line was never acknowledged.",
    )
    with again().writer(clock=clock) as writer:
        assert writer.notices == (
            f"{journal_file} ended in the middle of a line; those {torn} bytes were moved to "
            f"{take.path / 'salvage/journal-tail'}.",
        )
        kept = keep(writer, b"the third")
    assert kept.number == 3
    assert (take.path / "pictures/000002_x1.jpg").read_bytes() == b"picture"


def test_a_clock_set_back_is_told_and_the_order_stays(take, again, keep, clock):
    with take.writer(clock=clock) as writer:
        keep(writer)
        clock.now -= timedelta(hours=2, minutes=30)
        keep(writer)
        clock.now -= timedelta(seconds=1.5)
        keep(writer)
        assert len(writer.notices) == 1
    assert again().notices == (
        "The clock was set back by 2:29:59 before picture 2 (2026-03-01T07:30:04.000000Z). "
        "The order is by number, not by time.",
    )
    assert [picture.number for picture in again().pictures] == [1, 2, 3]
    assert list(again().sheet.pictures()) == [1, 2, 3]


def test_a_name_that_leads_out_of_the_take_is_never_followed(take, again, keep, clock, journal_file):
    with take.writer(clock=clock) as writer:
        kept = keep(writer)
    for name in ("../../secret.jpg", "/etc/passwd", "pictures/../../x.jpg", "C:x.jpg", "pictures\\..\\x", "a\0b", ""):
        file = PictureFile(name=name, bytes=1, hash="blake2b:00")
        with pytest.raises(PathOutside) as outside:
            take.file(file)
        assert str(outside.value) == (
            f"{take.path} names a file outside itself: {name!r}. It was not followed.\n"
            "hint: Run `komadori check` on the series; a journal or manifest was changed by hand."
        )
    strange = Picture(
        number=2,
        files=(PictureFile(name="../../secret.jpg", bytes=1, hash="x"),),
        format="jpeg",
        width=1,
        height=1,
        kept=AT,
    )
    with journal_file.open("ab") as file:
        file.write(encode(Entry(n=2, at="2026-03-01T11:00:00.000000Z", kind=PICTURE, picture=strange)))
    assert list(again().pictures) == [kept]
    assert again().notices == (
        f"{journal_file}: line number 2 names a file outside its take: '../../secret.jpg'. It was not followed.",
    )


def test_lines_that_contradict_the_others_are_told_and_the_rest_is_read(take, again, keep, clock, journal_file):
    with take.writer(clock=clock) as writer:
        kept = keep(writer)
    late = "2026-03-01T11:00:00.000000Z"
    more = [
        Entry(n=1, at=late, kind=UNDO),
        Entry(n=2, at=late, kind=PICTURE, picture=kept),
        Entry(n=3, at=late, kind="dance"),
        Entry(n=4, at=late, kind="redo"),
        Entry(n=5, at=late, kind="redo"),
        Entry(n=9, at=late, kind=EDIT, edit=Edit(name="empty")),
    ]
    with journal_file.open("ab") as file:
        file.write(b"".join(encode(each) for each in more))
    assert again().notices == (
        f"{journal_file}: no line is numbered 6 to 8; the others were read.",
        f"{journal_file}: line number 1 stands in the file twice.",
        f"{journal_file}: line number 2 lists picture 1 again.",
        f"{journal_file}: line number 3 is of no known kind: 'dance'.",
        f"{journal_file}: line number 5 cannot be followed: There is nothing to redo.",
    )
    assert list(again().sheet.pictures()) == [1]
