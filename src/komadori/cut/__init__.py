"""Between finished shots and an episode: title cards, and pictures that come out of the dark, go into it, or into each
other."""

from komadori.cut.card import BadCard, Card, draw_card
from komadori.cut.dissolve import dissolved, mix_of
from komadori.cut.fade import faded, share_of

__all__ = ["BadCard", "Card", "dissolved", "draw_card", "faded", "mix_of", "share_of"]
