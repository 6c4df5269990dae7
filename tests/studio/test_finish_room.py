"""The Finish room's questions: previews by a recipe being made, its words, what is known, recipes and paint kept."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import cv2
import numpy as np
import pytest
import simplejpeg

from komadori.farm import Farm
from komadori.finish.preview import Previews
from komadori.finish.quick_solving import QuickSolver
from komadori.finish.recipe import recipe_of_tables
from komadori.finish.recipe_files import standing_tables
from komadori.store import Remark, open_series
from komadori.studio import resting
from komadori.studio.acts import working
from komadori.studio.finishing import Finishing, Superseded, known, said
from komadori.studio.holdable import holdable

PLAIN = [{"use": "develop"}]
LIGHTER = [*PLAIN, {"use": "level", "exposure": 1.0}]


@pytest.fixture
def shot(desk, do):
    """A desk with three pictures on its take."""
    do(desk, "dark", on=False)
    do(desk, "shoot", count=3, held=2)
    return desk


@pytest.fixture
def ask(shot, client):
    """`ask("preview", tables=…)` asks for it as a page does."""

    def post(what, **words):
        return client.post(f"/take/{shot.take.take.take.id}/{what}", content=json.dumps(words))

    return post


def mean(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/jpeg"
    return simplejpeg.decode_jpeg(answer.content).mean()


def error(answer):
    return answer.status_code, answer.json()["error"]["kind"]


def test_a_picture_is_seen_as_the_recipe_would_finish_it(ask):
    plain = ask("preview", tables=PLAIN, picture=2, width=64)
    assert simplejpeg.decode_jpeg(plain.content).shape[1] == 64
    assert mean(ask("preview", tables=LIGHTER, picture=2, width=64)) > mean(plain) + 5
    before = ask("preview", tables=LIGHTER, picture=2, width=64, upto="level")
    assert mean(before) == pytest.approx(mean(plain), abs=0.5)


def test_an_override_is_seen_at_its_frames_only(ask):
    tables = [*PLAIN, {"use": "level", "frames": [{"first": 3, "exposure": 1.0}]}]
    first, second = (mean(ask("preview", tables=tables, picture=number, width=64)) for number in (1, 2))
    plain = mean(ask("preview", tables=PLAIN, picture=1, width=64))
    assert first == pytest.approx(plain, abs=0.5)
    assert second > plain + 5


def test_a_preview_that_cannot_be_had_says_why(ask, client):
    assert error(ask("preview", tables=[{"use": "sparkle"}], picture=1)) == (400, "BadRecipe")
    assert error(ask("preview", tables=PLAIN, picture=99)) == (404, "NotFound")
    assert error(ask("preview", tables=PLAIN, picture=0)) == (400, "BadRequest")
    assert error(ask("preview", tables=PLAIN, picture=1, width=999_999)) == (400, "BadRequest")
    assert error(ask("preview", tables="no", picture=1)) == (400, "BadRequest")
    assert error(client.post("/take/gone/preview", content=json.dumps({"tables": PLAIN, "picture": 1})))[0] == 404


def test_what_must_be_measured_is_prepared_and_then_seen(ask, shot, do):
    tables = [*PLAIN, {"use": "deflicker"}]
    assert error(ask("preview", tables=tables, picture=1, width=64)) == (409, "NotMeasured")
    work = do(shot, "prepare", operations=tables)["work"]
    ended = shot.told.soon("work", lambda one: one["id"] == work and one["state"] != "running")
    assert ended["state"] == "done", ended
    assert ended["result"]["looks"] > 0
    assert mean(ask("preview", tables=tables, picture=1, width=64)) > 0


def test_a_frame_shot_again_is_seen_soon_and_said_to_stand_in_until_the_take_is_looked_through(
    ask, shot, do, monkeypatch
):
    # However quick this machine is, only what was prepared is known.
    monkeypatch.setattr(QuickSolver, "done", lambda *_: False)
    tables = [*PLAIN, {"use": "deflicker"}]

    def prepared():
        work = do(shot, "prepare", operations=tables)["work"]
        ended = shot.told.soon("work", lambda one: one["id"] == work and one["state"] != "running")
        assert ended["state"] == "done", ended

    def seen(number, **words):
        answer = ask("preview", tables=tables, picture=number, width=64, **words)
        assert mean(answer) > 0
        return answer.headers.get("komadori-stands-in")

    assert error(ask("preview", tables=tables, picture=1, width=64, soon=True)) == (409, "NotMeasured")
    prepared()
    assert seen(2, soon=True) is None
    do(shot, "reshoot", frame=3)
    do(shot, "shoot")
    assert seen(4, soon=True) == "1"
    assert seen(1, soon=True) == "1"
    prepared()
    assert seen(4, soon=True) is None
    assert seen(4) is None


def test_a_few_looks_start_no_workers(ask, shot, do, monkeypatch):
    class Nobody(Farm):
        workers = 1

        def submit(self, fn, /, *args, **kwargs):
            raise AssertionError(f"{fn} was sent to a worker")

    monkeypatch.setattr(working, "open_farm", lambda *_: nullcontext(Nobody()))
    tables = [*PLAIN, {"use": "deflicker"}, {"use": "denoise"}]
    work = do(shot, "prepare", operations=tables)["work"]
    ended = shot.told.soon("work", lambda one: one["id"] == work and one["state"] != "running")
    assert (ended["state"], ended["result"]) == ("done", {"looks": 6}), ended
    assert mean(ask("preview", tables=tables, picture=1, width=64)) > 0


def test_a_picture_shot_since_is_seen_too(ask, shot, do):
    assert mean(ask("preview", tables=PLAIN, picture=1, width=64)) > 0
    do(shot, "shoot")
    assert mean(ask("preview", tables=PLAIN, picture=4, width=64)) > 0


def test_of_what_is_asked_on_one_line_only_the_newest_is_made(shot):
    finishing = Finishing()
    held, series = shot.take, shot.open_series()
    gate = threading.Event()
    try:
        blocked = finishing._maker.submit(gate.wait)
        asked = [
            finishing.show(line, series, held, PLAIN, 1, width=64, upto="")
            for line in ("one after", "one after", "one before", "one after")
        ]
        gate.set()
        blocked.result(60)
        for old in asked[:2]:
            with pytest.raises(Superseded):
                old.result(60)
        assert all(simplejpeg.is_jpeg(new.result(60).jpeg) for new in asked[2:])
    finally:
        gate.set()
        finishing.close()


def test_while_nobody_asks_the_frames_beside_are_made(shot, monkeypatch):
    monkeypatch.setattr(resting, "REST", 0.0)
    finishing = Finishing()
    held, series = shot.take, shot.open_series()
    made, show = [], Previews.show

    def told(previews, take, recipe, number, *, stop=None, **words):
        made.append((number, len(recipe.chosen), stop is not None))
        return show(previews, take, recipe, number, stop=stop, **words)

    monkeypatch.setattr(Previews, "show", told)
    try:
        for line, tables in (("before", PLAIN), ("after", LIGHTER)):
            made.clear()
            finishing.show(line, series, held, tables, 2, width=64, upto="").result(60)
            finishing._maker.submit(int).result(60)
        assert made == [(2, 2, False), (3, 2, True), (3, 1, True), (1, 2, True), (1, 1, True)]
        monkeypatch.setattr(resting, "REST", 60.0)
        made.clear()
        for number in (2, 3):
            finishing.show("after", series, held, LIGHTER, number, width=64, upto="").result(60)
        assert made == [(2, 2, False), (3, 2, False)]
    finally:
        finishing.close()


def test_what_is_made_ahead_is_given_up_where_somebody_asks():
    with ThreadPoolExecutor(1) as maker:
        rest, made = resting.Rest(maker), []

        def make(number, stop):
            made.append(number)
            rest.ended()
            assert stop()

        rest.after("after", make, [3, 1])
        maker.submit(int).result(60)
        assert made == [3]


def test_a_recipe_says_what_it_does_or_all_that_is_wrong(ask):
    told = ask("recipe", tables=LIGHTER).json()
    assert [one["name"] for one in told["steps"]] == ["develop", "level"]
    assert told["steps"][1]["words"] == recipe_of_tables(LIGHTER).chosen[1].words != ""
    assert told["problems"] == []
    wrong = said([{"use": "sparkle"}, {"use": "level", "exposure": 99.0}])
    assert wrong["steps"] == []
    assert len(wrong["problems"]) == 2
    assert all(one["message"] and one["hint"] for one in wrong["problems"])


def test_recipes_are_kept_for_the_shot_and_for_the_series(shot, do):
    take = shot.take.take
    do(shot, "keep-recipe", operations=[*PLAIN, {"use": "level", "exposure": 0.5}], series=True)
    do(shot, "keep-recipe", operations=[{"use": "level", "exposure": 1.0, "frames": [{"first": 1, "off": True}]}])
    level = next(one for one in standing_tables(take) if one["use"] == "level")
    assert (level["exposure"], level["frames"]) == (1.0, [{"first": 1, "off": True}])
    told = known(shot.finishing.take(shot.open_series(), shot.take))
    assert (told["series"], told["shot"], told["problem"]) == (True, True, "")
    assert {one["use"] for one in told["tables"]} == {"develop", "level"}


@pytest.mark.parametrize(
    "table",
    [
        {"use": "sparkle"},
        {"use": "level", "exposure": "much"},
        {"exposure": 1.0},
        {"use": 3},
        {"use": ""},
        {"use": "level", "name": None},
        {"use": "level", "off": "perhaps"},
        {"use": "level", "frames": None},
        {"use": "level", "frames": [{"first": 9, "last": 2}]},
    ],
    ids=str,
)
def test_a_recipe_that_is_none_is_not_kept(shot, client, ask, table):
    answer = client.post("/api/do/keep-recipe", content=json.dumps({"operations": [table]}))
    assert error(answer) == (400, "BadRecipe")
    assert error(ask("preview", tables=[table], picture=1)) == (400, "BadRecipe")
    assert ask("recipe", tables=[table]).json()["problems"]
    assert not any(path.exists() for path in shot.take.take.recipe_paths())


STROKE = {"picture": 2, "mode": "rig", "radius": 0.01, "points": [[0.1, 0.2], [0.3, 0.25]]}


def test_strokes_are_kept_and_known_again(shot, do):
    do(shot, "keep-paint", strokes=[STROKE], take=shot.take.take.take.id)
    told = known(shot.finishing.take(shot.open_series(), shot.take))
    assert json.loads(json.dumps(told["strokes"])) == [STROKE]


def test_strokes_that_tell_frames_are_known_by_the_photographs_that_stand_there(shot, do):
    old = {**STROKE, "frame": 4}
    del old["picture"]
    do(shot, "keep-paint", strokes=[old], take=shot.take.take.take.id)
    told = known(shot.finishing.take(shot.open_series(), shot.take))
    assert json.loads(json.dumps(told["strokes"])) == [STROKE]


@pytest.mark.parametrize(
    ("stroke", "kind"),
    [
        ({**STROKE, "mode": "glitter"}, "BadPaint"),
        ({**STROKE, "radius": 7}, "BadPaint"),
        ({**STROKE, "points": []}, "BadPaint"),
        ({"picture": 1}, "BadPaint"),
        ({**STROKE, "frame": 1}, "BadPaint"),
    ],
)
def test_strokes_that_no_brush_makes_are_refused(shot, client, stroke, kind):
    answer = client.post("/api/do/keep-paint", content=json.dumps({"strokes": [stroke]}))
    assert error(answer) == (409, kind)
    assert shot.take.take.paint() == ()


def test_strokes_painted_over_another_take_are_refused(client, shot):
    answer = client.post("/api/do/keep-paint", content=json.dumps({"strokes": [STROKE], "take": "another"}))
    assert error(answer) == (404, "NotFound")


def test_the_remarks_of_the_last_finishing_come_worst_first_with_their_frames(shot, do, client):
    work = do(shot, "finish", operations=PLAIN)["work"]
    shot.told.soon("work", lambda one: one["id"] == work and one["state"] == "done")
    take = open_series(shot.home).take(shot.take.take.slate)
    manifest = take.finished()
    manifest.remarks.update(
        {
            1: (Remark(use="deflicker", words="a hand", doubt=0.2),),
            3: (Remark(use="rig", words="nothing to fill it with", doubt=0.9), Remark(use="dust", words="", doubt=0.0)),
        }
    )
    take.write_finished(manifest)
    told = client.get(f"/take/{take.take.id}/finishing").json()
    assert told["finished"] is True
    assert [(one["frame"], one["picture"], one["use"]) for one in told["remarks"]] == [
        (5, 3, "rig"),
        (1, 1, "deflicker"),
        (5, 3, "dust"),
    ]


def test_a_broken_file_beside_the_pictures_is_told_with_the_rest(shot, do):
    do(shot, "keep-recipe", operations=PLAIN)
    (shot.take.take.path / "paint.json").write_text("{")
    told = known(shot.finishing.take(shot.open_series(), shot.take))
    assert "paint.json" in told["problem"]
    assert told["tables"] == PLAIN


def test_what_parameters_may_hold_is_offered_without_what_is_komadoris_own(shot):
    take = open_series(shot.home).take(shot.take.take.slate)
    for path in ("luts/dusk.cube", "dark/one.dng"):
        (shot.home / path).parent.mkdir(exist_ok=True)
        (shot.home / path).write_bytes(b"x")
    (take.path / "clean.png").write_bytes(b"x")
    told = holdable(take)
    assert told["files"] == ["clean.png", "dark/one.dng", "luts/dusk.cube"]
    assert {"luts", "dark"} <= set(told["folders"])
    assert not {"pictures", "tk01", "ep01"} & set(told["folders"])
    assert told["exposures"] == ["x1"]


def closely(answer):
    """The pixels of a part, and its left, top, and the whole's width and height."""
    assert answer.status_code == 200, answer.text
    pixels = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    return pixels, tuple(map(int, answer.headers["komadori-part"].split()))


def test_a_part_has_the_finished_pictures_own_pixels(ask, shot, do):
    turned = [*LIGHTER, {"use": "rotate", "angle": 2.0}]
    part = {"tables": turned, "picture": 2, "x": 0.5, "y": 0.9, "width": 60, "height": 40}
    before, (left, top, *size) = closely(ask("part", **part))
    work = do(shot, "finish", operations=turned)["work"]
    shot.told.soon("work", lambda one: one["id"] == work and one["state"] == "done")
    take = open_series(shot.home).take(shot.take.take.slate)
    codes = cv2.imread(str(take.finished().file(2)), cv2.IMREAD_UNCHANGED)[..., ::-1]
    assert [codes.shape[1], codes.shape[0]] == size
    assert top == size[1] - 40
    own = np.rint(codes[top : top + 40, left : left + 60] / 257)
    assert np.array_equal(before, own)
    # The same from the finished file, and from a desk that has made nothing yet.
    shot.finishing._wholes = []
    assert np.array_equal(closely(ask("part", **part))[0], own)


def test_a_part_of_a_keyed_picture_is_seen_over_black_before_and_after_it_is_finished(ask, shot, do):
    keyed = [*PLAIN, {"use": "key", "screen": "blue"}]
    work = do(shot, "prepare", operations=keyed)["work"]
    shot.told.soon("work", lambda one: one["id"] == work and one["state"] == "done")
    part = {"tables": keyed, "picture": 1, "x": 0.5, "y": 0.5, "width": 8192, "height": 8192}
    before, _ = closely(ask("part", **part))
    plain, _ = closely(ask("part", **part | {"tables": PLAIN}))
    assert (before == 0).all(axis=2).mean() > (plain == 0).all(axis=2).mean() + 0.02
    work = do(shot, "finish", operations=keyed)["work"]
    shot.told.soon("work", lambda one: one["id"] == work and one["state"] == "done")
    shot.finishing._wholes = []
    assert np.array_equal(closely(ask("part", **part))[0], before)


def test_a_part_lies_in_its_picture_however_it_is_asked_for(ask):
    part = {"tables": PLAIN, "picture": 1, "width": 50, "height": 30}
    whole, (_, _, wide, high) = closely(ask("part", **part | {"width": 8192, "height": 8192}, x=0.3, y=0.3))
    assert whole.shape[:2] == (high, wide)
    for x, y, at in ((0, 0, (0, 0)), (1, 1, (wide - 50, high - 30)), (0.5, 0.5, (wide // 2 - 25, high // 2 - 15))):
        pixels, (left, top, *_) = closely(ask("part", **part, x=x, y=y))
        assert (left, top) == at
        assert np.array_equal(pixels, whole[top : top + 30, left : left + 50])
    assert error(ask("part", **part, x=1.1, y=0)) == (400, "BadRequest")
    assert error(ask("part", **part | {"picture": 99}, x=0, y=0)) == (404, "NotFound")


def test_what_a_recipe_has_found_out_is_remarked_before_anything_is_finished(ask, shot, do):
    tables = [*PLAIN, {"use": "deflicker"}, {"use": "background", "match": 0.5}]
    assert error(ask("remarks", tables=tables)) == (409, "NotMeasured")
    work = do(shot, "prepare", operations=tables)["work"]
    assert shot.told.soon("work", lambda one: one["id"] == work and one["state"] != "running")["state"] == "done"
    told = ask("remarks", tables=tables).json()
    doubts = [one["doubt"] for one in told]
    assert doubts == sorted(doubts, reverse=True)
    unmatched = [one for one in told if one["said"] == [{"name": "background no plate", "figures": []}]]
    assert [(one["frame"], one["picture"], one["use"], one["doubt"]) for one in unmatched] == [
        (1, 1, "background", 0.3),
        (3, 2, "background", 0.3),
        (5, 3, "background", 0.3),
    ]
    assert unmatched[0]["words"] == "the light was not matched: there is no one plate to match it to"
    assert ask("remarks", tables=PLAIN).json() == []
    assert open_series(shot.home).take(shot.take.take.slate).finished() is None
