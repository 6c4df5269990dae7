"""Where the camera of a desk stands: at what is to be shot again, and back at the end."""


def stands(desk):
    where = desk.told.newest("desk")["next"]
    return where["frame"], where["insert"]


def test_a_frame_to_be_shot_again_is_where_the_camera_goes_also_from_between_two_frames(desk, do):
    do(desk, "shoot", count=5, held=1)
    do(desk, "stand", frame=2, insert=True)
    do(desk, "shoot", held=1)
    assert stands(desk) == (3, True)
    do(desk, "reshoot", frame=5)
    assert stands(desk) == (5, False)
    assert do(desk, "shoot") == {"pictures": [7]}
    shown = [span.cell.picture("x1") for span in desk.take.writer.sheet.spans()]
    assert shown == [1, 6, 2, 3, 7, 5]
    assert stands(desk) == (7, False)


def test_the_end_is_reached_past_a_frame_that_is_still_to_be_shot(desk, do):
    do(desk, "shoot", count=4, held=1)
    do(desk, "reshoot", frame=2)
    do(desk, "stand", frame=4, insert=True)
    do(desk, "return-to-end")
    assert stands(desk) == (2, False)
    do(desk, "return-to-end")
    assert stands(desk) == (5, False)
    do(desk, "return-to-end")
    assert stands(desk) == (2, False)
