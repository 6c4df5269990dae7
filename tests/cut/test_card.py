"""A card is legible, handmade and always the same; a fade is one of light."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from komadori.cut import BadCard, Card, draw_card, faded, share_of


def test_a_card_is_ink_on_paper_and_the_same_every_time():
    card = Card(text="One line.\nAnother.", by="Somebody")
    page = draw_card(card, (480, 270))
    assert page.shape == (270, 480, 3)
    assert page.dtype == np.uint8
    assert page[:60].mean() > 150
    assert page[100:160].min() < 90
    assert np.array_equal(page, draw_card(card, (480, 270)))
    assert not np.array_equal(page, draw_card(card, (480, 270), seed=2))


def test_a_long_line_is_broken_within_the_page():
    page = draw_card(Card(text="word " * 30), (480, 270))
    assert page[:, :40].min() > 90
    assert page[:, -40:].min() > 90


@pytest.mark.parametrize(
    ("text", "size", "said"),
    [("", (480, 270), "0 lines"), ("a\n" * 12, (480, 270), "12 lines"), ("words", (40, 270), "no room")],
)
def test_a_card_nobody_could_read_is_refused(text, size, said):
    with pytest.raises(BadCard, match=said):
        draw_card(Card(text=text), size)


@given(st.integers(1, 200), st.integers(0, 60), st.integers(0, 60))
def test_a_fade_rises_and_falls_and_stays_between_dark_and_whole(frames, fade_in, fade_out):
    shares = [share_of(frame, frames, fade_in, fade_out) for frame in range(1, frames + 1)]
    assert all(0 <= share <= 1 for share in shares)
    risen = shares[: max(0, min(fade_in, frames - fade_out))]
    assert risen == sorted(risen)
    if fade_in + fade_out < frames:
        assert shares[fade_in] == 1


def test_half_the_light_is_half_the_light():
    grey = np.full((2, 2, 3), 188, np.uint8)
    assert faded(grey, 0.5)[0, 0, 0] == pytest.approx(137, abs=1)
    assert faded(grey, 1.0)[0, 0, 0] == 188
    assert not faded(grey, 0.0).any()
