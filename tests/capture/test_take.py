"""Which take new pictures go into."""

import pytest

from komadori.capture.take import OtherExposures, take_to_fill
from komadori.film import Slate
from komadori.sheet.sheet import BadSheet
from komadori.store import UnknownShot, UnknownTake

SLATE = Slate.parse("ep01/sc010/sh020")


def test_a_shot_that_is_not_there_is_begun(series):
    take = take_to_fill(series, SLATE, on=3, exposures=("x1", "x2"))
    assert str(take.slate) == "ep01/sc010/sh020/tk01"
    assert series.shot(SLATE).shot.on == 3
    assert take.sheet.exposures == ("x1", "x2")


def test_the_newest_take_goes_on_unless_one_is_named_or_a_new_one_wanted(series):
    take_to_fill(series, SLATE)
    assert take_to_fill(series, SLATE, new=True).slate.take == 2
    assert take_to_fill(series, SLATE).slate.take == 2
    assert take_to_fill(series, SLATE.of_take(1)).slate.take == 1
    with pytest.raises(UnknownTake):
        take_to_fill(series, SLATE.of_take(7))


def test_other_exposures_than_the_takes_are_refused(series):
    take_to_fill(series, SLATE)
    with pytest.raises(OtherExposures, match="has the exposures x1, not x1, matte"):
        take_to_fill(series, SLATE, exposures=("x1", "matte"))


def test_a_new_take_of_other_exposures_is_not_begun(series):
    take_to_fill(series, SLATE)
    with pytest.raises(OtherExposures):
        take_to_fill(series, SLATE, exposures=("x1", "matte"), new=True)
    assert series.shot(SLATE).takes() == [1]


def test_a_take_named_of_a_shot_that_is_not_there_begins_nothing(series):
    with pytest.raises(UnknownShot):
        take_to_fill(series, SLATE.of_take(7))
    assert series.shots() == []


@pytest.mark.parametrize("names", [("x 1",), ("",), ("x1", "x1"), ("../x1",)])
def test_exposures_with_bad_names_begin_nothing(series, names):
    with pytest.raises(BadSheet):
        take_to_fill(series, SLATE, exposures=names)
    assert series.shots() == []
