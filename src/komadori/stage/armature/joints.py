"""Joints and forward kinematics: from a pose to where each rigid part is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.stage.armature.channels import Channel, Movement, Point, Pose, settled
from komadori.stage.armature.standard import ROOT

Matrix: TypeAlias = NDArray[np.float64]
"""4 × 4, applied to columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Where a part is hinged: `at` in the unposed puppet's millimetres, carried by `parent`."""

    name: str
    at: Point = (0.0, 0.0, 0.0)
    parent: str = ROOT


def places(joints: Sequence[Joint], channels: Sequence[Channel], pose: Pose) -> dict[str, Matrix]:
    """For each joint, parents first in `joints`, the matrix from its unposed place to its posed one.

    A part that swells carries what hangs from it along, but does not swell it.
    """
    values = settled(channels, pose)
    moves: dict[str, list[tuple[Movement, float]]] = {}
    for channel in channels:
        for move in channel.moves:
            moves.setdefault(move.part, []).append((move, move.amount(float(values[channel.name]))))
    frames: dict[str, Matrix] = {}
    swells: dict[str, Matrix] = {}
    for joint in (Joint(name=ROOT, parent=""), *joints):
        own = moves.get(joint.name, ())
        carried = frames[joint.parent] if joint.parent else np.eye(4)
        if joint.parent:
            grown = swells[joint.parent] @ np.array([*joint.at, 1.0])
            carried = carried @ shift(grown[:3] - np.asarray(joint.at))
        frames[joint.name] = carried @ about(joint.at, _moved(own))
        swells[joint.name] = about(joint.at, _swollen(own))
    return {joint.name: frames[joint.name] @ swells[joint.name] for joint in joints}


def shift(way: Iterable[float]) -> Matrix:
    """The matrix that moves by `way` (3)."""
    matrix = np.eye(4)
    matrix[:3, 3] = list(way)
    return matrix


def turned(way: Point, degrees: float) -> Matrix:
    """The matrix that turns about the direction `way` by `degrees`, by the right hand (Rodrigues)."""
    x, y, z = np.asarray(way, float) / max(float(np.linalg.norm(way)), 1e-9)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    matrix = np.eye(4)
    matrix[:3, :3] += np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)
    return matrix


def about(at: Point, matrix: Matrix) -> Matrix:
    """`matrix` done at the place `at` instead of at the origin."""
    return shift(at) @ matrix @ shift(-np.asarray(at, float))


def _moved(moves: Iterable[tuple[Movement, float]]) -> Matrix:
    matrix = np.eye(4)
    for move, amount in moves:
        if move.kind == "turn":
            matrix = matrix @ turned(move.way, amount)
        elif move.kind == "shift":
            matrix = matrix @ shift(np.asarray(move.way) * amount)
    return matrix


def _swollen(moves: Iterable[tuple[Movement, float]]) -> Matrix:
    share = np.ones(3)
    for move, amount in moves:
        if move.kind == "swell":
            share = share * (1 + np.asarray(move.way) * amount)
    return np.diag([*share, 1.0])


def by_parent(joints: Mapping[str, Joint]) -> tuple[Joint, ...]:
    """The joints, each after its parent; those in a circle or without a parent that exists are left out."""
    done: dict[str, Joint] = {}
    waiting = dict(joints)
    while ready := [name for name, joint in waiting.items() if joint.parent == ROOT or joint.parent in done]:
        for name in ready:
            done[name] = waiting.pop(name)
    return tuple(done.values())
