"""What a series says, what a shot says otherwise, and what holds for some frames only."""

import pytest
from tests.finish.test_looking_round import flat

from komadori.errors import KomadoriError
from komadori.finish.recipe import BadRecipe, layered, parse_recipe, recipe_of_tables, recipe_text
from komadori.finish.recipe_files import recipe_for, standing_tables, write_recipe
from komadori.picture import read


def shade(report, number):
    return int(read(report.manifest.file(number)).data[5, 5, 0]) // 257


def test_some_frames_are_told_otherwise(shoot):
    for value in (60, 60, 61, 62):
        shoot.keep(flat(value))
    level = {
        "use": "level",
        "exposure": 1.0,
        "frames": [{"first": 3, "last": 4, "exposure": 0.0}, {"first": 7, "off": True}],
    }
    report = shoot.finish(recipe_of_tables([level]))
    assert shade(report, 1) == shade(report, 3) - 1 or shade(report, 3) > 61
    assert [shade(report, number) for number in (3, 4)] == [shade(report, 3), 62]
    assert "frames 3 to 4 nothing, frames 7 to 7 without it" in report.manifest.recipe


def test_a_moved_override_makes_new_only_its_frames(shoot):
    for value in (60, 70, 80):
        shoot.keep(flat(value))
    shoot.finish(recipe_of_tables([{"use": "level", "exposure": 0.5}]))
    report = shoot.finish(
        recipe_of_tables([{"use": "level", "exposure": 0.5, "frames": [{"first": 3, "last": 4, "exposure": 0.6}]}])
    )
    assert (report.made, report.kept) == (1, 2)


@pytest.mark.parametrize("frames", [{"first": 0}, {"first": 5, "last": 4}, {"last": 4}, {"first": "a"}, 7])
def test_frames_that_are_none_are_told(frames):
    with pytest.raises(BadRecipe, match="some of its frames run from") as told:
        recipe_of_tables([{"use": "level", "frames": [frames]}])
    assert "first = 25" in told.value.hint


def test_a_shot_is_laid_over_its_series(shoot):
    shoot.keep(flat(60))
    write_recipe(
        shoot.take, [{"use": "deflicker", "reach": 9}, {"use": "level", "exposure": 0.2}, {"use": "scale"}], series=True
    )
    write_recipe(shoot.take, [{"use": "level", "gamma": 1.1}, {"use": "scale", "off": True}])
    chosen = {one.operation.name: one.settings for one in recipe_for(shoot.take).chosen}
    assert list(chosen) == ["develop", "deflicker", "level"]
    assert chosen["deflicker"]["reach"] == 9
    assert (chosen["level"]["exposure"], chosen["level"]["gamma"]) == (0.2, 1.1)
    assert (shoot.series.path / "recipe.toml").exists()
    assert (shoot.take.path.parent / "recipe.toml").exists()


def test_without_files_a_take_gets_the_usual_recipe(shoot):
    shoot.keep(flat(60))
    assert [table["use"] for table in standing_tables(shoot.take)] == ["develop", "stabilise", "deflicker"]


def test_one_operation_may_stand_twice_and_each_can_be_spoken_of():
    twice = [{"use": "level", "exposure": 1.0}, {"use": "level", "name": "dusk", "gamma": 1.2}, {"use": "level"}]
    tables = layered(twice, [{"use": "level", "exposure": 2.0}, {"name": "dusk", "use": "level", "off": True}])
    assert [(table.get("name"), table.get("exposure"), table.get("off")) for table in tables] == [
        (None, 2.0, None),
        ("dusk", None, True),
        ("level 2", None, None),
    ]
    assert len(recipe_of_tables(tables).chosen) == 3


def test_a_recipe_written_is_the_recipe_read():
    tables = [
        {"use": "level", "exposure": 0.5, "frames": [{"first": 3, "last": 9, "exposure": 0.1}]},
        {"use": "crop", "shape": "16:9"},
    ]
    assert parse_recipe(recipe_text(tables)) == recipe_of_tables(tables)


def test_a_recipe_with_mistakes_is_not_written(shoot):
    shoot.keep(flat(60))
    with pytest.raises(KomadoriError):
        write_recipe(shoot.take, [{"use": "level", "exposure": "bright"}])
    assert not (shoot.take.path.parent / "recipe.toml").exists()
