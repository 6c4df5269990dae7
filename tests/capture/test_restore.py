"""A camera is set as it was left, and what it does not take is told."""

import pytest

from komadori.capture.restore import restore
from komadori.capture.test_shots import take_test
from komadori.devices.protocols import CameraLost, Photograph, Setting, SettingRefused
from komadori.picture import UnreadablePicture


class Set:
    """A camera with three settings; white balance is taken only while its automatic is off, battery only told."""

    name = "set camera"

    def __init__(self, photographs=()):
        self.values = {"battery": "50%", "iso": "100", "white_balance": "5000", "white_balance_auto": "on"}
        self.log, self.photographs, self.released = [], list(photographs), []

    def settings(self):
        return tuple(Setting(name=name, value=value, writable=name != "battery") for name, value in self.values.items())

    def set(self, name, value):
        self.log.append(name)
        if name not in self.values or (name == "white_balance" and self.values["white_balance_auto"] == "on"):
            raise SettingRefused(f"It does not take {name}={value}.")
        self.values[name] = value

    def shoot(self):
        return self.photographs.pop(0)

    def fetch(self, token):
        raise AssertionError

    def release(self, token):
        self.released.append(token)
        raise CameraLost("The cable is out.")

    def close(self):
        pass


def test_only_what_differs_is_set():
    camera = Set()
    assert restore(camera, (("battery", "100%"), ("iso", "400"), ("white_balance", "5000"))) == []
    assert camera.log == ["iso"]


def test_what_is_refused_at_first_may_be_taken_later():
    camera = Set()
    assert restore(camera, (("white_balance", "3200"), ("white_balance_auto", "off"))) == []
    assert camera.values["white_balance"] == "3200"


def test_what_cannot_be_set_is_told_and_the_rest_is_set():
    camera = Set()
    told = restore(camera, (("film", "Kodak"), ("iso", "400")))
    assert [remark.text for remark in told] == ["film is not Kodak, as it was left: It does not take film=Kodak."]
    assert camera.values["iso"] == "400"


def test_a_camera_without_settings_is_left_as_it_is(replay):
    assert restore(replay(1), (("iso", "400"),)) == []


def test_a_test_shot_is_kept_with_all_settings_and_then_let_go(take, again, samples, tmp_path):
    data = samples.jpeg(tmp_path / "a.jpg", samples.set_and_puppet(1)).read_bytes()
    camera = Set([Photograph(files=(("A.JPG", data),), settings=(("iso", "200"),), token="a")])
    shot = take_test(take, camera)
    assert (shot.name, shot.camera, shot.bytes) == ("t0001.jpg", "set camera", len(data))
    assert dict(shot.settings) | {"iso": "200", "battery": "50%"} == dict(shot.settings)
    assert again().test_shots() == [shot]
    assert len(again().pictures) == 0
    assert camera.released == ["a"]


def test_a_test_shot_that_cannot_be_read_is_not_kept(take):
    camera = Set([Photograph(files=(("A.JPG", b"no picture"),), token="a")])
    with pytest.raises(UnreadablePicture):
        take_test(take, camera)
    assert take.test_shots() == []
    assert camera.released == []
