import pytest

from komadori.cli.words import counted, sized


@pytest.mark.parametrize(("number", "told"), [(0, "0 takes"), (1, "1 take"), (1500, "1,500 takes")])
def test_one_is_no_plural(number, told):
    assert counted(number, "take") == told


SIZES = {
    0: "0 bytes",
    999: "999 bytes",
    1000: "1.0 kB",
    67_279: "67 kB",
    9_960: "10 kB",
    999_700: "1.0 MB",
    3_400_000: "3.4 MB",
    57_000_000_000: "57 GB",
    4_100_000_000_000: "4.1 TB",
}


@pytest.mark.parametrize(("count", "told"), SIZES.items())
def test_a_size_has_two_figures_at_least(count, told):
    assert sized(count) == told
