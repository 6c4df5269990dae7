"""What is looked through: other takes of the shot, and lines that belong to the take they were drawn over."""

import pytest

from komadori.errors import NotFound


def test_other_takes_of_the_shot_are_told_and_can_be_seen(desk, do, client):
    first = desk.open_take().take.take.id
    do(desk, "shoot", count=2)
    do(desk, "insert-frames", frame=5, frames=1)
    do(desk, "new-take")
    take = desk.told.newest("take")
    assert take["others"] == [{"number": 1, "id": first}]
    frames = client.get(f"/take/{first}/frames").json()
    assert frames[:4] == [1, 1, 2, 2]
    assert not any(frames[4:])
    assert client.get(f"/take/{first}/2/proxy.jpg").headers["content-type"] == "image/jpeg"
    do(desk, "open", slate="ep01/sc010/sh010", take=1)
    assert [other["number"] for other in desk.told.newest("take")["others"]] == [2]
    assert client.get(f"/take/{take['id']}/frames").json() == []
    assert client.get("/take/nobody/frames").status_code == 404


def test_a_shot_with_one_take_has_no_others(desk):
    assert "others" not in desk.told.newest("take") or desk.told.newest("take")["others"] == []


def test_lines_are_kept_with_the_take_they_were_drawn_over(desk, do):
    first = desk.open_take().take.take.id
    do(desk, "keep-look", document={"trail": []}, take=first)
    assert desk.open_take().take.read_look() == {"trail": []}
    do(desk, "new-take")
    with pytest.raises(NotFound, match="another take"):
        do(desk, "keep-look", document={"trail": [1]}, take=first)
    assert desk.open_take().take.read_look() == {}
    do(desk, "keep-look", document={"paths": []})
    assert desk.told.newest("look")["document"] == {"paths": []}
