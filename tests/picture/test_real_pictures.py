"""Photographs of real cameras, where the study material is at hand; nothing of it is kept."""

import numpy as np
import pytest

from komadori.picture import Trouble, UnreadablePicture, camera_white_balance, inspect, photo_facts, read, read_proxy
from komadori.picture.measure import bare_set, light_against, patches


def folder(shared, name):
    found = shared / name
    if not found.is_dir():
        pytest.skip(f"the study material ../shared/{name} is not on this machine")
    return found


@pytest.mark.parametrize(
    ("name", "size"), [("imageio_Blackmagic.dng", (4128, 2176)), ("tinydng_colorchart_CanonKissX4.dng", (1734, 1156))]
)
def test_camera_raw_is_developed(name, size, shared):
    path = folder(shared, "data/raw") / name
    info = inspect(path)
    assert (info.format, info.width, info.height, info.raw) == ("dng", *size, True)
    assert "Blackmagic" in photo_facts(path).camera or "Canon" in photo_facts(path).camera
    assert all(value > 0 for value in camera_white_balance(path))
    assert read_proxy(path, 200).shape[1] == 200
    if size[0] < 2000:
        pixels = read(path)
        assert pixels.data.shape == (size[1], size[0], 3)
        assert pixels.encoding == "linear"


@pytest.mark.parametrize("suffix", ["cr3", "dng", "arw"])
def test_truncated_camera_raw_is_called_truncated(suffix, shared, capfd):
    (path,) = folder(shared, "data/raw").glob(f"filetype_truncated*.{suffix}")
    with pytest.raises(UnreadablePicture, match="ends after") as caught:
        inspect(path)
    assert caught.value.trouble is Trouble.TRUNCATED
    assert capfd.readouterr() == ("", "")


def test_a_whole_camera_raw_cut_anywhere_is_found(shared, capfd):
    data = (folder(shared, "data/raw") / "tinydng_colorchart_CanonKissX4.dng").read_bytes()
    for share in (0.1, 0.5, 0.99):
        with pytest.raises(UnreadablePicture):
            inspect(data[: int(len(data) * share)])
    assert capfd.readouterr() == ("", "")


def test_a_nikon_time_lapse_tells_its_exposures(shared):
    paths = sorted(folder(shared, "data/timelapse-lake-nikon/frames").glob("*.jpg"))
    facts = [photo_facts(path) for path in paths]
    assert {fact.camera for fact in facts} == {"NIKON D610"}
    assert {dict(fact.settings)["exposure_time"] for fact in facts} == {"1/25", "1/20", "1/15"}
    taken = [fact.taken for fact in facts]
    assert taken == sorted(taken)
    assert all(inspect(path).width == 400 for path in paths)


def test_a_brickfilm_has_its_known_flicker(shared):
    paths = sorted(folder(shared, "data/take-lego-ninja/frames").glob("*.png"))[65:113]
    proxies = [read_proxy(path, 160) for path in paths]
    meters = [patches(proxy) for proxy in proxies]
    bare = bare_set(meters)
    steps = np.abs(np.diff([light_against(meter, bare)[0] for meter in meters]))
    assert 0.002 < np.median(steps) < 0.03


def test_printed_samples_and_calibration_boards_are_read(shared):
    paths = [path for path in folder(shared, "data/opencv-samples").rglob("*") if path.suffix in {".jpg", ".png"}]
    assert paths
    assert {inspect(path).channels for path in paths} <= {1, 3, 4}
    assert all(read(path).data.shape[2] == 3 for path in paths)


def test_studio_light_maps_keep_light_above_white(shared):
    paths = list(folder(shared, "data/3d-hdri-matcap-cc0").glob("*.exr"))
    assert paths
    assert all(read(path).data.max() > 1 for path in paths)
