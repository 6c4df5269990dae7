"""Writing a movie: pictures with their holds in, a file out, whichever way its codec likes holds best."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain
from pathlib import Path
from typing import cast

import av
from av.codec.context import Flags
from av.filter import Graph

from komadori.deliver.pixels import tag
from komadori.deliver.presets import Preset
from komadori.deliver.soundtrack import Soundtrack
from komadori.sound import Wave

PLAIN = av.VideoFormat("rgb24")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A picture ready for the encoder, and for how many frames it is shown."""

    frame: av.VideoFrame
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """What every frame of a movie has in common: width and height in pixels, frames a second."""

    width: int
    height: int
    rate: Fraction


def write_movie(
    path: Path, preset: Preset, canvas: Canvas, pictures: Iterable[Held], sound: Wave | None = None
) -> Iterator[int]:
    """Write `pictures`, and `sound` beside them, into `path`, yielding the number of frames written after each.

    Codecs that code every frame by itself code a picture once and write its packet again for each frame of the hold,
    which changes no bit of the result. H.264 is coded in closed groups of about a second, in which a held frame is told
    as no change at all. Either way held frames decode the same to the last bit. Raises OSError where the disk refuses.
    """
    muxing = dict(preset.muxing)
    if sound is None and preset.sound == "aac":
        muxing["use_editlist"] = "0"  # it tells where a sound begins, and of a silent movie nothing
    with av.open(path, "w", format=preset.containers[path.suffix.lower()], options=muxing) as container:
        stream = _stream(container, preset, canvas)
        track = None if sound is None else Soundtrack(container, preset, sound)
        write = _each_once if preset.alone else _in_groups
        for written in write(container, stream, preset, canvas, pictures):
            if track is not None:
                track.write_to(written / canvas.rate)
            yield written
        if track is not None:
            track.close()


def _stream(container: av.container.OutputContainer, preset: Preset, canvas: Canvas) -> av.VideoStream:
    stream = cast("av.VideoStream", container.add_stream(preset.codec, canvas.rate, options=dict(preset.options)))
    _prepare(stream.codec_context, preset, canvas)
    return stream


def _prepare(coder: av.VideoCodecContext, preset: Preset, canvas: Canvas) -> None:
    coder.width, coder.height, coder.pix_fmt = canvas.width, canvas.height, preset.samples
    coder.framerate, coder.time_base = canvas.rate, 1 / canvas.rate
    coder.sample_aspect_ratio = Fraction(1)
    coder.thread_type = "AUTO"
    tag(coder)


def _each_once(
    container: av.container.OutputContainer,
    stream: av.VideoStream,
    _preset: Preset,
    canvas: Canvas,
    pictures: Iterable[Held],
) -> Iterator[int]:
    lengths: deque[int] = deque()
    written = 0

    def coded() -> "Iterator[av.Packet[av.VideoStream]]":
        for number, picture in enumerate(pictures):
            lengths.append(picture.length)
            yield from stream.encode(_timed(picture.frame, number, canvas))
        yield from stream.encode()

    for packet in coded():
        data = bytes(packet)
        for _ in range(lengths.popleft()):
            again = av.Packet(data)
            again.stream, again.time_base, again.is_keyframe = stream, 1 / canvas.rate, True
            again.pts = again.dts = written
            again.duration = 1
            container.mux(again)
            written += 1
        yield written


def _in_groups(
    container: av.container.OutputContainer,
    stream: av.VideoStream,
    preset: Preset,
    canvas: Canvas,
    pictures: Iterable[Held],
) -> Iterator[int]:
    written = 0
    for group in groups(pictures, round(canvas.rate)):
        for packet in _coded(group, preset, canvas):
            packet.stream, packet.time_base = stream, 1 / canvas.rate
            packet.pts = packet.dts = written
            packet.duration = 1
            container.mux(packet)
            written += 1
            yield written


def groups(pictures: Iterable[Held], least: int) -> Iterator[list[Held]]:
    """`pictures` in groups of `least` frames or a little more, so that none begins within a hold."""
    group: list[Held] = []
    for picture in pictures:
        group.append(picture)
        if sum(held.length for held in group) >= least:
            yield group
            group = []
    if group:
        yield group


def _coded(group: Sequence[Held], preset: Preset, canvas: Canvas) -> "Iterator[av.Packet[av.VideoStream]]":
    """A group through an encoder of its own: x264 would weigh its first frame by the coarse frames before it."""
    coder = cast("av.VideoCodecContext", av.CodecContext.create(preset.codec, "w"))
    _prepare(coder, preset, canvas)
    coder.options = {**preset.options, "x264-params": preset.options["x264-params"] + _coarse_holds(group)}
    coder.flags |= Flags.global_header
    frames = (picture.frame for picture in group for _ in range(picture.length))
    for at, frame in enumerate(frames):
        yield from coder.encode(_timed(frame, at, canvas))
    yield from coder.encode()


def _coarse_holds(group: Sequence[Held]) -> str:
    """The setting by which x264 codes every held frame so coarsely that it repeats the one before to the last bit."""
    ends = list(accumulate(picture.length for picture in group))
    held = [(end - picture.length + 1, end - 1) for end, picture in zip(ends, group, strict=True) if picture.length > 1]
    return ":zones=" + "/".join(f"{first},{last},q=51" for first, last in held) if held else ""


def _timed(frame: av.VideoFrame, at: int, canvas: Canvas) -> av.VideoFrame:
    frame.pts, frame.time_base = at, 1 / canvas.rate
    return frame


def gif_starts(lengths: Iterable[int], rate: Fraction) -> list[int]:
    """When each picture of a GIF begins, and last when all is over, in hundredths of a second.

    Each time is rounded by itself, so errors never add up: the whole is right to half a hundredth.
    """
    starts, frames = [0], 0
    for length in lengths:
        frames += length
        starts.append(round(frames * 100 / rate))
    return starts


def palette_of(samples: Iterable[av.VideoFrame]) -> av.VideoFrame:
    """The 256 colours that serve all `samples` (of one size) best, as FFmpeg's palettegen chooses them."""
    frames = iter(samples)
    first = next(frames)
    graph = Graph()
    source = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=Fraction(1, 100))
    graph.link_nodes(source, graph.add("palettegen"), graph.add("buffersink")).configure()
    for number, frame in enumerate(chain([first], frames)):
        frame.pts = number
        source.push(frame)
    source.push(None)
    return graph.vpull()


def write_gif(
    path: Path, canvas: Canvas, starts: Sequence[int], palette: av.VideoFrame, pictures: Iterable[Held]
) -> Iterator[int]:
    """Write `pictures` as a GIF that loops for ever, each shown from `starts[n]` to `starts[n + 1]`.

    The dither is an ordered one: error diffusion would crawl over a set that stands still.
    """
    last = starts[-1] - starts[-2]
    with av.open(path, "w", format="gif", options={"loop": "0", "final_delay": str(last)}) as container:
        stream = container.add_stream("gif", rate=Fraction(100))
        stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "pal8"
        stream.codec_context.time_base = Fraction(1, 100)
        source, sink = _dither(canvas, palette)
        written = 0
        for number, picture in enumerate(pictures):
            source.push(_at_hundredth(picture.frame, starts[number]))
            shown = sink.vpull()
            container.mux(stream.encode(_at_hundredth(shown, starts[number])))
            written += picture.length
            yield written
        container.mux(stream.encode())


def _dither(canvas: Canvas, palette: av.VideoFrame) -> tuple[av.filter.context.FilterContext, Graph]:
    graph = Graph()
    source = graph.add_buffer(width=canvas.width, height=canvas.height, format=PLAIN, time_base=Fraction(1, 100))
    colours = graph.add_buffer(
        width=palette.width, height=palette.height, format=palette.format, time_base=Fraction(1, 100)
    )
    use = graph.add("paletteuse", "dither=bayer:bayer_scale=3")
    source.link_to(use, 0, 0)
    colours.link_to(use, 0, 1)
    use.link_to(graph.add("buffersink"))
    graph.configure()
    palette.pts = 0
    colours.push(palette)
    colours.push(None)
    return source, graph


def _at_hundredth(frame: av.VideoFrame, at: int) -> av.VideoFrame:
    frame.pts, frame.time_base = at, Fraction(1, 100)
    return frame
