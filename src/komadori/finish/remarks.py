"""What operations may remark of a picture: each remark declared with its English words, said with its figures.

So a remark can be told in the language of whoever reads it: what is said is which remark it is and its figures, and the
words are one way to tell it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A remark that an operation may make: `name` tells it from its others, `words` is an English sentence with {0},
    {1}… for its figures."""

    name: str
    words: str

    def of(self, *figures: object) -> "Said":
        """The remark with its figures, which are shown as they are given."""
        return Said(saying=self, figures=tuple(str(figure) for figure in figures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A remark as it is made of one picture."""

    saying: Saying
    figures: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """In English."""
        return self.saying.words.format(*self.figures)


def worded(said: tuple[Said, ...]) -> str:
    """Several remarks in one line, "" for none."""
    return "; ".join(one.words for one in said)
