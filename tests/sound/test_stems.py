"""Stems sum to the mix, at the loudness asked for."""

import numpy as np
import pytest

from komadori.sound import BadStems, Stem, Wave, loudness, mix_stems, read_wave, write_stems

RATE = 48_000


def noise(seconds, seed, level=0.1, channels=1):
    data = np.random.default_rng(seed).uniform(-level, level, (channels, round(seconds * RATE)))
    return Wave(data=data.astype(np.float32), rate=RATE)


def stems():
    voice = noise(2.0, 1)
    voice.data[:, :RATE] = 0.0
    return [
        Stem(name="badger", sound=voice, pan=-0.4, leads=True),
        Stem(name="music", sound=noise(4.0, 2, channels=2), gain=-6.0, gives_way=6.0),
        Stem(name="rain", sound=noise(3.0, 3, channels=2), gain=-12.0),
    ]


def test_the_mix_is_as_loud_as_asked_and_as_long_as_the_longest():
    mixed = mix_stems(stems(), target=-23.0)
    assert mixed.mix.samples == 4 * RATE
    assert loudness(mixed.mix).integrated == pytest.approx(-23.0, abs=0.1)
    assert loudness(mixed.mix).peak <= -2.3


@pytest.mark.parametrize("bits", [16, 24])
def test_stems_as_written_sum_to_the_mix(tmp_path, bits):
    paths = write_stems(mix_stems(stems()), tmp_path / "sound", bits=bits)
    read = {name: read_wave(path).data for name, path in paths.items()}
    assert sorted(read) == ["badger", "mix", "music", "rain"]
    left = read.pop("mix") - sum(read.values())
    assert 20 * np.log10(np.abs(left).max()) < (-85 if bits == 16 else -130)
    assert [path.name for path in (tmp_path / "sound").iterdir() if path.suffix != ".wav"] == []


def test_where_peaks_pass_the_ceiling_all_stems_are_held_alike():
    mixed = mix_stems([Stem(name="a", sound=noise(1, 1, 0.9)), Stem(name="b", sound=noise(1, 2, 0.9))], target=-8.0)
    assert loudness(mixed.mix).peak <= -2.3
    assert np.abs(mixed.mix.data - sum(one.data for one in mixed.stems.values())).max() < 1e-6


def test_a_stem_stands_where_it_is_placed():
    sound = noise(1.0, 1)
    left, middle = (mix_stems([Stem(name="vole", sound=sound, pan=pan)], target=None).mix.data for pan in (-1.0, 0.0))
    assert np.abs(left[1]).max() < 1e-6
    assert np.square(left).sum() == pytest.approx(np.square(middle).sum(), rel=1e-3)


def test_music_gives_way_to_a_voice():
    music = mix_stems(stems(), target=None).stems["music"].data
    plain = noise(4.0, 2, channels=2).data * np.float32(10 ** (-6 / 20))
    during = np.abs(music[:, 70_000:90_000]).mean() / np.abs(plain[:, 70_000:90_000]).mean()
    after = np.abs(music[:, -RATE:]).mean() / np.abs(plain[:, -RATE:]).mean()
    assert 20 * np.log10(during) == pytest.approx(-6.0, abs=0.1)
    assert 20 * np.log10(after) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(
    ("names", "told"),
    [([], "no stems"), (["a", "a"], "name of its own"), (["mix"], "name of its own"), (["../a"], "cannot be called")],
)
def test_stems_that_cannot_be_are_refused(names, told):
    with pytest.raises(BadStems, match=told):
        mix_stems([Stem(name=name, sound=noise(0.1, 1)) for name in names])


def test_stems_of_different_kinds_are_refused():
    other = Wave(data=np.zeros((1, 10), np.float32), rate=44_100)
    with pytest.raises(BadStems, match=r"44,100, 48,000") as caught:
        mix_stems([Stem(name="a", sound=other), Stem(name="b", sound=noise(0.1, 1))])
    assert "resampled" in caught.value.hint
    with pytest.raises(BadStems, match="one or two channels"):
        mix_stems([Stem(name="a", sound=noise(0.1, 1, channels=3))])
