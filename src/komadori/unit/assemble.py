"""The finished shots of a script, one after another, with their fades and the closing card: the film as one reel."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from komadori.cut import dissolved, draw_card, faded, mix_of, share_of
from komadori.deliver import MixedSizes, Reel, Showing
from komadori.picture import read, write
from komadori.picture.colour import Array
from komadori.picture.write import plain_codes, srgb_codes
from komadori.stage.scene import content_key
from komadori.store import Cache
from komadori.unit.conform import Clip, Cut
from komadori.unit.script import CardScript, Script, ShotScript


def assemble(script: Script, cut: Cut, cache: Cache) -> Reel:
    """The whole film in the order of the script, each shot as it is cut. Raises BadCard, and MixedSizes where pictures
    of two sizes are to be dissolved.

    Pictures that are made here, those of fades, dissolves and the card, are kept in the series' cache.
    """
    shown: list[Showing] = []
    for clip in cut.clips:
        reel = list(_faded_reel(clip.reel, clip.shot, cache))
        if clip.shot.dissolve:
            shown, reel = _dissolve(shown, reel, clip, cache)
        shown += _after(shown, iter(reel))
    if script.card is not None:
        size = _size(shown[0].path)
        shown += _after(shown, _card_showings(script.card, size, script.seed, cache))
    return Reel(rate=cut.rate, showings=tuple(shown))


def _after(before: list[Showing], showings: Iterator[Showing]) -> list[Showing]:
    """`showings`, told from frame 1, where the film has come to."""
    gone = before[-1].last if before else 0
    return [replace(showing, first=showing.first + gone) for showing in showings]


def _dissolve(
    shown: list[Showing], coming: list[Showing], clip: Clip, cache: Cache
) -> tuple[list[Showing], list[Showing]]:
    """What was shown without the frames in which both are seen, and the coming shot, which begins with these."""
    frames, gone = clip.shot.dissolve, shown[-1].last
    both = []
    for frame in range(1, frames + 1):
        before, after = _at(shown, gone - frames + frame), _at(coming, frame)
        path = _mixed(before.path, after.path, mix_of(frame, frames), clip.shot, cache)
        both.append(replace(after, first=frame, length=1, path=path))
    kept = [replace(one, length=min(one.length, gone - frames - one.first + 1)) for one in shown]
    rest = [
        replace(one, first=max(one.first, frames + 1), length=one.last - max(one.first, frames + 1) + 1)
        for one in coming
        if one.last > frames
    ]
    return [one for one in kept if one.length > 0], both + rest


def _at(showings: list[Showing], frame: int) -> Showing:
    return next(showing for showing in showings if showing.first <= frame <= showing.last)


def _mixed(before: Path, after: Path, share: float, shot: ShotScript, cache: Cache) -> Path:
    """The picture in which one shot gives way to another; those of the cache are named by what is in them."""
    files = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in (before, after)]
    key = content_key("dissolved", *files, round(share, 6))

    def make() -> Array:
        one, other = _codes(before), _codes(after)
        if one.shape[:2] != other.shape[:2]:
            raise MixedSizes(
                f"{shot.slate} dissolves in, and its pictures are not as large as those of the shot before it.",
                hint="finish both with a scale to bring them to one size.",
            )
        return dissolved(one, other, share)

    return _made(cache, key, make)


def _faded_reel(reel: Reel, shot: ShotScript, cache: Cache) -> Iterator[Showing]:
    for showing in reel.showings:
        run = range(showing.first, showing.last + 1)
        shares = [share_of(frame, reel.frames, shot.fade_in, shot.fade_out) for frame in run]
        if min(shares) == 1:
            yield showing
            continue
        for frame, share in zip(run, shares, strict=True):
            yield replace(showing, first=frame, length=1, path=_dimmed(showing.path, share, cache))


def _card_showings(card: CardScript, size: tuple[int, int], seed: int, cache: Cache) -> Iterator[Showing]:
    key = content_key("card", card.card, size, seed)
    page = _made(cache, key, lambda: draw_card(card.card, size, seed=seed))
    shares = [share_of(frame, card.frames, card.fade_in, card.fade_out) for frame in range(1, card.frames + 1)]
    first = 1
    while first <= card.frames:
        share = shares[first - 1]
        length = 1
        while share == 1 and first + length <= card.frames and shares[first + length - 1] == 1:
            length += 1
        path = page if share == 1 else _dimmed(page, share, cache)
        yield Showing(first=first, length=length, picture=0, path=path)
        first += length


def _dimmed(path: Path, share: float, cache: Cache) -> Path:
    """The picture at `path` with `share` of its light; those of the cache are named by what is in them."""
    stat = path.stat()
    key = content_key("faded", path.name, stat.st_size, stat.st_mtime_ns, round(share, 6))
    return path if share == 1 else _made(cache, key, lambda: faded(_codes(path), share))


def _made(cache: Cache, key: str, make: Callable[[], Array]) -> Path:
    return cache.path(key, ".png") or cache.put(key, ".png", lambda to: write(to, make()))


def _codes(path: Path) -> Array:
    """With 16 bits, so that no step shows where it grows dark; × 4 where the picture has a matte."""
    pixels = read(path, matte=True)
    codes = srgb_codes(pixels.data, pixels.encoding, np.uint16)
    return codes if pixels.matte is None else np.dstack([codes, plain_codes(pixels.matte, np.uint16)])


def _size(path: Path) -> tuple[int, int]:
    tall, wide = read(path).data.shape[:2]
    return wide, tall
