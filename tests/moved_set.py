"""A set whose camera is moved by known amounts, with a light that flickers and a puppet in front.

Reach it through the `moved_set` fixture. Drawn at double size and averaged down, so that the truth is exact.
"""

from math import cos, radians, sin

import cv2
import numpy as np

WIDTH, HEIGHT = 640, 360
EDGE = 160


def texture(seed, height=2 * HEIGHT + 2 * EDGE, width=2 * WIDTH + 2 * EDGE):
    """Rough and fine, scene-linear, of three colours."""
    chance = np.random.default_rng(seed)
    out = np.zeros((height, width, 3), np.float32)
    for step in (90, 24, 9, 5):
        coarse = chance.standard_normal((height // step + 2, width // step + 2, 3)).astype(np.float32)
        out += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(0.18 * np.exp(0.3 * out), 0.01, 0.9)


def movement(right=0.0, down=0.0, turn=0.0, scale=1.0, tilt=0.0):
    """3 x 3, shares of the width: where a picture lies whose middle shows the set so far to the right and down, in
    pixels, turned clockwise by degrees, larger by `scale`, and tilted."""
    c, s = scale * cos(radians(turn)), scale * sin(radians(turn))
    middle = np.array([[1, 0, 0.5], [0, 1, HEIGHT / WIDTH / 2], [0, 0, 1]])
    moved = np.array([[c, -s, right / WIDTH], [s, c, down / WIDTH], [tilt, tilt / 2, 1]])
    return middle @ moved @ np.linalg.inv(middle)


def photograph(scene, matrix, *, light=1.0, lamp=0.0, puppet=None, noise=0.8, seed=0):
    """What the camera sees that lies at `matrix`, scene-linear HEIGHT x WIDTH x 3 from 8-bit codes.

    `puppet` is how far right, in pixels, a cloth of its own stands that hides two fifths of the picture.
    """
    scale = np.diag([2.0 * WIDTH, 2.0 * WIDTH, 1])
    shift = np.array([[1, 0, EDGE - 0.5], [0, 1, EDGE - 0.5], [0, 0, 1]])
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    whole = shift @ scale @ matrix @ np.linalg.inv(scale) @ half
    flags = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
    seen = cv2.warpPerspective(scene, whole, (2 * WIDTH, 2 * HEIGHT), flags=flags)
    if puppet is not None:
        left = round(2 * (0.3 * WIDTH + puppet))
        cloth = texture(99)[: 2 * HEIGHT, : round(0.8 * WIDTH)]
        seen[:, left : left + cloth.shape[1]] = cloth
    seen = cv2.resize(seen, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    glow = np.linspace(0, 1, WIDTH)[None, :, None] ** 2
    seen = seen * (np.asarray(light) + lamp * glow)
    grain = np.random.default_rng([seed, 7]).normal(0, noise, seen.shape)
    codes = np.clip(np.rint(255 * np.sqrt(np.clip(seen, 0, 1)) + grain), 0, 255)
    return ((codes / 255) ** 2).astype(np.float32)


def off(matrix, truth):
    """How far from where they should be a mapping puts the corners of the picture, in pixels; the largest."""
    high = HEIGHT / WIDTH
    corners = np.array([(0, 0, 1), (1, 0, 1), (0, high, 1), (1, high, 1)])
    here, there = (corners @ np.reshape(one, (3, 3)).T for one in (matrix, truth))
    return WIDTH * float(np.linalg.norm(here[:, :2] / here[:, 2:] - there[:, :2] / there[:, 2:], axis=1).max())
