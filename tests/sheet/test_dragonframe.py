"""Dragonframe's take.xml, of which little is promised and much may come."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.sheet import edit
from komadori.sheet.edit import apply
from komadori.sheet.exchange import BadSheetFile, dragonframe
from komadori.sheet.exchange.dragonframe import TimelineFrame, parse
from komadori.sheet.sheet import Cell, Sheet

TAKE = """<?xml version="1.0" encoding="UTF-8"?>
<scen:take xmlns:scen="http://scene" name="1"><scen:frames>
  <scen:frame vframe="0" file="1"/>
  <scen:frame vframe="1" file="1"/>
  <scen:frame vframe="1090519042" file="7"/>
  <scen:frame vframe="3" file="3"/>
</scen:frames></scen:take>"""


def test_a_take_is_read_with_its_holds_reshoots_hidden_frames_and_tags():
    take = parse(TAKE)
    assert take.frames == (
        TimelineFrame(frame=0, file=1),
        TimelineFrame(frame=1, file=1),
        TimelineFrame(frame=2, file=7, hidden=True, tags=("red",)),
        TimelineFrame(frame=3, file=3),
    )
    assert take.notices == ()


def test_attributes_may_stand_in_the_namespace_too():
    assert parse(TAKE.replace("vframe=", "scen:vframe=").replace("file=", "scen:file=")) == parse(TAKE)


def test_file_numbers_become_pictures_and_missing_files_slots():
    cells = parse(TAKE).cells({1: 11, 3: 13}.get)
    assert cells == (
        Cell(length=2, pictures=(("x1", 11),)),
        Cell(length=1, hidden=True, tag="red"),
        Cell(length=1, pictures=(("x1", 13),)),
    )
    sheet = Sheet.empty(Fraction(24))
    assert apply(sheet, edit.lay(sheet, 1, cells)).frames == 4


@given(
    st.integers(0, 0xFFFFFF), st.integers(0, 99999), st.booleans(), st.sets(st.sampled_from(sorted(dragonframe._TAGS)))
)
def test_every_bit_means_one_thing(frame, file, hidden, tags):
    field = frame | sum(tags) | (0x40000000 if hidden else 0)
    (read,) = parse(f'<a><any File="{file:05d}" VFRAME="{field:#x}" other="9"/></a>').frames
    assert read == TimelineFrame(
        frame=frame, file=file, hidden=hidden, tags=tuple(dragonframe._TAGS[tag] for tag in sorted(tags))
    )


def test_whatever_the_elements_are_called_and_however_deep_they_lie():
    take = parse(b'<x><frames vframe="none"/><y><z vframe="5" file="p_s_1_X1_0012.jpg"/></y></x>')
    assert take.frames == (TimelineFrame(frame=5, file=12),)


def test_gaps_and_repeats_are_told():
    take = parse('<t><f vframe="1" file="1"/><f vframe="4" file="2"/><f vframe="4" file="3"/></t>', "a.xml")
    assert [frame.file for frame in take.frames] == [1, 2]
    assert take.notices == (
        "a.xml: 2 timeline frames between the first and the last are not listed; closed up.",
        "a.xml: 1 timeline frames are listed more than once; the first entry counts.",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<t>", "a.xml is not whole XML: no element found: line 1, column 3.\nhint: Copy the take's folder again."),
        ("", "a.xml is not whole XML"),
        ("<t/>", "a.xml lists no frames: nothing in it has the attributes vframe and file.\nhint: Give the take.xml"),
        ('<!DOCTYPE t [<!ENTITY a "b">]><t>&a;</t>', "a.xml declares entities, which a take.xml never does"),
        ('<t><f vframe="1" file="2"/><f vframe="x" file="2"/></t>', "frame entry 2: vframe is 'x', not a number."),
        ('<t><f vframe="1" file="x"/></t>', "frame entry 1: vframe '1' and file 'x' are not both numbers."),
        ('<?xml version="1.0" encoding="klingon"?><t/>', "a.xml is not"),
    ],
)
def test_a_bad_take_says_what_is_wrong(text, told):
    with pytest.raises(BadSheetFile) as refused:
        parse(text.encode(), "a.xml")
    assert told in str(refused.value)


@given(st.binary(max_size=80))
def test_no_bytes_do_worse_than_a_clear_refusal(data):
    with pytest.raises(BadSheetFile):
        parse(data)
