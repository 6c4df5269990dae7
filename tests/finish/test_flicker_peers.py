"""Programs that deflicker are measured beside ours where they are on the PATH."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bench.flicker_peers import PROGRAMS, by_program, peers

COPIES = """#!/bin/sh
for file in *.png; do cp "$file" Deflickered/; done
"""
LOSES_ONE = COPIES + "rm Deflickered/000002.png; echo no light >&2\n"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a program on the PATH, and nothing else but the system's own."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def put(name, script):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)

    return put


@pytest.fixture
def pictures():
    chance = np.random.default_rng(1)
    return [chance.integers(0, 256, (48, 64, 3), np.uint8) for _ in range(3)]


def test_a_program_on_the_path_is_among_the_peers_and_an_absent_one_is_not(program, pictures):
    program("timelapse-deflicker.pl", COPIES)
    there = dict(peers(pictures))
    assert {name for name in there if name in PROGRAMS} == {"timelapse-deflicker", "timelapse-deflicker twice"}
    for given, got in zip(pictures, there["timelapse-deflicker"], strict=True):
        assert np.array_equal(got, given.astype(np.uint16) * 257)


def test_a_program_that_counts_in_eight_bits_is_given_eight(program, pictures):
    program("simple-deflicker", COPIES)
    got = dict(peers(pictures))["simple-deflicker"]
    assert all(np.array_equal(one, given) for one, given in zip(got, pictures, strict=True))


def test_a_picture_that_a_program_does_not_give_is_told_with_its_words(program, pictures):
    program("loses", LOSES_ONE)
    with pytest.raises(RuntimeError, match=r"loses gave 2 of 3: no light"):
        by_program(pictures, ("loses",))
