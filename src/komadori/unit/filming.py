"""All shots of a script, shot side by side: one worker a shot, as a studio gives each animator a set."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from komadori.errors import KomadoriError, Several
from komadori.farm import Farm, map_frames
from komadori.progress import Progress, Work
from komadori.store import SeriesFolder
from komadori.unit.script import Script
from komadori.unit.shooting import ShotDone, ShotJob, shoot_shot
from komadori.unit.slots import key_of, pictures_there

LOOK = 0.5
"""Seconds between two looks at how far the shots have come."""
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Running:
    """The farm's work, driven on a thread of its own so that progress can be told meanwhile."""

    farm: Farm
    jobs: Sequence[ShotJob]
    done: list[ShotDone] = field(default_factory=list)
    failures: list[KomadoriError] = field(default_factory=list)
    broken: BaseException | None = None

    def run(self) -> None:
        try:
            for result in map_frames(self.farm, shoot_shot, self.jobs, window=len(self.jobs)):
                if isinstance(result, KomadoriError):
                    self.failures.append(result)
                else:
                    self.done.append(result)
        except BaseException as failure:  # told by the thread that waits
            self.broken = failure


def film_shots(
    script: Script, file: Path, series: SeriesFolder, farm: Farm, *, quality: str, device: str = "auto"
) -> Work[tuple[ShotDone, ...]]:
    """Shoot every slot that is still empty, counting pictures. Closing the generator stops after those underway.

    One shot that fails does not stop the others; then the failure, or Several, is raised at the end.
    """
    leave = series.cache.folder / f"leave.{os.getpid()}"
    jobs = _jobs(script, file, series, farm, quality, device, leave)
    total = sum(-(-shot.frames // shot.on) for shot in script.shots)
    running = _Running(farm=farm, jobs=jobs)
    thread = threading.Thread(target=running.run, name="filming")
    thread.start()
    try:
        while thread.is_alive():
            yield Progress(done=_taken(script, series, quality), total=total, doing=f"shooting {script.title}")
            thread.join(LOOK)
    finally:
        if thread.is_alive():
            leave.parent.mkdir(parents=True, exist_ok=True)
            leave.touch()
            thread.join()
        leave.unlink(missing_ok=True)
    if running.broken is not None:
        raise running.broken
    _raise(running.failures, script)
    return tuple(running.done)


def _jobs(
    script: Script, file: Path, series: SeriesFolder, farm: Farm, quality: str, device: str, leave: Path
) -> list[ShotJob]:
    """One job a shot, the longest first, so that no worker is left with it at the end."""
    order = sorted(range(len(script.shots)), key=lambda place: -script.shots[place].frames / script.shots[place].on)
    threads = max(1, CORES // min(farm.workers, len(order)))
    return [
        ShotJob(
            script=file.resolve(),
            series=series.path.resolve(),
            place=place,
            quality=quality,
            device=device,
            threads=threads,
            leave=leave,
        )
        for place in order
    ]


def _taken(script: Script, series: SeriesFolder, quality: str) -> int:
    """Pictures there are of all shots, as the script has them now."""
    return sum(pictures_there(series, shot, key_of(script, shot, quality)) for shot in script.shots)


def _raise(failures: Sequence[KomadoriError], script: Script) -> None:
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise Several(f"{len(failures)} of {len(script.shots)} shots could not be shot.", failures)
