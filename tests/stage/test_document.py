import contextlib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komadori.errors import KomadoriError, NotFound, Several
from komadori.stage.document import BadStage, NoSuchStage, StageThere
from komadori.stage.document_file import find_stage, new_stage, parse_stage, read_stage, stage_files

FULL = """
schema = "komadori.stage/1"
about = "Two friends at the low table."
set = "six-mat-room"
seed = 7

[story]
date = 2026-04-08
hour = 17.25
place = "kyoto"
weather = "fair"

[[puppet]]
name = "badger"
is = "badger"
at = "kotatsu.back"
turn = 12
pose = { head.tilt = 8, "lids" = 0.4, mouth = "smile" }

[[puppet]]
name = "fox"
is = "fox.glb"
at = [10, -20, 0]
size = 90

[[prop]]
is = "teacup"
at = "kotatsu.top"
offset = [20, 0, 0]

[[prop]]
is = "teacup"
in = "badger.hand.left"

[lens]
name = "wide"
focal = 60
focus = "badger.eyes"

[[lamp]]
name = "card"
kind = "area"
at = [-120, -420, 290]
kelvin = 5300
size = [260, 200]

[[fixture]]
name = "key"
address = 510
kind = "rgb"
lamp = "card"

[sensor]
time = 0.5
iso = 200

[flaws]
flicker = 0.02
[[flaws.bump]]
at = 9
by = [1.2, 0, 0.6]
"""
LEAST = 'schema = "komadori.stage/1"\nset = "kitchen"\n'


def problems(text: str) -> list[str]:
    with pytest.raises((BadStage, Several)) as caught:
        parse_stage(text)
    told = caught.value
    return [str(one) for one in told.errors] if isinstance(told, Several) else [str(told)]


def test_everything_a_file_says_is_read():
    stage = parse_stage(FULL, "evening.toml")
    assert (stage.name, stage.set, stage.seed) == ("evening", "six-mat-room", 7)
    assert stage.story.moment == datetime(2026, 4, 8, 17, 15)  # noqa: DTZ001 - a story has no zone
    assert (stage.story.latitude, stage.story.weather) == (35.01, "fair")
    badger, fox = stage.puppets
    assert badger.pose == {"head.tilt": 8.0, "lids": 0.4, "mouth": "smile"}
    assert (fox.kind, fox.at, fox.size) == ("fox.glb", (10.0, -20.0, 0.0), 90.0)
    assert [one.name for one in stage.props] == ["teacup", "teacup-2"]
    assert stage.props[1].held == "badger.hand.left"
    assert (stage.lens.name, stage.lens.focal, stage.lens.focus) == ("wide", 60.0, "badger.eyes")
    assert stage.lamps[0].size == (260.0, 200.0)
    assert stage.fixtures[0].channels == 3
    assert (stage.sensor.time, stage.sensor.iso) == (0.5, 200)
    assert stage.flaws.bumps[0].by == (1.2, 0.0, 0.6)


def test_a_set_is_enough():
    stage = parse_stage(LEAST)
    assert stage.puppets == ()
    assert stage.flaws.none


def test_all_that_is_wrong_is_told_together_with_the_nearest_name():
    told = problems(
        LEAST
        + 'sed = 3\n[story]\nweather = "ran"\n[[puppet]]\nis = "badger"\nat = "x"\nturm = 3\n'
        + '[[fixture]]\nname = "key"\naddress = 512\nkind = "rgb"\nlamp = "sun"\n'
        + '[lens]\nname = "wide"\nfocus = "vole.eyes"\n'
    )
    assert len(told) == 5
    whole = "\n".join(told)
    assert "did you mean seed?" in whole
    assert "did you mean rain?" in whole
    assert "did you mean turn?" in whole
    assert "a universe ends at 512" in whole
    assert "no puppet is called 'vole'" in whole


@pytest.mark.parametrize("name", ["../badger", "/etc/passwd", "badger/../x", "..", "C:x", "a\\b", "Badger"])
def test_no_name_leads_out_of_its_folder(name):
    told = problems(LEAST + f"[[puppet]]\nname = 'b'\nis = '{name}'\nat = 'x'\n")
    assert len(told) == 1
    told = problems(f"schema = 'komadori.stage/1'\nset = '{name}'\n")
    assert len(told) == 1


@pytest.mark.parametrize(
    "more",
    [
        "[[puppet]]\nname='a'\nis='badger'\nat=[0,0,nan]\n",
        "[[puppet]]\nname='a'\nis='badger'\nat=[0,0]\n",
        "[[puppet]]\nname='a'\nis='badger'\n",
        "[[puppet]]\nname='camera'\nis='badger'\nat='x'\n",
        "[[puppet]]\nname='a'\nis='badger'\nat='x'\n[[puppet]]\nname='a'\nis='vole'\nat='x'\n",
        "[[prop]]\nis='cup'\n",
        "[[prop]]\nis='cup'\nin='nobody.hand.left'\n",
        "[[puppet]]\nname='a'\nis='badger'\nat='x'\n[[prop]]\nis='cup'\nat='x'\nin='a.hand.left'\n",
        "puppet = 3\n",
        "lens = 3\n",
        "[lens]\nfocus = 50\n",
        "[story]\ndate = 2026-04-08T12:00:00\n",
        "[story]\nhour = 25\n",
        "[story]\nplace = 'atlantis'\n",
        "[story]\nplace = [95, 0]\n",
        "[light]\nsun = 14\n",
        "[light]\nbend = 2\n",
        "[sensor]\niso = 100.5\n",
        "[sensor]\ntime = true\n",
        "[[lamp]]\nname='a'\nat=[0,0,0]\nsize=[1]\n",
        "[flaws]\nflicker = inf\n",
        "[[flaws.hand]]\nat = ['x']\ntip = [0,0,0]\n",
        "[[puppet]]\nname='a'\nis='badger'\nat='x'\npose = { head = [1] }\n",
    ],
)
def test_what_cannot_be_is_refused(more):
    assert len(problems(LEAST + more)) == 1


@pytest.mark.parametrize("schema", ["", "schema = 'komadori.puppet/1'", "schema = 'komadori.stage/2'", "schema = 1"])
def test_another_schema_is_refused(schema):
    assert "has the schema" in problems(f"{schema}\nset = 'kitchen'\n")[0]


def test_what_is_no_file_is_told(tmp_path: Path):
    with pytest.raises(NotFound):
        read_stage(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadStage):
        read_stage(tmp_path / "bytes.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * (1 << 21))
    with pytest.raises(BadStage, match="bytes"):
        read_stage(tmp_path / "large.toml")


def test_a_stage_is_found_by_name_and_by_path(tmp_path: Path):
    (tmp_path / "mine.toml").write_text(LEAST, encoding="utf-8")
    (tmp_path / "other.toml").write_text("schema = 'komadori.set/1'\n", encoding="utf-8")
    assert find_stage("mine", [tmp_path]) == tmp_path / "mine.toml"
    assert find_stage(str(tmp_path / "mine.toml")) == tmp_path / "mine.toml"
    assert "other" not in stage_files([tmp_path])
    with pytest.raises(NoSuchStage, match="did you mean mine"):
        find_stage("min", [tmp_path])
    with pytest.raises(NoSuchStage):
        find_stage("../mine.toml", [tmp_path])


def test_a_file_is_never_written_over(tmp_path: Path):
    path = new_stage(tmp_path, "mine")
    assert read_stage(path).set == "six-mat-room"
    with pytest.raises(StageThere):
        new_stage(tmp_path, "mine.toml")


@settings(max_examples=80, deadline=None)
@given(
    st.recursive(
        st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.none()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(
                    ["set", "puppet", "prop", "lens", "story", "is", "at", "pose", "flaws", "lamp", "focus"]
                ),
                inner,
                max_size=4,
            ),
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_in_a_file_only_our_errors_come_out(value):
    from komadori.stage.document_file import _document

    told = value if isinstance(value, dict) else {"puppet": value}
    with contextlib.suppress(KomadoriError):
        _document(told, "x.toml", "x")
