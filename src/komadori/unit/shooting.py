"""One shot of a script, shot on its stage through the capture engine: move, let time pass, expose, keep."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from komadori.capture.axes import standing
from komadori.capture.shoot import Happening, Kept, Press, expose
from komadori.devices.catalogue import open_camera, open_motion
from komadori.devices.protocols_motion import Motion
from komadori.devices.protocols_story import StoryTold
from komadori.errors import KomadoriError
from komadori.score.perform import Performance
from komadori.sheet.plan import Exposure, plan
from komadori.store import TakeWriter, open_series
from komadori.unit.acting import Blocking, performed
from komadori.unit.script import Script, ShotScript, read_script
from komadori.unit.slots import key_of, lay_out, take_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotJob:
    """What a worker needs to shoot one shot: where the script and the series lie, which shot (from 0), how well.

    `threads` is how many the renderer may use, 0 for all there are. Once the file `leave` is there, no further picture
    is begun.
    """

    script: Path
    series: Path
    place: int
    quality: str
    device: str = "auto"
    threads: int = 0
    leave: Path | None = None

    def __str__(self) -> str:
        return f"shot {self.place + 1} of {self.script.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotDone:
    """A shot whose slots are filled: `taken` pictures now, `pictures` altogether; `remarks` are sentences."""

    slate: str
    taken: int
    pictures: int
    remarks: tuple[str, ...]


def shoot_shot(job: ShotJob) -> ShotDone | KomadoriError:
    """Fill every slot of the shot's take that is still empty; what went wrong comes back as a value.

    Each picture is on the disk, hashed and journaled before the next is exposed, so work that was cut short goes on.
    """
    try:
        script = read_script(job.script)
        shot = script.shots[job.place]
        kept = 0
        remarks: list[str] = []
        for happening in shooting(script, shot, job):
            if isinstance(happening, Kept):
                kept += 1
            elif hasattr(happening, "text"):
                remarks.append(happening.text)
        pictures = len(open_series(job.series).take(shot.slate).pictures)
        return ShotDone(slate=str(shot.slate), taken=kept, pictures=pictures, remarks=tuple(remarks))
    except KomadoriError as failure:
        return failure


def shooting(script: Script, shot: ShotScript, job: ShotJob) -> Iterator[Happening]:
    """Perform the shot, telling what happens. Raises what devices, score and store raise."""
    key = key_of(script, shot, job.quality)
    take = take_for(open_series(job.series), shot, key)
    with ExitStack() as held:
        writer = held.enter_context(take.writer())
        lay_out(writer, shot, key)
        missing = list(plan(writer.sheet))
        if not missing:
            return
        place = stage_place(script, shot)
        motion = held.enter_context(closing(open_motion(f"stage:{place}")))
        axes = motion.axes()
        performance = performed(script, shot, axes)
        camera = held.enter_context(closing(open_camera(f"stage:{place}?{_options(script, job)}")))
        blocking = Blocking(shot, performance, axes, motion.positions())
        hands = Hands(script, shot, motion, performance, blocking)
        hands.catch_up(writer, missing[0].frame)
        press = Press(before=hands.set, axes=partial(standing, motion))
        for exposure in missing:
            if job.leave is not None and job.leave.exists():
                return
            yield from expose(writer, camera, exposure, sleep=time.sleep, press=press)


def stage_place(script: Script, shot: ShotScript) -> str:
    """The stage file beside the script, or the name of a shipped stage."""
    beside = script.folder / shot.stage
    return str(beside.resolve()) if beside.suffix == ".toml" and beside.is_file() else shot.stage


def _options(script: Script, job: ShotJob) -> str:
    width, height = script.sizes[job.quality]
    told = {"quality": job.quality, "size": f"{width}x{height}", "device": job.device}
    if job.threads:
        told["threads"] = str(job.threads)
    return urlencode(told)


class Hands:
    """What the animator's hands and the story's clock do before each exposure of a shot."""

    def __init__(
        self, script: Script, shot: ShotScript, motion: Motion, performance: Performance, blocking: Blocking
    ) -> None:
        self._script, self._shot, self._motion, self._blocking = script, shot, motion, blocking
        self._number = {frame: number for number, frame in enumerate(performance.exposures)}

    def set(self, exposure: Exposure) -> None:
        """Bring everything to where it is at the exposure's frame."""
        self._set(exposure.frame)

    def catch_up(self, writer: TakeWriter, frame: int) -> None:
        """Go through the exposures before `frame`, so that the felt lies as if the shot had never been left."""
        for span in writer.sheet.spans():
            if span.first < frame:
                self._set(span.first)

    def _set(self, frame: int) -> None:
        clock = self._shot.clock
        if isinstance(self._motion, StoryTold):
            moment = None if clock is None else clock.at(frame, self._script.rate)
            self._motion.tell(frame=frame, exposure=self._number.get(frame, frame), moment=moment)
        self._motion.move(self._blocking.targets(frame))
