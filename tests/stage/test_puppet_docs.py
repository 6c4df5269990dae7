"""The page about puppets tells every channel, every key of the wool, and an example that loads."""

import re
from dataclasses import fields
from pathlib import Path

from komadori.stage.armature.standard import STANDARD
from komadori.stage.felt.design import Bead, Lid, Patch, Thread
from komadori.stage.felt.fibres import Felt
from komadori.stage.felt.knit import Knit
from komadori.stage.puppet_file import design_of, puppet_names
from komadori.stage.told import parse_toml

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/puppets.md").read_text(encoding="utf-8")


def test_every_channel_is_told():
    left_out = [name for name in STANDARD if f"`{name.replace('right', 'left')}`" not in PAGE]
    assert left_out == []


def test_every_key_of_wool_and_of_what_is_sewn_on_is_told():
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    keys = {field.name for kind in (Felt, Bead, Thread, Patch, Lid, Knit) for field in fields(kind)}
    assert keys - words - {"finish", "seed"} == set()


def test_every_puppet_of_ours_is_named():
    assert all(f"`{name}`" in PAGE for name in puppet_names())


def test_the_example_loads():
    example = next(block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "schema" in block)
    design = design_of(parse_toml(example, "example", "komadori.puppet/1", ValueError), "example")
    assert [part.name for part in design.parts] == ["body", "ear.left", "ear.right"]
