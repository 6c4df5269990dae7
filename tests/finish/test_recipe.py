"""Recipes: what they may say, and what is told when they say something else."""

import pytest

from komadori.errors import NotFound, Several
from komadori.finish.recipe import BadRecipe, default_recipe, parse_recipe, read_recipe, recipe_of

HEAD = 'schema = "komadori.recipe"\nversion = 1\n'


def names(recipe):
    return [chosen.operation.name for chosen in recipe.chosen]


def test_the_usual_recipe_develops_and_deflickers():
    assert names(default_recipe()) == ["develop", "stabilise", "deflicker"]


def test_operations_work_in_the_order_they_belong_to():
    text = (
        HEAD
        + '[[operation]]\nuse = "scale"\nwidth = 640\n[[operation]]\nuse = "level"\n[[operation]]\nuse = "rotate"\n'
    )
    assert names(parse_recipe(text)) == ["develop", "level", "rotate", "scale"]


def test_an_operation_may_work_twice():
    recipe = recipe_of(("level", {"exposure": 1}), ("level", {"gamma": 1.2}))
    assert [chosen.settings["gamma"] for chosen in recipe.chosen[1:]] == [1.0, 1.2]


def test_what_a_recipe_leaves_out_keeps_its_default_and_whole_numbers_serve_as_numbers():
    settings = recipe_of(("level", {"exposure": 1})).chosen[1].settings
    assert settings["exposure"] == 1.0
    assert isinstance(settings["exposure"], float)
    assert settings["white"] == 1.0


def test_a_recipe_says_what_it_does():
    words = recipe_of(("deflicker", {"reach": 20}), ("level", {"exposure": 0.5}), ("crop", {"shape": "16:9"})).words
    assert "flicker" in words
    assert "20 pictures" in words
    assert "+0.5 stops" in words
    assert "to 16:9" in words
    assert "turned" not in words


def test_everything_wrong_is_told_at_once_with_hints():
    text = HEAD + (
        'author = "me"\n[[operation]]\nuse = "deflickr"\n'
        '[[operation]]\nuse = "deflicker"\nreach = 1\nkeepsteps = true\n'
        '[[operation]]\nuse = "level"\nexposure = true\nred = nan\n[[operation]]\nuse = "crop"\nshape = "21:9"\n'
        "[[operation]]\nwidth = 3\n"
    )
    with pytest.raises(Several) as failure:
        parse_recipe(text, "autumn.toml")
    told = str(failure.value)
    assert told.startswith("autumn.toml has 8 problems.")
    for part in (
        "'author'",
        "did you mean deflicker?",
        "deflicker: reach is 1; it is a whole number from ",
        "did you mean keep_steps?",
        "level: exposure is True; it is a number from -8 to 8 stops.",
        "level: red is nan",
        'crop: shape is \'21:9\'; it is one of "as it is", "16:9"',
        "Operation 5 does not say which it is.",
    ):
        assert part in told
    assert failure.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("use =", "is not TOML"),
        ("", "is no recipe: its schema is None"),
        (
            'schema = "komadori.recipe"\nversion = 2',
            "is written in version 2 of recipes; this Komadori knows version 1",
        ),
        (HEAD + '[[operation]]\nuse = "level"\nwhite = 0', "level: white is 0; it is a number from 0.3 to 16"),
        (HEAD + "operation = 3", "Operation 1 does not say which it is"),
        (HEAD + '[[operation]]\nuse = "develop"\n[[operation]]\nuse = "develop"', "opened once"),
    ],
)
def test_one_thing_wrong_is_told_by_itself(text, told):
    with pytest.raises(BadRecipe, match=told):
        parse_recipe(text)


def test_a_recipe_that_is_not_there_or_not_text_is_told(tmp_path):
    with pytest.raises(NotFound, match=r"There is no recipe .*nowhere\.toml"):
        read_recipe(tmp_path / "nowhere.toml")
    (tmp_path / "photo.toml").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(BadRecipe, match="cannot be read"):
        read_recipe(tmp_path / "photo.toml")
    with pytest.raises(BadRecipe, match="cannot be read"):
        read_recipe(tmp_path)
