"""A movie or GIF of a reel: pictures are converted ahead of the encoder, each leaving a proof to verify against."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import av
import numpy as np

from komadori.deliver.ahead import ahead
from komadori.deliver.beside import beside, width_of_both
from komadori.deliver.encode import Canvas, Held, gif_starts, palette_of, write_gif, write_movie
from komadori.deliver.pixels import Proof, proof_of, to_frame
from komadori.deliver.presets import Preset
from komadori.deliver.reel import Reel, Showing
from komadori.deliver.source import Fit, display_rgb, display_whole, with_matte
from komadori.deliver.verify import Promise, verify_movie
from komadori.picture.still import Array, to_bits
from komadori.sound import Wave

PALETTE_SAMPLES = 24
"""A GIF has one palette for all its frames; so many pictures spread over the take tell their colours."""

SMALL = 64
"""Pixels of a side: in a smaller picture every single one may be a colour of its own."""


class Movie:
    """The file at `path` that shows `reel`, with `sound` where there is one."""

    def __init__(self, path: Path, preset: Preset, reel: Reel, fit: Fit, sound: Wave | None = None) -> None:
        self._path, self._preset, self._reel, self._fit, self._sound = path, preset, reel, fit, sound
        across = width_of_both(fit) if reel.compares else fit.width
        self._canvas = Canvas(width=across, height=fit.height, rate=reel.rate)
        self._lengths = tuple(showing.length for showing in reel.showings)
        self._proofs: list[Proof] = []

    def write(self) -> Generator[int, None, None]:
        """Write the file, yielding the number of frames written."""
        if self._preset.kind == "movie":
            samples, bits = self._preset.samples, self._preset.bits
            pictures = self._pictures(lambda rgb: to_frame(rgb, samples, bits))
            yield from write_movie(self._path, self._preset, self._canvas, pictures, self._sound)
            return
        every = -(-len(self._reel.showings) // PALETTE_SAMPLES)
        some = ahead(lambda showing: _plain_frame(_fewer_colours(self._rgb(showing))), self._reel.showings[::every])
        starts = gif_starts(self._lengths, self._reel.rate)
        yield from write_gif(self._path, self._canvas, starts, palette_of(some), self._pictures(_plain_frame))

    def verify(self) -> Generator[int, None, list[str]]:
        """Decode all of the file again, yielding the frames seen; returns what is wrong with it."""
        proofs = tuple(self._proofs)
        promise = Promise(
            preset=self._preset, canvas=self._canvas, lengths=self._lengths, proofs=proofs, sound=self._sound
        )
        return (yield from verify_movie(self._path, promise))

    def _pictures(self, convert: Callable[[Array], av.VideoFrame]) -> Iterator[Held]:
        def one(showing: Showing) -> tuple[Held, Proof]:
            rgb = self._rgb(showing)
            return Held(frame=convert(rgb), length=showing.length), proof_of(rgb)

        for held, proof in ahead(one, self._reel.showings):
            self._proofs.append(proof)
            yield held

    def _rgb(self, showing: Showing) -> Array:
        codes = self._codes(showing)
        if not self._preset.matte:
            return codes
        return with_matte(to_bits(codes, np.uint16))

    def _codes(self, showing: Showing) -> Array:
        if showing.before is not None:
            return beside(showing.before, showing.path, self._fit)
        return (display_whole if self._preset.matte else display_rgb)(showing.path, self._fit)


def _fewer_colours(rgb: Array) -> Array:
    """Every other pixel with six bits a channel: the same palette, without counting each shade of the grain."""
    every = 2 if min(rgb.shape[:2]) >= SMALL else 1
    return np.ascontiguousarray(to_bits(rgb, np.uint8)[::every, ::every] & np.uint8(0xFC)) | np.uint8(2)


def _plain_frame(rgb: Array) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(to_bits(rgb, np.uint8), format="rgb24")
