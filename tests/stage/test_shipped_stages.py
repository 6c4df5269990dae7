"""The stages that are shipped stand: all they name is there, and what the camera looks at is in the picture."""

import numpy as np
import pytest

from komadori.stage.document_file import SHIPPED, new_stage, stage_files
from komadori.stage.floor import open_floor
from komadori.stage.head import in_picture


@pytest.mark.parametrize("name", sorted(stage_files()))
def test_a_shipped_stage_stands(name):
    floor = open_floor(name)
    assert floor.document.about
    for puppet in floor.puppets:
        eyes = floor.anchor(f"{puppet}.eyes")[:3, 3]
        x, y = in_picture(floor.lens, tuple(float(one) for one in eyes), (1600, 900))
        assert 0 < x < 1600, f"{puppet} is beside the picture"
        assert 0 < y < 900, f"{puppet} is above or below the picture"
    sharp = str(floor.document.lens.focus).partition(".")[0]
    assert sharp in floor.puppets
    assert np.isfinite(floor.lens.focus)


def test_what_a_new_stage_begins_with_stands(tmp_path):
    floor = open_floor(str(new_stage(tmp_path, "mine")))
    assert floor.puppets == ("badger",)


def test_the_four_of_them_are_shipped():
    assert {path.stem for path in SHIPPED.glob("*.toml")} >= {
        "evening-room",
        "kitchen-morning",
        "riverside-spring",
        "rooftop-noon",
    }
