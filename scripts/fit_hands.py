"""Find where a puppet's arm must be for its hand to be at its mouth, before its face, held out, or hugging itself.

    python scripts/fit_hands.py badger [FOLDER WITH PUPPETS …]

Prints the table `[movement.arms]` of a character's file. The search is SciPy's differential evolution over the arm's
channels within their limits (Storn and Price, Journal of Global Optimization 11, 1997), with the puppet's own forward
kinematics; how many mm a hand stays away from where it should be stands behind each line.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.optimize import differential_evolution

from komadori.score.temperament import JOINTS
from komadori.stage.puppet import Puppet, load_puppet

SPANS = {"forward": (-20, 140), "raise": (-10, 120), "twist": (-50, 90), "bend": (0, 140)}
"""Degrees within which an arm looks like an arm."""


def goals(puppet: Puppet) -> dict[str, tuple[dict[str, float], np.ndarray]]:
    """For each place: the pose the rest of the puppet is in, and where the left hand should be, in mm."""
    tall = puppet.height
    eating, hiding = {"head.nod": 22.0, "body.lean": 10.0}, {"head.nod": 14.0}
    mouth = puppet.anchor("mouth", eating)[:3, 3]
    face = puppet.anchor("mouth", hiding)[:3, 3]
    return {
        "mouth": (eating, mouth + 0.02 * tall * np.array([1.0, -1.5, -1.0])),
        "cheek": (hiding, face + 0.06 * tall * np.array([1.0, -1.0, -1.0])),
        "front": ({"body.lean": 14.0}, tall * np.array([0.12, -0.6, 0.42])),
        "chest": ({}, tall * np.array([0.05, -0.33, 0.5])),
        "palm": ({}, tall * np.array([0.36, -0.36, 0.62])),
    }


def fitted(puppet: Puppet, pose: dict[str, float], aim: np.ndarray) -> tuple[dict[str, float], float]:
    """The left arm's degrees, and how many mm its hand is away from `aim` then."""
    limits = {channel.name: channel for channel in puppet.channels}
    names = [f"arm.left.{joint}" for joint in JOINTS]
    bounds = [
        (max(limits[name].low, SPANS[joint][0]), min(limits[name].high, SPANS[joint][1]))
        for name, joint in zip(names, JOINTS, strict=True)
    ]

    def away(angles: np.ndarray) -> float:
        told = {**pose, **dict(zip(names, map(float, angles), strict=True))}
        return float(np.linalg.norm(puppet.anchor("hand.left", told)[:3, 3] - aim))

    # Of two arms that reach as far, the less contorted one is the better.
    found = differential_evolution(lambda angles: away(angles) + 0.01 * abs(angles[2]), bounds, seed=1, maxiter=40)
    return dict(zip(JOINTS, found.x, strict=True)), away(found.x)


if __name__ == "__main__":
    who = load_puppet(sys.argv[1], tuple(map(Path, sys.argv[2:])))
    print("[movement.arms]")
    for place, (pose, aim) in goals(who).items():
        arm, far = fitted(who, pose, aim)
        print(
            f"{place} = {{ {', '.join(f'{joint} = {round(angle)}' for joint, angle in arm.items())} }}  # {far:.0f} mm"
        )
