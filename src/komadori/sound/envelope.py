"""How loud a sound is at each frame: what a timeline draws."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from komadori.sound.wave import Samples, Wave, first_sample


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Envelope:
    """The lowest and highest value and the root mean square of each frame, over all channels, full scale ±1.

    Element 0 is frame 1; `fps` is frames a second. A last frame that the sound does not fill is judged by what it has.
    """

    fps: Fraction
    low: Samples
    high: Samples
    rms: Samples

    @property
    def frames(self) -> int:
        """Frames in which something is heard."""
        return len(self.low)


def envelope(sound: Wave, fps: Fraction) -> Envelope:
    """Judge `sound` frame by frame at `fps` frames a second; every sample counts in exactly one frame."""
    frames = sound.frames(fps)
    if not frames:
        none = np.zeros(0, np.float32)
        return Envelope(fps=fps, low=none, high=none, rms=none)
    bounds = np.array([first_sample(frame, fps, sound.rate) for frame in range(1, frames + 2)], np.int64)
    bounds[-1] = sound.samples
    starts = bounds[:-1]
    # A rate above the sound's own leaves some frames between two samples; they show the next one.
    sizes = np.maximum(np.diff(bounds), 1)
    power = np.add.reduceat(np.square(sound.data).mean(axis=0), starts, dtype=np.float64) / sizes
    return Envelope(
        fps=fps,
        low=np.minimum.reduceat(sound.data.min(axis=0), starts),
        high=np.maximum.reduceat(sound.data.max(axis=0), starts),
        rms=np.sqrt(power).astype(np.float32),
    )
