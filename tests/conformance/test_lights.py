"""What every driver of lights must do, whatever it drives. A new driver's only duty here is to join `BENCHES`."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest

from komadori.devices import catalogue
from komadori.devices.protocols_lights import CHANNELS, Lights, LightsClosed, LightsLost, UniverseRefused
from komadori.errors import DeviceFailed


@dataclass
class Bench:
    """Lights set up for a test: the `name` that opens them, and what can go wrong at the second sending."""

    name: str
    faults: dict[str, type[DeviceFailed]]
    named: Callable[[str], str] = lambda fault: f"?{fault}=2"

    def open(self, fault: str = "") -> Lights:
        return catalogue.open_lights(self.name + (self.named(fault) if fault else ""))


@pytest.fixture
def virtual():
    """Lights that remember."""
    return Bench("virtual", {"lost": LightsLost})


@pytest.fixture
def stage(tiny_stage):
    """The fixtures of a miniature stage."""
    return Bench(f"stage:{tiny_stage}", {})


BENCHES = {"stage": ("stage",), "virtual": ("virtual",)}
"""Each built-in driver, and the fixtures it is tried on."""


@pytest.fixture
def lights(bench):
    with closing(bench.open()) as opened:
        yield opened


def test_every_built_in_driver_is_on_a_bench(built_in):
    assert set(BENCHES) == built_in(catalogue.LIGHTS)


def test_lights_are_some_and_have_a_name_and_universes_in_order(lights):
    assert isinstance(lights, Lights)
    assert lights.name
    assert lights.universes == tuple(sorted(set(lights.universes)))
    assert lights.universes


def test_levels_are_taken_from_none_to_a_whole_universe(lights):
    universe = lights.universes[0]
    for levels in (b"", b"\x00", bytes(range(256)) * 2, b"\xff" * CHANNELS):
        lights.send(universe, levels)


def test_more_levels_than_channels_are_refused(lights):
    with pytest.raises(UniverseRefused, match="513 levels") as refused:
        lights.send(lights.universes[0], bytes(CHANNELS + 1))
    assert "512" in refused.value.hint


def test_a_universe_that_is_not_carried_is_refused_and_those_that_are_are_told(lights):
    with pytest.raises(UniverseRefused, match="no universe 9999") as refused:
        lights.send(9999, b"\xff")
    assert str(lights.universes[0]) in refused.value.hint


def test_closing_again_is_harmless_and_closed_lights_say_so(bench):
    lights = bench.open()
    universe = lights.universes[0]
    lights.close()
    lights.close()
    with pytest.raises(LightsClosed, match="closed"):
        lights.send(universe, b"\xff")


def test_each_fault_is_told_and_the_lights_go_on_afterwards(bench):
    for fault, error in bench.faults.items():
        with closing(bench.open(fault)) as lights:
            universe = lights.universes[0]
            lights.send(universe, b"\x01")
            with pytest.raises(error):
                lights.send(universe, b"\x02")
            lights.send(universe, b"\x03")
