"""A contact sheet and a light plot tell what the sheet and the pictures hold."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from komadori.deliver import FramesMissing, WrongTarget, show_take
from komadori.deliver.captions import days, heading_of, tiles_of
from komadori.deliver.contact_sheet import MOST, WIDTH, lay_out, spread
from komadori.deliver.heading import MARGIN, Heading
from komadori.deliver.light import flicker, measure_light
from komadori.deliver.matte_plot import measure_matte
from komadori.picture import style, write
from komadori.picture.style import Text
from komadori.progress import finish
from komadori.sheet.edit import mark, reshoot
from komadori.sheet.edit import write as note
from komadori.store import AlreadyThere, NotFinished


def show(take, to, **options):
    return finish(show_take(take, "Tea at Dusk", to, **options))


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 30, 60, 97, 120])
@pytest.mark.parametrize("shape", [16 / 9, 4 / 3, 2.39, 2 / 3])
@pytest.mark.parametrize("notes", [False, True])
def test_any_number_of_pictures_lies_inside_the_page_and_apart(count, shape, notes):
    grid = lay_out(count, shape, notes=notes)
    boxes = [(*grid.corner(number), grid.tile, grid.tall + grid.caption) for number in range(count)]
    assert all(x >= 0 and x + width <= grid.width and y + tall <= grid.height for x, y, width, tall in boxes)
    assert len({(x, y) for x, y, _, _ in boxes}) == count
    assert grid.columns == 1 or boxes[1][0] - boxes[0][0] > grid.tile or grid.columns > count
    assert grid.width <= WIDTH
    assert grid.rows * grid.columns - count < grid.columns


@pytest.mark.parametrize("shape", [0.001, 0.05, 40, 3000])
@pytest.mark.parametrize("count", [1, 12, 120])
def test_pictures_that_are_slits_make_a_page_of_bounded_size(count, shape):
    grid = lay_out(count, shape, notes=True)
    assert min(grid.tile, grid.tall) >= 1
    assert grid.tall <= 2000
    assert grid.width <= WIDTH


@pytest.mark.parametrize("count", [121, 500, 1500])
def test_a_long_take_is_sampled_evenly_with_both_ends(count):
    chosen = spread(count)
    assert (len(chosen), chosen[0], chosen[-1]) == (MOST, 0, count - 1)
    steps = np.diff(chosen)
    assert steps.min() >= 1
    assert steps.max() - steps.min() <= 1


def test_tiles_tell_frames_holds_gaps_hidden_cells_and_notes(shoot):
    take = shoot((2, 3, 2))
    with take.writer() as writer:
        writer.do(note(writer.sheet, "notes", 4, "lean in"))
        writer.do(mark(writer.sheet, 3, 5, hidden=True))
        writer.do(reshoot(writer.sheet, 6, "x1"))
    first, second, third = tiles_of(take, exposure="x1")
    assert (first.first, first.length, first.path is None) == (1, 2, False)
    assert (second.first, second.hidden, second.note) == (3, True, "lean in")
    assert (third.path, third.absent) == (None, "still to shoot")


def test_only_a_setting_unlike_the_others_stands_beside_a_picture(series, shoot):
    take = shoot((1, 1, 1), settings=(("exposure_time", "1/2"), ("f_number", "11")))
    assert {tile.aside for tile in tiles_of(take, exposure="x1")} == {""}
    assert "1/2 s · f/11" in heading_of(take, "Tea", "x1", finished=False).facts[1]


def test_where_the_camera_was_moved_to_stands_beside_a_picture(shoot):
    axes = [
        (("camera.pan", 0.0), ("track", 0.0)),
        (("camera.pan", 3.456789), ("track", 0.0), ("vole.head.turn", 9.0)),
        (("camera.pan", 3.456789), ("track", 0.0)),
        (("camera.pan", 0.0), ("track", 120.0)),
    ]
    asides = [tile.aside for tile in tiles_of(shoot((1, 1, 1, 1), axes=axes), exposure="x1")]
    assert asides == ["", "pan 3.457", "", "pan 0 · track 120"]


def test_a_full_second_is_told_where_it_begins(shoot):
    asides = [tile.aside for tile in tiles_of(shoot((12,) * 5), exposure="x1")]
    assert asides == ["", "", "1 s", "", "2 s"]


def test_the_heading_tells_the_film_the_shot_and_the_facts(shoot):
    heading = heading_of(shoot((2, 2, 5)), "Tea at Dusk", "x1", finished=True)
    assert heading.title == "Tea at Dusk"
    assert heading.shot == "ep01 / sc010 / sh020   take 1"
    assert heading.facts[0] == "0.38 s · 9 frames at 24 fps"
    assert heading.facts[1] == "3 exposures, mostly on twos · finished"
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ 20\d\d", heading.facts[2])


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ((), ""),
        (("2026-03-15T10:00:00Z", "2026-03-15T12:00:00Z"), "15 March 2026"),
        (("2026-03-15", "2026-03-17"), "15 to 17 March 2026"),
        (("2026-04-02", "2026-03-15"), "15 March to 2 April 2026"),
        (("2025-12-30", "2026-01-02"), "30 December 2025 to 2 January 2026"),
    ],
)
def test_days_are_told_as_people_write_them(times, told):
    assert days(times) == told


def test_two_pages_are_drawn_and_told(shoot, finish_all, tmp_path):
    take = shoot()
    finish_all(take)
    shown = show(take, tmp_path / "wall.png")
    assert (shown.contact_sheet.name, shown.light_plot.name) == ("wall.png", "wall-light.png")
    assert (shown.exposures, shown.drawn) == (8, 8)
    assert shown.finished is not None
    for path in (shown.contact_sheet, shown.light_plot):
        with Image.open(path) as page:
            assert page.format == "PNG"
            assert page.width > 1200
            corner = page.getpixel((2, 2))
        assert max(corner) < 24


def test_what_was_stabilised_and_what_has_a_matte_is_plotted_too(shoot, finish_all, tmp_path):
    take = shoot()
    finish_all(take)
    plain = show(take, tmp_path / "plain.png")
    assert (plain.shift_plot, plain.matte_plot) == (None, None)
    manifest = take.finished()
    for number in manifest.entries:
        codes = np.full((64, 96, 4), 40_000, np.uint16)
        codes[:, : 10 * number, 3] = 65535
        write(manifest.folder / manifest.entries[number].file, codes, format="tiff16")
    # The second picture was bumped by a hundredth of the width, and put back.
    bump = (1, 0, -0.01, 0, 1, 0, 0, 0, 1, 1, 0, 0.01, 0, 1, 0, 0, 0, 1)
    take.write_finished(replace(manifest, found={2: {"stabilise": bump}}))
    shown = show(take, tmp_path / "wall.png")
    assert (shown.shift_plot.name, shown.matte_plot.name) == ("wall-shift.png", "wall-matte.png")
    for path in (shown.shift_plot, shown.matte_plot):
        with Image.open(path) as page:
            assert len(page.getcolors(1 << 20)) > 50


def test_shares_of_a_matte_are_of_the_area(shoot, finish_all):
    take = shoot()
    files = finish_all(take)
    for number, path in files.items():
        codes = np.zeros((64, 96, 4), np.uint16)
        codes[:, :24, 3], codes[:, 24:36, 3] = 65535, 32768
        write(path, codes if number > 1 else codes[..., :3], format="tiff16")
    measured = measure_matte(tiles_of(take, exposure="x1", done=take.finished()))
    while True:
        try:
            next(measured)
        except StopIteration as end:
            shares = end.value
            break
    assert np.isnan(shares[0]).all()
    assert shares[1:] == pytest.approx(np.tile([31.25, 12.5], (len(files) - 1, 1)), abs=0.01)


def test_a_picture_is_where_its_tile_is(shoot, paint, tmp_path):
    red = np.zeros((64, 96, 3), np.uint8)
    red[..., 0] = 255
    show(shoot((2, 2), pictures=[paint(1), red]), tmp_path / "wall.png")
    grid = lay_out(2, 96 / 64, notes=False)
    x, y = grid.corner(1)
    with Image.open(tmp_path / "wall.png") as page:
        assert page.getpixel((x + grid.tile // 2, y + grid.tall // 2)) == (255, 0, 0)


def test_gaps_and_damaged_pictures_do_not_stop_the_drawing(shoot, tmp_path):
    take = shoot((2, 2, 2, 2))
    with take.writer() as writer:
        writer.do(reshoot(writer.sheet, 3, "x1"))
    take.file(take.picture(4)).write_bytes(b"")
    shown = show(take, tmp_path / "wall.png")
    assert shown.drawn == 4
    assert shown.as_shot.brightness is None


def test_a_shot_without_pictures_has_nothing_to_show(shoot, tmp_path):
    with pytest.raises(FramesMissing, match="no picture to show"):
        show(shoot(()), tmp_path / "wall.png")
    assert not (tmp_path / "wall.png").exists()


def test_nothing_is_replaced_unasked_not_even_the_second_page(shoot, tmp_path):
    (tmp_path / "wall-light.png").write_bytes(b"mine")
    with pytest.raises(AlreadyThere, match=r"wall-light\.png already exists"):
        show(shoot(), tmp_path / "wall.png")
    assert not (tmp_path / "wall.png").exists()


def test_a_name_that_is_no_png_is_wrong_use(shoot, tmp_path):
    with pytest.raises(WrongTarget, match=r"wall\.jpg is not called one"):
        show(shoot(), tmp_path / "wall.jpg")


def test_finished_pictures_are_asked_for_and_there_are_none(shoot, tmp_path):
    with pytest.raises(NotFinished):
        show(shoot(), tmp_path / "wall.png", finished=True)


def test_an_exposure_change_of_ten_percent_is_measured_as_ten_percent(shoot, paint):
    """The set's light is multiplied; the moving block must not count."""
    light = [((paint(n) / 255.0) ** 2.2) * (1.1 if n == 4 else 1.0) for n in range(1, 9)]
    pictures = [np.rint(255 * np.clip(scene, 0, 1) ** (1 / 2.2)).astype(np.uint8) for scene in light]
    line = finish(measure_light(tiles_of(shoot(pictures=pictures), exposure="x1")))
    assert line.brightness[3] == pytest.approx(10, abs=1.2)
    assert np.abs(np.delete(line.brightness, 3)).max() < 1.2
    assert np.abs(line.red).max() < 1.2


def test_flicker_is_the_fast_part_only():
    slow = np.linspace(-5, 5, 40)
    jumping = slow + np.tile([1.0, -1.0], 20)
    assert flicker(slow) == pytest.approx(0, abs=1e-9)
    assert flicker(jumping) == pytest.approx(2 * np.sqrt(2 / 3), rel=1e-6)
    assert np.isnan(flicker(np.array([1.0, np.nan, 2.0])))


def test_long_words_are_cut_to_their_room():
    text = Text("a very long note indeed", 20)
    assert text.within(1000) == text
    cut = text.within(100)
    assert cut.width <= 100
    assert cut.words.endswith("...")


def test_letters_with_accents_can_be_written():
    assert Text("Fouine é ž", 20).face.getname()[0] == "DejaVu Sans"
    assert Text("Tea at Dusk", 20).face.getname()[0] == "Aileron"


@pytest.fixture
def machine(monkeypatch):
    """`machine({file: letters})` has these typefaces besides Pillow's own."""

    def has(letters):
        monkeypatch.setattr(style, "faces", lambda: iter(letters))
        monkeypatch.setattr(style, "letters_of", lambda file: frozenset(letters[file]))
        style.face_for.cache_clear()

    yield has
    style.face_for.cache_clear()


def test_a_title_is_written_with_the_first_face_of_this_machine_that_knows_its_letters(machine):
    mono = style.WIDE_LETTERS.with_name("DejaVuSansMono.ttf")
    machine({style.WIDE_LETTERS: "éž ", mono: "こまどりé ", style.WIDE_LETTERS.with_name("cmr10.ttf"): "こまどりé "})
    assert Text("こまどり", 20).face.getname()[0] == "DejaVu Sans Mono"
    assert Text("é ž", 20).face.getname()[0] == "DejaVu Sans"


@pytest.mark.parametrize(
    ("words", "shown"), [("Tea 🍵 at Dusk 🦡", "Tea at Dusk"), ("駒撮り — 工房", ""), ("駒鳥 2", "2"), ("—", "—")]
)
def test_letters_that_no_face_knows_are_left_out_instead_of_drawn_as_boxes(machine, words, shown):
    machine({style.WIDE_LETTERS: "".join(map(chr, range(32, 127))) + "—"})
    assert style.writable(words) == shown
    assert Text(words, 20).width == Text(shown, 20).width


def test_the_faces_of_this_machine_can_be_read():
    assert set("Aéжλ") <= style.letters_of(style.WIDE_LETTERS)
    assert next(style.faces()) == style.WIDE_LETTERS
    assert style.writable("Жук и ёж") == "Жук и ёж"
    unassigned = "\U000e1234"
    assert style.writable(f"a {unassigned}") == "a"


@pytest.mark.parametrize("width", [1300, 2400])
def test_a_long_title_keeps_clear_of_the_facts(width):
    page = Image.new("RGB", (width, 200), "black")
    title = "a title that never comes to its end " * 12
    fact = "9.75 s · 234 frames at 24 fps"
    Heading(title=title, shot="ep01 / sc010 / sh020", facts=(fact,)).draw(ImageDraw.Draw(page), width)
    left = round(width - MARGIN - Text(fact, 26).width)
    assert not np.asarray(page)[60:92, left - 40 : left - 4].any()
