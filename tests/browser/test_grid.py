"""The exposure sheet in a real Chromium: what it draws, hears, asks for, and says to a screen reader."""

from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser

PANEL = (20, 20)
NEXT = {"frame": 147, "length": 2, "insert": False}
NEWS = "told.splice(0)"


@pytest.fixture
def sheet(page, modules):
    """The page with the exposure sheet of "Tea at Dusk", at frame 147."""
    page.goto(f"{modules}/pages/grid.html")
    page.wait_for_function("window.ready")
    page.evaluate(
        """async (next) => {
            const kept = TAKE.columns.filter((column) => !/moon|pan/.test(column.name));
            const sheet = sheetOf({ ...TAKE, columns: kept });
            grid.set({ sheet, playhead: 147, next, peaks: peaks(260), follow: true });
            await frame(); await frame();
        }""",
        NEXT,
    )
    return page


def place(page, frame, column):
    """The middle of a cell in the window, as the grid itself lays it out."""
    return page.evaluate(
        """([frame, column]) => {
            const box = grid.scroller.getBoundingClientRect();
            const view = grid.views.find((each) => (each.column?.name ?? "frame") === column);
            const y = box.top + 24 + grid.rows.top(frame) + grid.rows.tall(frame) / 2 - grid.scroller.scrollTop;
            return [box.left + view.x + view.width / 2 - grid.scroller.scrollLeft, y];
        }""",
        [frame, column],
    )


def colour_at(page, x, y):
    """The colour painted at a point of the window."""
    return page.evaluate(
        """([x, y]) => {
            const box = grid.canvas.getBoundingClientRect();
            const sharp = grid.canvas.width / box.width;
            const at = grid.pen.getImageData((x - box.left) * sharp, (y - box.top) * sharp, 1, 1).data;
            return [...at.slice(0, 3)];
        }""",
        [x, y],
    )


def drag(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def near(one, other, by=24):
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_what_is_shot_is_filled_what_is_planned_is_outlined_and_the_next_row_is_amber(sheet, pictured):
    assert near(colour_at(sheet, *place(sheet, 145, "picture")), (0xC7, 0x8B, 0x4C))
    assert near(colour_at(sheet, *place(sheet, 151, "picture")), (0x12, 0x10, 0x0E))
    x, y = place(sheet, 147, "frame")
    assert near(colour_at(sheet, x - 20, y), (0x5A, 0x3D, 0x20))
    pictured(sheet, "grid")


def test_the_sheet_says_its_rows_to_a_screen_reader(sheet):
    sheet.evaluate("grid.mirror.settle()")
    grid = sheet.get_by_role("grid", name="Exposure sheet")
    assert grid.get_attribute("aria-rowcount") >= "313"
    row = sheet.locator("[role=row][aria-rowindex='148']")
    assert row.get_attribute("aria-current") == "true"
    said = row.locator("[role=gridcell]").all_inner_texts()
    assert "frame 147, next to shoot, to be shot, held 2, note: lean in, rings" in said
    assert "notes, frame 147, lean in, rings" in said
    assert sheet.locator("[role=row]").count() <= 61
    assert sheet.locator("canvas").first.get_attribute("aria-hidden") == "true"
    hidden = sheet.locator("[role=row][aria-rowindex='142'] [role=gridcell]").all_inner_texts()
    assert any(text.startswith("frame 141, shot, held 2, hidden") for text in hidden)
    tagged = sheet.locator("[role=row][aria-rowindex='140'] [role=gridcell]").all_inner_texts()
    assert any("tag green" in text and "note: blink" in text for text in tagged)


def test_a_click_looks_and_selects_and_a_drag_selects_a_range(sheet):
    sheet.mouse.click(*place(sheet, 139, "picture"))
    assert sheet.evaluate(NEWS) == [["select", 139, 139, "picture"], ["look", 139]]
    drag(sheet, place(sheet, 135, "notes"), place(sheet, 138, "notes"))
    assert sheet.evaluate(NEWS)[-1] == ["select", 135, 138, "notes"]
    sheet.evaluate("grid.mirror.settle()")
    chosen = sheet.locator("[role=gridcell][aria-selected=true]").all_inner_texts()
    assert [text.split(", ")[1] for text in chosen] == ["frame 135", "frame 136", "frame 137", "frame 138"]
    active = sheet.evaluate(
        "document.getElementById(grid.mirror.element.getAttribute('aria-activedescendant')).innerText"
    )
    assert active == chosen[-1]


def test_what_is_selected_is_dragged_between_two_cells(sheet):
    drag(sheet, place(sheet, 133, "picture"), place(sheet, 136, "picture"))
    sheet.evaluate(NEWS)
    x, y = place(sheet, 144, "picture")
    drag(sheet, place(sheet, 134, "picture"), (x, y + 4))
    assert sheet.evaluate(NEWS) == [["edit", "move", {"first": 133, "last": 136, "to": 145}]]
    drag(sheet, place(sheet, 134, "picture"), place(sheet, 135, "picture"))
    assert sheet.evaluate(NEWS) == []


def test_a_cells_lower_edge_is_dragged_to_hold_it_longer(sheet):
    x, y = place(sheet, 138, "picture")
    drag(sheet, (x, y + 8), (x, y + 48))
    assert sheet.evaluate(NEWS) == [["edit", "hold", {"frame": 137, "by": 2}]]
    x, y = place(sheet, 136, "notes")
    drag(sheet, (x, y + 8), (x, y - 32))
    assert sheet.evaluate(NEWS) == [["edit", "write", {"column": "notes", "frame": 135, "text": "", "length": 2}]]


def test_a_note_is_written_where_it_stands_and_the_insert_point_by_the_frame_number(sheet):
    sheet.mouse.dblclick(*place(sheet, 134, "notes"))
    news = [each for each in sheet.evaluate(NEWS) if each[0] == "writing"]
    (_, column, frame, box), x_y = news[0], place(sheet, 133, "notes")
    assert (column, frame) == ("notes", 133)
    assert box["x"] + PANEL[0] < x_y[0] < box["x"] + PANEL[0] + box["width"]
    sheet.mouse.dblclick(*place(sheet, 139, "frame"))
    assert ["stand", 139, {"insert": True}] in sheet.evaluate(NEWS)
    sheet.mouse.dblclick(*place(sheet, 140, "picture"))
    assert ["select", 139, 140, "picture"] in sheet.evaluate(NEWS)
    sheet.mouse.click(*place(sheet, 137, "words"), button="right")
    assert sheet.evaluate(NEWS)[-1][:3] == ["menu", 137, "words"]


def test_everything_is_done_by_keys(sheet):
    sheet.keyboard.press("Tab")
    sheet.evaluate("frame()")
    top = sheet.evaluate("grid.canvas.getBoundingClientRect().top")
    assert colour_at(sheet, PANEL[0] + 170, top + 2)[0] > 120
    for key in ("ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp"):
        sheet.keyboard.press(key)
    assert sheet.evaluate(NEWS)[-2:] == [["select", 144, 146, "picture"], ["look", 144]]
    keys = {
        "Delete": ["edit", "delete-frames", {"first": 144, "last": 146}],
        "Control+x": ["edit", "cut", {"first": 144, "last": 146}],
        "Control+c": ["edit", "copy", {"first": 144, "last": 146}],
        "Control+v": ["edit", "paste", {"frame": 144}],
        "h": ["edit", "hide", {"first": 144, "last": 146, "hidden": True}],
        "r": ["edit", "hold", {"frame": 143, "by": 1}],
        "Shift+r": ["edit", "hold", {"frame": 143, "by": -1}],
        "s": ["edit", "split", {"frame": 144}],
        "t": ["edit", "tag", {"first": 144, "last": 146, "tag": "red"}],
        "i": ["stand", 144, {"insert": True}],
        "a": ["edit", "reshoot", {"frame": 143}],
        "Alt+ArrowUp": ["edit", "move", {"first": 144, "last": 146, "to": 143}],
    }
    for key, told in keys.items():
        sheet.keyboard.press(key)
        assert sheet.evaluate(NEWS) == [told], key
    sheet.keyboard.press("n")
    assert sheet.evaluate(NEWS)[0][:3] == ["writing", "notes", 144]
    sheet.keyboard.press("ArrowRight")
    assert sheet.evaluate(NEWS) == [["select", 144, 144, "light lantern"]]
    sheet.keyboard.press("Home")
    assert sheet.evaluate(NEWS)[-1] == ["look", 1]
    sheet.keyboard.press("End")
    assert sheet.evaluate(NEWS)[-1] == ["look", 312]
    sheet.keyboard.press("Shift+F10")
    assert sheet.evaluate(NEWS)[-1][:3] == ["menu", 312, "light lantern"]


def test_keys_that_mean_nothing_here_go_on_to_the_page(sheet):
    sheet.evaluate("document.addEventListener('keydown', (event) => told.push(['page', event.code]))")
    sheet.mouse.click(*place(sheet, 139, "picture"))
    sheet.evaluate(NEWS)
    for key in ("Enter", "Space", "Control+z", "Numpad1"):
        sheet.keyboard.press(key)
    heard = [each[1] for each in sheet.evaluate(NEWS)]
    assert [code for code in heard if code != "ControlLeft"] == ["Enter", "Space", "KeyZ", "Numpad1"]


def test_a_frame_to_be_inserted_has_a_row_of_its_own(sheet, pictured):
    sheet.evaluate(
        """async () => {
            const two = gridIn("two");
            const selection = { column: "picture", first: 133, last: 138 };
            const next = { frame: 145, length: 2, insert: true };
            two.set({ sheet: dusk(), playhead: 143, next, peaks: peaks(260), follow: true, selection });
            window.two = two;
            await frame(); await frame();
        }"""
    )
    tops = sheet.evaluate("[two.rows.top(144), two.rows.nextTop, two.rows.top(145), two.rows.top(146)]")
    assert [later - earlier for earlier, later in pairwise(tops)] == [20, 24, 20]
    found = sheet.evaluate("[1, 144, 145, 146, 300].map((f) => two.rows.frameAt(two.rows.top(f) + 3))")
    assert found == [1, 144, 145, 146, 300]
    pictured(sheet, "grid-insert")


def test_the_sheet_follows_edits_and_the_playhead(sheet):
    before = sheet.evaluate("grid.scroller.scrollTop")
    sheet.evaluate("grid.set({ playhead: 20 })")
    sheet.wait_for_function("grid.scroller.scrollTop < 400")
    assert before > 1000
    sheet.evaluate(
        """async () => {
            const inserted = [{ length: 4, pictures: [["x1", 900]] }];
            const changes = [{ column: "picture", first: 19, removed: 1, inserted }];
            grid.set({ sheet: applyChange(grid.shown.sheet, { revision: 2, changes }) });
            await frame(); await frame();
            grid.mirror.settle();
        }"""
    )
    said = sheet.locator("[role=row][aria-rowindex='20'] [role=gridcell]").all_inner_texts()
    assert any(text.startswith("frame 19, shot, held 4") for text in said)


def test_touch_taps_and_long_presses(chromium, modules):
    context = chromium.new_context(viewport={"width": 900, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(f"{modules}/pages/grid.html")
    page.wait_for_function("window.ready")
    page.evaluate(
        "async () => { grid.set({ sheet: dusk(), playhead: 10, follow: true }); await frame(); await frame(); }"
    )
    page.touchscreen.tap(*place(page, 7, "picture"))
    assert page.evaluate(NEWS) == [["select", 7, 7, "picture"], ["look", 7]]
    x, y = place(page, 9, "picture")
    page.evaluate(
        """([x, y]) => {
            const at = { clientX: x, clientY: y, pointerType: "touch", pointerId: 7, button: 0, bubbles: true };
            grid.scroller.dispatchEvent(new PointerEvent("pointerdown", at));
        }""",
        [x, y],
    )
    page.wait_for_function("told.some((each) => each[0] === 'menu')")
    context.close()


def test_16_000_frames_open_at_once_and_scroll_smoothly(sheet):
    told = sheet.evaluate(
        """async () => {
            const began = performance.now();
            const sheet = long(16000);
            const made = performance.now();
            grid.set({ sheet, playhead: 1, next: { frame: 16001, length: 2, insert: false }, selection: null });
            await frame();
            const shown = performance.now();
            const costs = [];
            const paint = grid.paint.bind(grid);
            grid.paint = () => { const at = performance.now(); paint(); costs.push(performance.now() - at); };
            for (let i = 0; i < 60; i++) { grid.scroller.scrollTop += 97; await frame(); }
            costs.sort((one, other) => one - other);
            return { make: made - began, show: shown - made, paints: costs.length, median: costs[costs.length >> 1],
                rows: grid.rows.count };
        }"""
    )
    print(
        f"16,000 frames: {told['make']:.0f} ms to make, {told['show']:.0f} ms to show, {told['median']:.1f} ms a paint"
    )
    assert told["rows"] >= 16000
    assert told["make"] + told["show"] < 2000
    assert told["paints"] > 30
    assert told["median"] < 16


def test_a_closed_grid_leaves_nothing_behind(sheet):
    sheet.evaluate("grid.close()")
    assert sheet.locator(".scroller > *").count() == 0
    assert sheet.locator("[role=row]").count() == 0
    sheet.mouse.click(100, 300)
    assert sheet.evaluate(NEWS) == []
