import base64
import contextlib
import copy
import io
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from komadori.errors import KomadoriError, NotFound, WrongUse
from komadori.stage.gltf import BadModel, Model, load_model, load_model_prop
from komadori.stage.scene import Mesh

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (0, 2) for z in (-1, 1)], np.float32)
FACES = np.array([[0, 1, 3], [0, 3, 2], [4, 7, 5], [4, 6, 7], [0, 5, 1], [0, 4, 5], [2, 3, 7], [2, 7, 6]], np.uint16)
UV = np.ascontiguousarray(CORNERS[:, :2] / 2 + 0.5, np.float32)


def texture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 60, 30)).save(out, "PNG")
    return out.getvalue()


PARTS = [CORNERS.tobytes(), FACES.tobytes(), UV.tobytes(), texture()]


def told() -> dict:
    """A body with a head on it, two mouths of which one is shown, and a texture."""
    starts = np.cumsum([0, *(len(part) for part in PARTS)])
    return {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [
            {"name": "Torso", "mesh": 0, "children": [1]},
            {"name": "Head", "mesh": 0, "translation": [0, 2, 0], "scale": [0.5, 0.5, 0.5], "children": [2, 3]},
            {"name": "mouth=rest", "mesh": 0, "translation": [0, 0.5, 1], "scale": [0.2, 0.1, 0.1]},
            {"name": "mouth=smile", "mesh": 0, "translation": [0, 0.5, 1], "rotation": [0, 0, 0.7071, 0.7071]},
        ],
        "meshes": [
            {"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 2}, "indices": 1, "material": 0}]},
        ],
        "materials": [
            {
                "pbrMetallicRoughness": {
                    "baseColorFactor": [1, 0.5, 0.25, 1],
                    "metallicFactor": 0,
                    "baseColorTexture": {"index": 0},
                }
            }
        ],
        "textures": [{"source": 0}],
        "images": [{"bufferView": 3, "mimeType": "image/png"}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 8},
            {"bufferView": 1, "componentType": 5123, "type": "SCALAR", "count": 24},
            {"bufferView": 2, "componentType": 5126, "type": "VEC2", "count": 8},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": int(start), "byteLength": len(part)}
            for start, part in zip(starts[:-1], PARTS, strict=True)
        ],
        "buffers": [{"byteLength": int(starts[-1])}],
    }


def glb(model: dict, binary: bytes = b"".join(PARTS)) -> bytes:
    text = json.dumps(model).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    body = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(binary), 0x004E4942) + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body


@pytest.fixture
def fox(tmp_path):
    (tmp_path / "fox.glb").write_bytes(glb(told()))
    return load_model("fox.glb", (tmp_path,), 90.0)


def bounds(fragment):
    points = []
    for thing in fragment.things:
        shape = fragment.shapes[thing.shape]
        assert isinstance(shape, Mesh)
        points.append(shape.vertices @ thing.places[0, :3, :3].T + thing.places[0, :3, 3])
    whole = np.concatenate(points)
    return whole.min(0), whole.max(0)


def test_a_model_stands_on_the_floor_at_its_height(fox):
    low, high = bounds(fox.fragment({}))
    assert low[2] == pytest.approx(0.0, abs=1e-3)
    assert high[2] == pytest.approx(90.0, abs=1e-3)
    assert fox.height == pytest.approx(90.0)
    assert np.allclose(low[:2] + high[:2], 0.0, atol=1e-3)
    assert fox.anchor("head", {})[2, 3] == pytest.approx(60.0)


def test_nodes_are_channels_and_replacements_are_shown_one_at_a_time(fox):
    names = {channel.name for channel in fox.channels}
    assert {"head.turn", "head.tilt", "head.nod", "head.rise", "torso.x", "body.turn", "mouth"} <= names
    shown = {thing.name for thing in fox.fragment({}).things}
    assert shown == {"torso/0", "head/0", "mouth-rest/0"}
    assert "mouth-smile/0" in {thing.name for thing in fox.fragment({"mouth": "smile"}).things}
    with pytest.raises(KomadoriError):
        fox.check({"mouth": "grin"})
    with pytest.raises(WrongUse):
        fox.check({"head.turn": 999.0})


def test_nodes_turn_as_a_puppets_do(fox):
    def mouth(pose):
        return fox.anchor("mouth-rest", pose)[:3, 3]

    rest = mouth({})
    assert rest[1] < 0.0  # it faces the camera
    assert mouth({"head.turn": 40.0})[0] > 1.0  # to its own left, which is the picture's right
    assert mouth({"head.nod": 30.0})[2] < rest[2]
    assert mouth({"head.tilt": 30.0})[0] > 0.5
    assert mouth({"head.rise": 5.0})[2] == pytest.approx(rest[2] + 5.0)
    assert mouth({"body.y": -7.0})[1] == pytest.approx(rest[1] - 7.0)
    assert mouth({"body.turn": 90.0})[0] > 1.0


def test_colours_and_textures_come_along(fox):
    fragment = fox.fragment({})
    (material,) = fragment.materials.values()
    assert material.image == "image-0"
    assert fragment.images["image-0"][0, 0].tolist() == [200, 60, 30]
    shape = next(iter(fragment.shapes.values()))
    assert shape.uv[0, 1] == pytest.approx(1.0 - UV[0, 1])


def test_shapes_stay_the_same_whatever_the_pose(fox):
    assert set(fox.fragment({}).shapes) == set(fox.fragment({"head.turn": 20.0}).shapes)


def test_a_prop_is_held_at_its_middle(tmp_path):
    (tmp_path / "fox.glb").write_bytes(glb(told()))
    prop = load_model_prop("fox.glb", (tmp_path,))
    assert prop.grip[2, 3] == pytest.approx(50.0)
    assert all(thing.role == "prop" for thing in prop.fragment(detail=0.0).things)
    with pytest.raises(NotFound):
        prop.model.anchor("wheel", {})


def test_buffers_may_be_packed_in_or_lie_beside_and_nowhere_else(tmp_path):
    model = told()
    whole = b"".join(PARTS)
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.gltf"
    model["buffers"][0]["uri"] = "data:application/octet-stream;base64," + base64.b64encode(whole).decode()
    path.write_text(json.dumps(model), encoding="utf-8")
    assert Model(path).height == 100.0
    (tmp_path / "in" / "a.bin").write_bytes(whole)
    (tmp_path / "outside.bin").write_bytes(whole)
    (tmp_path / "in" / "link.bin").symlink_to(tmp_path / "outside.bin")
    model["buffers"][0]["uri"] = "a.bin"
    path.write_text(json.dumps(model), encoding="utf-8")
    assert Model(path).height == 100.0
    outside = str(tmp_path / "outside.bin")
    for uri in (
        "../outside.bin",
        "%2e%2e/outside.bin",
        outside,
        "file://" + outside,
        "http://x/a.bin",
        "link.bin",
        "\0",
    ):
        model["buffers"][0]["uri"] = uri
        path.write_text(json.dumps(model), encoding="utf-8")
        with pytest.raises(BadModel):
            Model(path)


def changed(path: list, value) -> dict:
    model = told()
    place = model
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return model


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["nodes", 3, "children"], [0]),
        (["nodes", 1, "children"], [1]),
        (["nodes", 2, "children"], [3]),
        (["nodes", 0, "children"], [99]),
        (["nodes", 0, "children"], "x"),
        (["nodes", 0, "translation"], [1e30, 0, 0]),
        (["nodes", 0, "matrix"], [0] * 15),
        (["nodes", 0, "mesh"], -1),
        (["scene"], 7),
        (["accessors", 0, "count"], 2**40),
        (["accessors", 0, "count"], 9),
        (["accessors", 0, "byteOffset"], 4),
        (["accessors", 0, "type"], "MAT4"),
        (["accessors", 1, "componentType"], 5126),
        (["accessors", 0, "sparse"], {}),
        (["bufferViews", 0, "byteLength"], 2**31),
        (["bufferViews", 0, "byteStride"], 1),
        (["bufferViews", 0, "buffer"], 5),
        (["buffers", 0, "byteLength"], 10**9),
        (["meshes", 0, "primitives"], {}),
        (["meshes", 0, "primitives", 0, "attributes"], {}),
        (["materials", 0, "pbrMetallicRoughness", "baseColorFactor"], ["red"]),
        (["images", 0, "bufferView"], 1),
        (["extensionsRequired"], ["KHR_draco_mesh_compression"]),
        (["asset", "version"], "1.0"),
        (["nodes"], [{}] * 5000),
    ],
)
def test_what_is_broken_or_hostile_is_refused(tmp_path, path, value):
    (tmp_path / "bad.glb").write_bytes(glb(changed(path, value)))
    with pytest.raises(BadModel):
        Model(tmp_path / "bad.glb")


def test_numbers_that_are_none_are_refused(tmp_path):
    nan = CORNERS.copy()
    nan[3, 1] = np.nan
    (tmp_path / "nan.glb").write_bytes(glb(told(), b"".join([nan.tobytes(), *PARTS[1:]])))
    with pytest.raises(BadModel, match="numbers"):
        Model(tmp_path / "nan.glb")
    far = FACES.copy()
    far[0, 0] = 8
    (tmp_path / "far.glb").write_bytes(glb(told(), b"".join([PARTS[0], far.tobytes(), *PARTS[2:]])))
    with pytest.raises(BadModel, match="vertex 8 of 8"):
        Model(tmp_path / "far.glb")


def test_a_texture_that_bursts_is_refused(tmp_path):
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    model = told()
    model["images"][0] = {"uri": "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()}
    (tmp_path / "bomb.glb").write_bytes(glb(model))
    with pytest.raises(BadModel, match="9000"):
        Model(tmp_path / "bomb.glb")


@pytest.mark.parametrize("data", [b"", b"glTF", b"glTF\x02\0\0\0\xff\xff\xff\x7f" + b"\0" * 20, b"[" * 100_000, b"{}"])
def test_what_is_no_model_is_told(tmp_path, data):
    (tmp_path / "no.glb").write_bytes(data)
    with pytest.raises(BadModel):
        Model(tmp_path / "no.glb")


def test_names_lead_nowhere(tmp_path):
    for name in ("../fox.glb", "/fox.glb", "none.glb"):
        with pytest.raises(BadModel):
            load_model(name, (tmp_path / "in",))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "x.glb"


def opened(place: Path, data: bytes) -> None:
    place.write_bytes(data)
    with contextlib.suppress(KomadoriError):
        model = Model(place)
        model.fragment({})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_stands_in_the_file_only_our_errors_come_out(place, data):
    model = copy.deepcopy(told())
    for _ in range(data.draw(st.integers(1, 3))):
        spot = model
        while True:
            keys = sorted(spot) if isinstance(spot, dict) else list(range(len(spot)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
                break
            spot = spot[key]
        spot[key] = data.draw(
            st.one_of(
                st.integers(-2, 2**33),
                st.floats(),
                st.text(max_size=4),
                st.none(),
                st.lists(st.integers(0, 4), max_size=4),
                st.dictionaries(st.sampled_from(["index", "count", "name"]), st.integers(), max_size=2),
            )
        )
    opened(place, glb(model))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 4000))
def test_whatever_bytes_are_wrong_only_our_errors_come_out(place, bytes_, cut):
    data = bytearray(glb(told()))
    for at, value in bytes_:
        data[at % len(data)] = value
    opened(place, bytes(data[: max(len(data) - cut % 50, 0)]))


@pytest.mark.parametrize(
    "path", sorted(SHARED.glob("3d-*/**/*.glb")) or [None], ids=lambda path: getattr(path, "name", "none")
)
def test_models_of_others_open_or_are_refused_in_words(path):
    if path is None:
        pytest.skip("the models of others are not here")
    if b"KHR_draco_mesh_compression" in path.read_bytes():
        with pytest.raises(BadModel, match="Draco"):
            Model(path)
        return
    low, high = bounds(Model(path).fragment({}))
    assert high[2] - low[2] == pytest.approx(100.0, rel=0.01) or (high - low).max() > 100.0
