"""The take on the desk: opened quickly however long it is, with the end of the shot before it."""

import json
import runpy
from pathlib import Path

import pytest

from komadori.store import open_series

RECORDS = Path(__file__).parents[2] / "bench" / "records.py"


@pytest.mark.slow
def test_a_take_of_16_000_frames_is_told_whole(desks, do, tmp_path):
    """How long it takes is for bench/studio.py to say."""
    home = tmp_path / "long"
    runpy.run_path(str(RECORDS))["write_series"](home, episodes=1, shots=1, pictures=16_000)
    slate = str(open_series(home).shots()[0].slate)
    desk, _ = desks(home)
    do(desk, "open", slate=slate)
    known = []
    desk.telling.join(known.extend)
    take = next(one for one in map(json.loads, known) if one["type"] == "take")
    assert len(take["pictures"]) > 7_000
    assert sum(cell["length"] for cell in take["columns"][0]["cells"]) > 14_000


def test_a_shot_shows_the_end_of_the_one_before_it_in_its_scene(desk, do):
    do(desk, "shoot", count=3)
    before = desk.told.newest("take")
    do(desk, "new-shot", slate="ep01/sc010/sh020")
    take = desk.told.newest("take")
    assert take["before_take"] == before["id"]
    assert take["before"] == [1, 1, 2, 2, 3, 3]
    do(desk, "new-shot", slate="ep01/sc020/sh010")
    assert desk.told.newest("take")["before_take"] == ""


def test_what_is_wrong_with_the_shot_before_keeps_nobody_from_this_one(desk, do):
    do(desk, "shoot")
    journal = desk.take.take.path / "journal.jsonl"
    do(desk, "new-shot", slate="ep01/sc010/sh020")
    journal.write_bytes(b"{ broken\n")
    (journal.parent / "take.toml").write_bytes(b"broken = ")
    assert do(desk, "open", slate="ep01/sc010/sh020") == {"slate": "ep01/sc010/sh020/tk01"}
    assert do(desk, "shoot") == {"pictures": [1]}
