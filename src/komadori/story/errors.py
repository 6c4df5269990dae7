"""What can be wrong with a story."""

from komadori.errors import WrongUse


class BadStory(WrongUse, ValueError):
    """A moment, a place or a weather that cannot be."""
