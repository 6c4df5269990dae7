"""The plan is performed, whatever the camera does on the way."""

from functools import partial

import pytest

from komadori.capture.axes import standing
from komadori.capture.look import WrongSize
from komadori.capture.shoot import (
    PAUSES,
    TRIES,
    CameraAway,
    CameraBack,
    Kept,
    NothingUsable,
    Press,
    Remark,
    expose,
    shoot,
)
from komadori.devices.protocols import (
    CameraBusy,
    CameraLost,
    CardFull,
    Drift,
    NothingLeft,
    NothingTaken,
    NotKept,
    Photograph,
    TransferDamaged,
)
from komadori.devices.virtual.motors import Motors
from komadori.sheet.edit import add_column, insert, reshoot, write
from komadori.sheet.plan import plan_onward
from komadori.sheet.sheet import Cell
from komadori.store import DiskFull


class Scripted:
    """A camera that delivers or raises what it is told, press by press; it keeps and reconnects like a real one."""

    name = "scripted camera"

    def __init__(self, script, fetches=(), reconnects=()):
        self.script, self.fetches, self.reconnects = list(script), list(fetches), list(reconnects)
        self.log = []

    def _next(self, verb, script):
        self.log.append(verb)
        what = script.pop(0)
        if isinstance(what, BaseException):
            raise what
        return Photograph(files=(("A.jpg", what),), token="a") if isinstance(what, bytes) else what

    def shoot(self):
        return self._next("shoot", self.script)

    def fetch(self, token):
        return self._next("fetch", self.fetches)

    def release(self, token):
        self.log.append("release")

    def reconnect(self):
        self.log.append("reconnect")
        if self.reconnects and (what := self.reconnects.pop(0)) is not None:
            raise what

    def close(self):
        self.log.append("close")


def plain(script):
    """A camera without capabilities: the attributes are not there at all."""

    class OnlyShoots:
        name = "plain camera"

        def __init__(self):
            self.inner = Scripted(script)

        def shoot(self):
            return self.inner.shoot()

        def close(self):
            pass

    return OnlyShoots()


@pytest.fixture
def picture(samples, tmp_path):
    """`picture(3)` is the bytes of a good JPEG, another one for each number."""
    return lambda step=0, **size: samples.jpeg(tmp_path / "made.jpg", samples.set_and_puppet(step, **size)).read_bytes()


def texts(happenings):
    return [happening.text for happening in happenings if isinstance(happening, Remark)]


def kept(happenings):
    return [happening.picture.number for happening in happenings if isinstance(happening, Kept)]


def test_a_plan_is_shot_and_every_byte_is_there(take, again, replay, pauses, first, photographs):
    with take.writer() as writer:
        happenings = list(shoot(writer, replay(4), first(writer, 4), sleep=pauses))
    after = again()
    assert kept(happenings) == [1, 2, 3, 4]
    assert [(span.first, span.cell.picture()) for span in after.sheet.spans()] == [(1, 1), (3, 2), (5, 3), (7, 4)]
    assert [after.file(each).read_bytes() for each in after.pictures] == [path.read_bytes() for path in photographs(4)]


def test_the_camera_lets_go_only_after_the_picture_was_acknowledged(take, picture, pauses, first):
    camera = Scripted([picture()])
    with take.writer() as writer:
        work = shoot(writer, camera, first(writer, 1), sleep=pauses)
        assert isinstance(next(work), Kept)
        assert camera.log == ["shoot"]
        assert len(writer.pictures) == 1
        assert list(work) == []
    assert camera.log == ["shoot", "release"]


def test_missing_slots_come_first_and_keep_their_length(take, again, replay, pauses, first):
    with take.writer() as writer:
        writer.do(insert(writer.sheet, 1, [Cell(length=5), Cell(length=1)]))
        list(shoot(writer, replay(3), first(writer, 3), sleep=pauses))
    assert [(span.first, span.cell.length) for span in again().sheet.spans()] == [(1, 5), (6, 1), (7, 2)]


def test_a_lost_camera_comes_back_and_the_same_exposure_goes_on(take, replay, pauses, first):
    with take.writer() as writer:
        happenings = list(shoot(writer, replay(3, lost=(2,), timeout=(3,)), first(writer, 3), sleep=pauses))
    assert kept(happenings) == [1, 2, 3]
    assert [type(one) for one in happenings] == [Kept, CameraAway, CameraBack, Kept, CameraAway, CameraBack, Kept]
    assert pauses.count(PAUSES[0]) == 2


def test_the_pauses_grow_until_the_camera_is_given_up(take, picture, pauses, first):
    camera = Scripted([CameraLost("The cable is out.")], reconnects=[CameraLost("Still out.")] * len(PAUSES))
    with take.writer() as writer, pytest.raises(CameraLost, match="Still out"):
        list(shoot(writer, camera, first(writer, 1), sleep=pauses))
    assert pauses == list(PAUSES)
    assert sorted(PAUSES) == list(PAUSES)


def test_a_camera_that_cannot_reconnect_ends_the_work_with_what_was_kept(take, again, picture, pauses, first):
    camera = plain([picture(), CameraLost("The cable is out.")])
    with take.writer() as writer, pytest.raises(CameraLost):
        list(shoot(writer, camera, first(writer, 2), sleep=pauses))
    assert len(again().pictures) == 1


def test_a_camera_that_is_lost_again_and_again_is_given_up(take, pauses, first):
    camera = Scripted([CameraLost("Gone.")] * 9)
    with take.writer() as writer, pytest.raises(CameraLost):
        list(shoot(writer, camera, first(writer, 1), sleep=pauses))
    assert camera.log.count("shoot") == TRIES + 1


def test_a_truncated_transfer_is_fetched_again_from_the_cameras_own_copy(take, again, replay, pauses, first):
    with take.writer() as writer:
        happenings = list(shoot(writer, replay(3, truncated=(2,)), first(writer, 3), sleep=pauses))
    assert kept(happenings) == [1, 2, 3]
    assert [text for text in texts(happenings) if "IMG_0002.jpg" in text and "fetched" in text]
    assert [each.source for each in again().pictures] == ["IMG_0001.jpg", "IMG_0002.jpg", "IMG_0003.jpg"]


def test_what_cannot_be_fetched_is_shot_again(take, picture, pauses, first):
    camera = Scripted([picture()[:400], picture()], fetches=[NotKept("It is gone.")])
    with take.writer() as writer:
        happenings = list(shoot(writer, camera, first(writer, 1), sleep=pauses))
    assert kept(happenings) == [1]
    assert camera.log == ["shoot", "fetch", "shoot", "release"]


def test_a_camera_that_keeps_nothing_shoots_again(take, picture, pauses, first):
    with take.writer() as writer:
        happenings = list(shoot(writer, plain([b"noise", picture()]), first(writer, 1), sleep=pauses))
    assert kept(happenings) == [1]


def test_a_camera_that_delivers_nothing_usable_is_told_so(take, again, pauses, first):
    with take.writer() as writer, pytest.raises(NothingUsable, match="3 tries") as failure:
        list(shoot(writer, plain([b"noise"] * TRIES), first(writer, 1), sleep=pauses))
    assert "hint: look at the cable" in str(failure.value)
    assert len(again().pictures) == 0


def test_a_wrong_size_is_fetched_again(take, again, replay, pauses, first):
    with take.writer() as writer:
        happenings = list(shoot(writer, replay(3, wrong_size=(2,)), first(writer, 3), sleep=pauses))
    assert kept(happenings) == [1, 2, 3]
    assert {(each.width, each.height) for each in again().pictures} == {(96, 64)}


def test_a_picture_that_stays_of_another_size_is_kept_off_the_sheet(take, again, picture, pauses, first):
    camera = plain([picture(), picture(1, width=48, height=32), picture(2)])
    with take.writer() as writer:
        list(shoot(writer, camera, first(writer, 1), sleep=pauses))
        with pytest.raises(WrongSize, match="Picture 2, kept but not on the sheet: it is 48 × 32 px"):
            list(shoot(writer, camera, first(writer, 1), sleep=pauses))
        list(shoot(writer, camera, first(writer, 1), sleep=pauses))
    assert [(span.first, span.cell.picture()) for span in again().sheet.spans()] == [(1, 1), (3, 3)]
    assert len(again().pictures) == 3


def test_the_same_photograph_twice_is_remarked(take, replay, pauses, first):
    with take.writer() as writer:
        happenings = list(shoot(writer, replay(3, duplicate=(3,)), first(writer, 3), sleep=pauses))
    assert texts(happenings) == ["Picture 3 is the same, byte for byte, as picture 2."]


class Locked(Scripted):
    """Drifts as the script says, and is locked with each press."""

    def __init__(self, script, drifts):
        super().__init__(script)
        self.drifts = drifts

    def lock(self):
        self.log.append("lock")
        return ()

    def unlock(self):
        self.log.append("unlock")

    def drifted(self):
        what = self.drifts.pop(0)
        if isinstance(what, BaseException):
            raise what
        return what


def test_a_camera_that_can_be_locked_is_and_what_drifted_is_told_after_the_picture(take, picture, pauses, first):
    moved = Drift(name="gain", locked="40", now="200")
    camera = Locked([picture(1), picture(2), picture(3)], [(), (moved,), CameraLost("Gone.")])
    with take.writer() as writer:
        happenings = list(shoot(writer, camera, first(writer, 3), sleep=pauses))
    assert camera.log[:2] == ["lock", "shoot"]
    assert kept(happenings) == [1, 2, 3]
    assert texts(happenings) == ["gain was locked at 40 and is 200."]
    assert [type(happening) for happening in happenings] == [Kept, Kept, Remark, Kept]


@pytest.mark.parametrize("trouble", [CameraBusy, NothingTaken, TransferDamaged])
def test_troubles_that_pass_are_tried_again(take, picture, pauses, first, trouble):
    camera = Scripted([trouble("A moment.")] * (TRIES - 1) + [picture()])
    with take.writer() as writer:
        assert kept(shoot(writer, camera, first(writer, 1), sleep=pauses)) == [1]
    camera = Scripted([trouble("A moment.")] * TRIES)
    with take.writer() as writer, pytest.raises(trouble):
        list(shoot(writer, camera, first(writer, 1), sleep=pauses))


@pytest.mark.parametrize(("fault", "failure"), [({"card_full": (3,)}, CardFull), ({}, NothingLeft)])
def test_a_full_card_or_a_last_photograph_stops_with_everything_kept(
    take, again, replay, pauses, first, fault, failure
):
    camera = replay(3 if fault else 2, **fault)
    with take.writer() as writer, pytest.raises(failure):
        list(shoot(writer, camera, first(writer, 5), sleep=pauses))
    assert len(again().pictures) == 2


def test_a_full_disk_leaves_the_cameras_copy_alone(take, picture, pauses, first, monkeypatch):
    camera = Scripted([picture()])
    with take.writer() as writer:
        monkeypatch.setattr(writer, "keep", lambda *_, **__: (_ for _ in ()).throw(DiskFull("The disk is full.")))
        with pytest.raises(DiskFull):
            list(shoot(writer, camera, first(writer, 1), sleep=pauses))
    assert camera.log == ["shoot"]


def test_a_camera_lost_while_letting_go_loses_nothing(take, again, picture, pauses, first):
    camera = Scripted([picture()])
    camera.release = lambda token: (_ for _ in ()).throw(CameraLost("Gone."))
    with take.writer() as writer:
        happenings = list(shoot(writer, camera, first(writer, 1), sleep=pauses))
    assert kept(happenings) == [1]
    assert "still keeps its own copy of A.jpg" in texts(happenings)[0]


def test_notes_come_with_the_exposure(take, replay, pauses):
    with take.writer() as writer:
        writer.do(add_column(writer.sheet, "marks", "note"))
        writer.do(write(writer.sheet, "marks", 1, "blink", alarm=True))
        exposure = next(plan_onward(writer.sheet, 2))
        happening = next(iter(expose(writer, replay(1), exposure, sleep=pauses)))
    assert [note.text for note in happening.exposure.notes] == ["blink"]


def test_a_frame_is_shot_again_in_its_place(take, again, replay, pauses, first):
    camera = replay(4)
    with take.writer() as writer:
        list(shoot(writer, camera, first(writer, 3), sleep=pauses))
        writer.do(reshoot(writer.sheet, 3))
        list(shoot(writer, camera, first(writer, 1), sleep=pauses))
    assert [span.cell.picture() for span in again().sheet.spans()] == [1, 4, 3]
    assert len(again().pictures) == 4


def test_where_the_axes_stand_is_kept_with_the_picture(take, again, picture, pauses, first):
    motors = Motors()
    press = Press(before=lambda at: motors.move({"track": 5.0 * at.frame}), axes=partial(standing, motors))
    with take.writer() as writer:
        list(shoot(writer, Scripted([picture(1), picture(2)]), first(writer, 2), sleep=pauses, press=press))
        list(shoot(writer, Scripted([picture(3)]), first(writer, 1), sleep=pauses))
    there = (("track", 5.0), ("pan", 0.0), ("face", "rest")), (("track", 15.0), ("pan", 0.0), ("face", "rest"))
    assert [one.axes for one in again().pictures] == [*there, None]


def test_no_picture_is_lost_because_the_axes_do_not_tell_where_they_stand(take, again, picture, pauses, first):
    motors = Motors()
    motors.close()
    press = Press(axes=partial(standing, motors))
    with take.writer() as writer:
        happenings = list(shoot(writer, Scripted([picture(1)]), first(writer, 1), sleep=pauses, press=press))
    assert kept(happenings) == [1]
    assert again().pictures[0].axes is None
    assert texts(happenings) == ["The virtual motors are closed. The picture is kept without where the axes stood."]
