"""Sounds that were never recorded: places, small things and music, made from numbers and a seed."""

from komadori.sound.made.ambience import AMBIENCES, ambience
from komadori.sound.made.foley import FOLEY, foley
from komadori.sound.made.instruments import INSTRUMENTS
from komadori.sound.made.piece import Note, Part, Piece, load_piece, music, parse_piece
from komadori.sound.made.room import PLACES, BadSound, heard_in

__all__ = [
    "AMBIENCES",
    "FOLEY",
    "INSTRUMENTS",
    "PLACES",
    "BadSound",
    "Note",
    "Part",
    "Piece",
    "ambience",
    "foley",
    "heard_in",
    "load_piece",
    "music",
    "parse_piece",
]
