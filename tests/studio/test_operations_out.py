"""The finishing operations as pages are told of them."""

from pathlib import Path

import msgspec
import pytest

from komadori.finish.catalogue import operations
from komadori.finish.recipe import BadRecipe, recipe_of
from komadori.studio.operations_out import operations_out


def test_every_operation_is_told_in_order():
    assert [told.name for told in operations_out()] == list(operations())
    assert all(told.sentence.endswith(".") for told in operations_out())


def test_the_usual_recipe_is_marked():
    assert {told.name for told in operations_out() if told.usual} == {"develop", "stabilise", "deflicker"}
    assert [told.name for told in operations_out() if told.opens] == ["develop"]


def test_what_changes_the_films_time_is_told_for_the_whole_film():
    told = {one.name: one.times for one in operations_out()}
    assert [name for name, times in told.items() if times] == ["retime"]
    with pytest.raises(BadRecipe, match="time of the whole film"):
        recipe_of(("retime", {"frames": [{"first": 1, "speed": 0.5}]}))


def test_defaults_make_a_recipe_and_fit_their_kind():
    for told in operations_out():
        recipe_of((told.name, {parameter.name: parameter.default for parameter in told.parameters}))
        for parameter in told.parameters:
            assert (parameter.kind == "choice") == bool(parameter.choices)
            assert (parameter.kind in ("count", "number")) == (parameter.least is not None)
            if parameter.least is not None:
                assert parameter.least <= parameter.default <= parameter.most


def test_they_travel():
    told = msgspec.json.decode(msgspec.json.encode(operations_out()))
    assert told[0]["parameters"][0]["kind"] == "choice"


def test_every_operation_has_its_name_and_sentence_in_japanese():
    web = Path(__file__).resolve().parents[2] / "src/komadori/studio/web"
    words = (web / "state/words_finish_ja.js").read_text(encoding="utf-8")
    missing = [
        key
        for told in operations_out()
        for key in (f"op-{told.name}", f"op-{told.name}-told")
        if f'"{key}":' not in words
    ]
    assert missing == []
