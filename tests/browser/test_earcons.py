"""The short sounds: soft, brief, and no two alike in pitch or in rhythm; and a film's sound at its samples."""

import itertools
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.browser

RATE = 48_000
SHORT = {"shutter", "move", "duplicate", "failure", "beat", "rest"}
PICTURES = Path(__file__).resolve().parents[2] / "build/studio"


@pytest.fixture(scope="module")
def opened(chromium, modules):
    page = chromium.new_page()
    page.goto(f"{modules}/pages/earcons.html")
    page.wait_for_function("window.ready")
    yield page
    page.close()


@pytest.fixture(scope="module")
def rendered(opened):
    """The samples of each earcon."""
    names = opened.evaluate("names")
    return {name: np.array(opened.evaluate("name => rendered(name)", name)) for name in names}


def loudness(samples, window=96):
    """The level of every 2 ms."""
    return np.abs(samples[: len(samples) // window * window]).reshape(-1, window).max(axis=1)


def pulses(samples):
    """Begin and end of each pulse, in milliseconds."""
    loud = loudness(samples) > 0.012
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int)))
    return [(2 * int(begin), 2 * int(end)) for begin, end in edges.reshape(-1, 2)]


def pitch(samples):
    """The strongest frequency in Hz."""
    strength = np.abs(np.fft.rfft(samples, 4 * RATE))
    return float(np.argmax(strength)) / 4


def test_all_that_is_asked_for_is_there(rendered):
    assert set(rendered) == SHORT | {"alarm", "note"}


def test_they_are_brief_and_gentle(rendered):
    for name, samples in rendered.items():
        heard = np.flatnonzero(np.abs(samples) > 1e-4)
        assert heard[-1] / RATE < (0.15 if name in SHORT else 0.4), name
        assert 0.08 < np.abs(samples).max() < 0.5, name
        # No click: no step from one sample to the next is larger than the tones themselves make.
        assert np.abs(np.diff(samples)).max() < 0.06, name
        # Soft: the first two milliseconds are far below the peak.
        assert loudness(samples)[0] < 0.6 * np.abs(samples).max(), name


def test_no_two_have_one_rhythm_or_one_pitch(rendered):
    rhythms = {name: pulses(samples) for name, samples in rendered.items()}
    counts = {name: len(pulse) for name, pulse in rhythms.items()}
    assert counts == {
        "shutter": 1,
        "move": 1,
        "beat": 1,
        "duplicate": 2,
        "failure": 2,
        "alarm": 2,
        "note": 2,
        "rest": 3,
    }
    told = [[value for pulse in rhythm for value in pulse] for rhythm in rhythms.values()]
    for place, one in enumerate(told):
        for other in told[place + 1 :]:
            assert len(one) != len(other) or np.abs(np.subtract(one, other)).max() >= 20
    pitches = sorted(pitch(samples) for samples in rendered.values())
    assert all(high / low > 1.04 for low, high in itertools.pairwise(pitches))


def test_their_pitch_says_what_they_mean(rendered):
    assert pitch(rendered["shutter"]) < 200
    assert pitch(rendered["move"]) > 1_000
    first, second = pulses(rendered["failure"])
    place = RATE * second[0] // 1_000
    assert pitch(rendered["failure"][:place]) > 1.3 * pitch(rendered["failure"][place:])
    (_, _), (again, _) = pulses(rendered["duplicate"])
    place = RATE * again // 1_000
    assert pitch(rendered["duplicate"][:place]) == pytest.approx(pitch(rendered["duplicate"][place:]), rel=0.02)
    assert first[1] - first[0] < second[1] - second[0]


def test_their_volume_is_their_own(opened, rendered):
    half = np.array(opened.evaluate("rendered('move', 0.5)"))
    assert np.abs(half).max() == pytest.approx(0.5 * np.abs(rendered["move"]).max(), rel=0.01)
    assert not any(opened.evaluate("rendered('move', 0)"))


def test_numbers_are_spoken_only_when_asked_for(opened):
    said = opened.evaluate("""() => {
        const said = [];
        speechSynthesis.speak = words => said.push(words.text);
        const earcons = new Earcons(new OfflineAudioContext(1, 100, 48000));
        earcons.speak(146);
        earcons.speaking = true;
        earcons.speak(147);
        return said;
    }""")
    assert said == ["147"]


def test_a_sheet_of_them_for_people_to_look_at(rendered):
    """Draws build/studio/earcons.png."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 7.5), dpi=110, facecolor="#0b0908", layout="constrained")
    for place, (axes, (name, samples)) in enumerate(
        zip(figure.subplots(4, 4).reshape(2, 2, 4).transpose(0, 2, 1).reshape(8, 2), rendered.items(), strict=True)
    ):
        wave, spectrum = axes
        milliseconds = np.arange(len(samples)) / RATE * 1_000
        wave.plot(milliseconds, samples, color="#bdb9d6", linewidth=0.6)
        wave.set(xlim=(0, 400), ylim=(-0.5, 0.5))
        wave.set_title(name, color="#ddd0bc", loc="left")
        # Silence has no logarithm; a breath of noise has.
        hum = np.random.default_rng(1).normal(0, 1e-6, len(samples))
        spectrum.specgram(samples + hum, NFFT=1024, Fs=RATE, noverlap=960, cmap="magma", vmin=-130, vmax=-45)
        spectrum.set(xlim=(0, 0.4), ylim=(0, 3_500))
        spectrum.set_ylabel("Hz", color="#92867a", fontsize=7)
        for each, unit in zip(axes, ("ms", "s"), strict=True):
            each.set_xlabel(unit, color="#92867a", fontsize=7, labelpad=0)
            each.set_facecolor("#12100e")
            each.tick_params(colors="#92867a", labelsize=7)
        assert place < 8
    PICTURES.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURES / "earcons.png")


# The film's own sound, rendered sample by sample.


def played(page, **asked):
    return np.array(page.evaluate("asked => played(asked)", asked))


def heard_places(samples):
    """Which second of the sound each sample is from; the ramp in the test page tells it."""
    return (samples - 0.1) * 20


def test_sound_begins_at_its_sample_and_stays_on_its_frame(opened):
    rate = [24_000, 1_001]
    timed = {"runs": [{"index": 0, "frame": 25, "length": 96}], "length": 96}
    samples = played(opened, timed=timed, seconds=3, rate=rate, ramp=True)
    places = heard_places(samples)
    for second in (0.5, 1.5, 2.5):
        assert places[round(second * RATE)] == pytest.approx(second + 24 * 1_001 / 24_000, abs=0.0005)


def test_a_loop_lasts_exactly_its_frames_and_does_not_click(opened):
    timed = {"runs": [{"index": 0, "frame": 1, "length": 7}], "length": 7}
    samples = played(opened, timed=timed, seconds=2)
    assert np.abs(np.diff(samples)).max() < 0.01
    # The fade at each seam is where a round begins: every 7 frames, to half a millisecond.
    quiet = np.flatnonzero((samples[1:-1] < samples[:-2]) & (samples[1:-1] <= samples[2:]) & (samples[1:-1] < 0.1)) + 1
    seams = [int(place) for place in quiet if place > 100]
    assert np.allclose(np.array(seams) / RATE, np.arange(1, 7) * 7 / 24, atol=0.0005)


def test_black_live_and_the_previous_shot_are_silent_and_hidden_frames_are_left_out(opened):
    timed = {"runs": [{"index": 6, "frame": 1, "length": 6}, {"index": 12, "frame": 19, "length": 6}], "length": 24}
    samples = played(opened, timed=timed, seconds=2, ramp=True)
    at = [place / 24 * RATE for place in (3, 9, 15, 21, 33)]
    heard = [float(samples[round(place)]) for place in at]
    assert heard[0] == heard[3] == 0
    assert [float(heard_places(value)) for value in (heard[1], heard[2], heard[4])] == pytest.approx(
        [3 / 24, 21 / 24, 3 / 24], abs=0.001
    )


def test_play_may_begin_in_the_middle_and_end_where_it_should(opened):
    timed = {"runs": [{"index": 0, "frame": 1, "length": 24}], "length": 24}
    samples = played(opened, timed={**timed}, **{"from": 12}, end=24, seconds=2, ramp=True)
    assert heard_places(samples)[6_000] == pytest.approx(0.5 + 6_000 / RATE, abs=0.001)
    assert not samples[24_100:].any()


def test_a_sound_that_begins_later_or_ends_sooner_leaves_silence(opened):
    timed = {"runs": [{"index": 0, "frame": 1, "length": 48}], "length": 48}
    samples = played(opened, timed=timed, seconds=2, firstFrame=13, long=1)
    assert not samples[: RATE // 2 - 10].any()
    assert samples[RATE] == pytest.approx(0.5, abs=1e-3)
    assert not samples[RATE * 3 // 2 + 10 :].any()


def test_a_scrubbed_frame_is_one_frame_long_and_does_not_click(opened):
    for rate, lasts in (([24, 1], 2_000), ([12, 1], 4_000)):
        samples = np.array(opened.evaluate("rate => scrubbed(6, rate)", rate))
        heard = np.flatnonzero(np.abs(samples) > 1e-6)
        assert heard[-1] - heard[0] == pytest.approx(lasts, abs=140)
        assert np.abs(samples).max() == pytest.approx(0.5, abs=0.01)
        assert np.abs(samples[:8]).max() < 0.02
        assert np.abs(np.diff(samples)).max() < 0.035
