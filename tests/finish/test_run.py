"""A take finished: only what changed is made again, a stop loses nothing, damage is told and passed by."""

import shutil

import numpy as np
import pytest
from tests.finish.conftest import STEADY

from komadori.finish.recipe import recipe_of
from komadori.finish.run import NothingToFinish, finish_take
from komadori.finish.work import Finishing, Measuring, PictureChanged
from komadori.picture import read
from komadori.picture.colour import to_codes, to_light
from komadori.sheet.edit import mark, reverse, set_exposures
from komadori.store import Incoming, PictureFacts


def scene(gain=1.0, seed=1):
    light = np.random.default_rng(seed).uniform(0.02, 0.4, (54, 96, 3)).astype(np.float32)
    return to_codes(light * np.float32(gain), "srgb", 8)


GAINS = np.exp(0.05 * np.random.default_rng(5).standard_normal(40))


def shot(shoot, count):
    for gain in GAINS[:count]:
        shoot.keep(scene(gain))


def counts(report):
    return {"pictures": report.pictures, "measured": report.measured, "made": report.made, "kept": report.kept}


def test_each_picture_of_the_sheet_is_finished_into_the_cache(shoot):
    shot(shoot, 5)
    report = shoot.finish()
    assert counts(report) == {"pictures": 5, "measured": 5, "made": 5, "kept": 0}
    manifest = shoot.take.finished()
    assert sorted(manifest.entries) == [1, 2, 3, 4, 5]
    assert (manifest.width, manifest.height, manifest.encoding) == (96, 54, "srgb")
    assert "flicker" in manifest.recipe
    assert manifest.entries[3].source_hash == shoot.take.picture(3).hash
    for number in manifest.entries:
        done = read(manifest.file(number))
        assert (done.data.dtype, done.data.shape, done.encoding) == (np.uint16, (54, 96, 3), "srgb")


def test_flicker_is_gone_from_the_finished_files(shoot):
    shot(shoot, 20)
    manifest = shoot.finish().manifest
    light = [to_light(read(manifest.file(number)).data, "srgb").mean() for number in range(1, 21)]
    raw = [to_light(scene(gain), "srgb").mean() for gain in GAINS[:20]]
    assert np.std(np.diff(light, 2)) < 0.03 * np.std(np.diff(raw, 2))


def test_a_second_run_makes_nothing(shoot):
    shot(shoot, 6)
    first = shoot.finish()
    again = shoot.finish()
    assert counts(again) == {"pictures": 6, "measured": 0, "made": 0, "kept": 6}
    assert again.manifest == first.manifest


def test_a_changed_picture_makes_new_only_itself_and_its_neighbours(shoot):
    for gain in GAINS[:40]:
        shoot.keep(scene(gain), on=8)
    recipe = recipe_of(("deflicker", {"reach": 4}))
    shoot.finish(recipe)
    shoot.keep(scene(1.25), frame=153, on=8)  # picture 20 of the sheet is shot again
    report = shoot.finish(recipe)
    assert (report.pictures, report.measured) == (40, 1)
    (deflicker,) = [one for one in recipe.chosen if one.operation.name == "deflicker"]
    assert 1 <= report.made <= 1 + 2 * deflicker.operation.reach(deflicker.settings)
    assert report.made < 25
    assert report.made + report.kept == 40


def test_without_a_look_at_its_neighbours_a_changed_picture_stands_alone(shoot):
    shot(shoot, 10)
    shoot.finish(recipe_of())
    shoot.keep(scene(1.25), frame=9)
    assert counts(shoot.finish(recipe_of())) == {"pictures": 10, "measured": 0, "made": 1, "kept": 9}


def test_a_changed_parameter_after_deflicker_measures_nothing_again(shoot):
    shot(shoot, 6)
    shoot.finish(recipe_of(("deflicker", {}), ("level", {"exposure": 0.1})))
    report = shoot.finish(recipe_of(("deflicker", {}), ("level", {"exposure": 0.2})))
    assert counts(report) == {"pictures": 6, "measured": 0, "made": 6, "kept": 0}
    back = shoot.finish(recipe_of(("deflicker", {}), ("level", {"exposure": 0.1})))
    assert counts(back) == {"pictures": 6, "measured": 0, "made": 0, "kept": 6}


def test_a_changed_parameter_of_deflicker_solves_again_without_looking_again(shoot):
    shot(shoot, 20)
    shoot.finish(recipe_of(("deflicker", {"reach": 5})))
    report = shoot.finish(recipe_of(("deflicker", {"reach": 9})))
    assert report.measured == 0
    assert report.made == 20


def test_frames_that_trade_places_are_made_only_where_the_light_asks_for_it(shoot):
    for seed in range(6):
        shoot.keep(scene(seed=seed))
    shoot.finish(recipe_of())
    take = shoot.take
    with take.writer() as writer:
        writer.do(reverse(writer.sheet, 1, writer.sheet.frames))
    assert counts(shoot.finish(recipe_of())) == {"pictures": 6, "measured": 0, "made": 0, "kept": 6}


def test_a_hold_and_a_photograph_imported_twice_are_finished_once_and_look_the_same(shoot):
    for gain in GAINS[:6]:
        shoot.keep(scene(gain), on=3)
    shoot.keep(scene(GAINS[2]))
    report = shoot.finish()
    assert (report.pictures, report.made) == (6, 6)
    assert report.manifest.entries[7].file == report.manifest.entries[3].file


def test_what_is_not_on_the_sheet_is_left_alone(shoot, here):
    shot(shoot, 3)
    shoot.keep(scene(1.3), frame=3)
    report = shoot.finish(farm=here)
    assert sorted(report.manifest.entries) == [1, 3, 4]
    assert {job.standings[0].source.number for job in here.jobs if isinstance(job, Finishing)} == {1, 3, 4}


def test_hidden_cells_are_left_alone(shoot):
    shot(shoot, 4)
    with shoot.take.writer() as writer:
        writer.do(mark(writer.sheet, 3, 4, hidden=True))
    assert sorted(shoot.finish().manifest.entries) == [1, 3, 4]


def test_each_exposure_is_steadied_by_itself(shoot):
    shot(shoot, 8)
    with shoot.take.writer() as writer:
        writer.do(set_exposures(writer.sheet, ("x1", "x2")))
    matte = scene(0.2, seed=40)
    for at in range(8):
        shoot.keep(matte, exposure="x2", frame=1 + 2 * at)
    report = shoot.finish()
    # The eight mattes are one photograph, and nothing of the beauty's flicker reaches it.
    assert report.pictures == 9
    assert np.array_equal(read(report.manifest.file(9)).data, matte.astype(np.uint16) * 257)


def test_work_that_was_stopped_goes_on_where_it_was(shoot, here):
    shot(shoot, 12)
    work = finish_take(shoot.take, STEADY, shoot.series.cache, here)
    while sum(isinstance(job, Finishing) for job in here.jobs) < 7:
        next(work)
    work.close()
    assert shoot.take.finished() is None
    begun = sum(isinstance(job, Finishing) for job in here.jobs)
    report = shoot.finish()
    assert counts(report) == {"pictures": 12, "measured": 0, "made": 12 - begun, "kept": begun}


def test_progress_counts_up_to_its_total(shoot, here):
    shot(shoot, 6)
    seen = list(finish_take(shoot.take, STEADY, shoot.series.cache, here))
    assert [step.done for step in seen] == sorted(step.done for step in seen)
    assert seen[-1].done == seen[-1].total
    assert seen[0].doing == "finishing ep01/sc010/sh020/tk01"
    seen = list(finish_take(shoot.take, STEADY, shoot.series.cache, here))
    assert seen[-1].done == seen[-1].total


def test_damaged_pictures_are_told_together_and_the_rest_is_finished(shoot):
    shot(shoot, 8)
    take = shoot.take
    flipped, cut, gone = (take.file(take.picture(number)) for number in (2, 4, 6))
    for path in (flipped, cut, gone):
        path.chmod(0o644)
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 1
    flipped.write_bytes(data)
    cut.write_bytes(cut.read_bytes()[:-30])
    gone.unlink()
    report = shoot.finish()
    assert sorted(report.manifest.entries) == [1, 3, 5, 7, 8]
    assert [type(failure) for failure in report.failures] == [PictureChanged] * 3
    told = [failure.message for failure in report.failures]
    assert told[0].startswith("picture 2, pictures/000002_x1.png, is not what was taken: its ")
    assert told[0].endswith("bytes have another hash.")
    assert "picture 4, pictures/000004_x1.png, is not what was taken" in told[1]
    assert "picture 6, pictures/000006_x1.png, cannot be read: No such file or directory." in told[2]
    assert all("komadori check" in failure.hint for failure in report.failures)


def test_a_file_that_is_no_picture_is_told_by_its_name(shoot):
    shot(shoot, 3)
    text = shoot.folder / "notes.jpg"
    text.write_text("no picture")
    facts = PictureFacts(format="jpeg", width=96, height=54)
    with shoot.take.writer() as writer:
        writer.keep([Incoming(name="notes.jpg", data=text)], exposure="x1", frame=7, facts=facts)
    (failure,) = shoot.finish().failures
    assert "000004_x1.jpg" in failure.message
    assert "text file" in failure.message


def test_a_take_with_nothing_to_finish_says_so(shoot):
    with pytest.raises(NothingToFinish, match=r"No picture stands on the sheet of ep01/sc010/sh020/tk01"):
        shoot.finish()
    picture = shoot.keep(scene())
    shoot.take.file(picture).unlink()
    with pytest.raises(NothingToFinish, match=r"None of the pictures .* could be read:\n  picture 1, "):
        shoot.finish()


def test_a_half_written_measure_in_the_cache_is_made_again(shoot):
    shot(shoot, 4)
    shoot.finish()
    for path in shoot.series.cache.folder.rglob("*.npy"):
        path.write_bytes(path.read_bytes()[:100])
    report = shoot.finish()
    assert counts(report) == {"pictures": 4, "measured": 4, "made": 0, "kept": 4}


def test_a_half_written_picture_in_the_cache_is_made_again(shoot):
    shot(shoot, 4)
    path = shoot.finish().manifest.file(2)
    whole = path.read_bytes()
    for left in (len(whole) - 1, 1000, 3):
        path.write_bytes(whole[:left])
        assert counts(shoot.finish()) == {"pictures": 4, "measured": 0, "made": 1, "kept": 3}
        assert path.read_bytes() == whole


def test_the_cache_may_be_thrown_away(shoot):
    shot(shoot, 3)
    before = {number: read(shoot.finish().manifest.file(number)).data for number in (1, 2, 3)}
    shutil.rmtree(shoot.series.cache.folder)
    report = shoot.finish()
    assert report.made == 3
    assert all(np.array_equal(read(report.manifest.file(number)).data, before[number]) for number in before)


def test_a_job_names_its_picture(shoot, here):
    shot(shoot, 1)
    shoot.finish(farm=here)
    looked, solved, made = here.jobs
    assert isinstance(looked, Measuring)
    assert str(looked) == "measuring picture 1, pictures/000001_x1.png"
    assert str(solved) == "solving deflicker"
    assert str(made) == "finishing picture 1, pictures/000001_x1.png"
