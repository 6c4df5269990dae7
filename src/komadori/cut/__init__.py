"""Between finished shots and an episode: title cards, and pictures that come out of the dark or go into it."""

from komadori.cut.card import BadCard, Card, draw_card
from komadori.cut.fade import faded, share_of

__all__ = ["BadCard", "Card", "draw_card", "faded", "share_of"]
