"""What the watch takes out of a picture, once, to compare it with others."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.film import Picture
from komadori.picture import colour, shift
from komadori.picture.still import Array

Floats = NDArray[np.float32]
Cells = NDArray[np.bool_]

PROXY_WIDTH = 3000
"""Pixels of width a picture is read at: for fine detail. Half of what a good camera has."""
WIDTH = 1500
"""Pixels of width corners are tracked at: errs by a fiftieth of one of them."""
COLUMNS = 60
"""Cells a picture is divided into from left to right; one of them is about as large as a puppet's hand."""
COARSE_WIDTH = 400
"""Pixels of width at which a knock of 20 pixels is a small step."""
RIM = 16
"""Pixels of the small picture around it whose corners are not looked at."""
LIGHT_WIDTH = 480
"""Pixels of width that suffice for the mean light of cells."""
BLUR = 0.8
"""Sigma in pixels: the noise of single pixels is no detail."""
DARKEST, BRIGHTEST = 0.004, 0.9
"""Mean linear light of a cell between which it tells the light: neither noise nor clipped."""
FAR = 0.1
"""Pixels of the small picture from which a shift of the camera moves light from cell to cell."""
LOST = 252
"""Code from which a highlight is lost, and..."""
NEAR = 190
"""...from which it was bright before: what was darker and is white now is another thing, not another light."""


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What the camera's place is told by: `small` is height x width x 3 uint8 sRGB."""

    small: Array

    @cached_property
    def flat(self) -> Array:
        """The small picture without its light."""
        return shift.flattened(cv2.cvtColor(self.small, cv2.COLOR_RGB2GRAY))

    @cached_property
    def corners(self) -> shift.Points:
        """Where it can be told again; not at the rim, where the camera's own frame stands still whatever it sees."""
        places = shift.corners(self.flat)
        height, width = self.flat.shape
        inside = (places >= RIM) & (places < (width - RIM, height - RIM))
        return np.asarray(places[inside.all(axis=1)])

    @cached_property
    def coarse(self) -> Array:
        """A much smaller picture without its light."""
        height, width = self.small.shape[:2]
        size = COARSE_WIDTH, max(1, round(height * COARSE_WIDTH / width))
        grey = cv2.cvtColor(self.small, cv2.COLOR_RGB2GRAY)
        return shift.flattened(cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if width > COARSE_WIDTH else grey)

    @cached_property
    def coarse_corners(self) -> shift.Points:
        """Where that can be told again."""
        return shift.corners(self.coarse)


@dataclass(frozen=True, kw_only=True)
class Seen(Detail):
    """A picture as the watch keeps it: `sharp` is how much fine detail each cell has (rows x columns), whatever its
    light.
    """

    picture: Picture
    frame: int | None
    sharp: Floats

    @property
    def scale(self) -> float:
        """Pixels of the full picture in one of the small one."""
        return self.picture.width / int(self.small.shape[1])

    @property
    def grid(self) -> tuple[int, int]:
        """Columns and rows of cells."""
        return grid_of(self.small)

    def light(self, moved: shift.Shift | None = None) -> Floats:
        """Mean linear light of each cell, rows x columns x 3; put back in place where the camera was `moved`."""
        height, width = self.small.shape[:2]
        codes = self.small
        if moved is not None and moved.far > FAR:
            codes = cv2.warpAffine(
                codes, moved.matrix, (width, height), flags=cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
            )
        if width > LIGHT_WIDTH:
            least = (LIGHT_WIDTH, max(1, round(height * LIGHT_WIDTH / width)))
            codes = cv2.resize(codes, least, interpolation=cv2.INTER_AREA)
        return self.in_cells(np.asarray(colour.to_light(codes, "srgb"), np.float32))

    def detail(self, moved: shift.Shift | None = None) -> Floats:
        """How much fine detail each cell has, put back in place where the camera was `moved`."""
        if moved is None or moved.far <= FAR:
            return self.sharp
        in_cells = moved.matrix.copy()
        in_cells[:, 2] *= COLUMNS / self.small.shape[1]
        return np.asarray(
            cv2.warpAffine(self.sharp, in_cells, self.grid, flags=cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
        )

    @cached_property
    def brightest(self) -> Array:
        """The brightest channel of each pixel of the small picture."""
        return np.asarray(self.small.max(axis=2))

    def in_cells(self, values: Floats) -> Floats:
        """The mean of `values` (height x width, any channels) over each cell."""
        return np.asarray(cv2.resize(values, self.grid, interpolation=cv2.INTER_AREA))

    def box(self, cells: Cells) -> tuple[int, int, int, int]:
        """What encloses `cells`, in pixels of the full picture."""
        rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
        wide, tall = self.picture.width / self.grid[0], self.picture.height / self.grid[1]
        return (
            round(columns[0] * wide),
            round(rows[0] * tall),
            round((columns[-1] + 1) * wide),
            round((rows[-1] + 1) * tall),
        )


def see(picture: Picture, frame: int | None, proxy: Array) -> Seen:
    """Look at `proxy`, the picture as `read_proxy` gives it at PROXY_WIDTH."""
    height, width = proxy.shape[:2]
    size = (WIDTH, max(1, round(height * WIDTH / width)))
    small = np.asarray(cv2.resize(proxy, size, interpolation=cv2.INTER_AREA)) if width > WIDTH else proxy
    return Seen(picture=picture, frame=frame, small=small, sharp=detail_of(proxy))


def lit(light: Floats) -> Cells:
    """The cells (rows x columns x 3) that tell the light."""
    return np.asarray((light.min(axis=2) > DARKEST) & (light.max(axis=2) < BRIGHTEST))


def grid_of(pixels: Array) -> tuple[int, int]:
    """Columns and rows of cells of a picture of any size."""
    height, width = pixels.shape[:2]
    return COLUMNS, max(1, round(COLUMNS * height / width))


def detail_of(proxy: Array) -> Floats:
    """How much fine detail each cell has: the root mean square of the Laplacian of the logarithm."""
    logarithms = np.log(np.arange(256, dtype=np.float32) + np.float32(shift.PAPER))
    stops = cv2.GaussianBlur(cv2.LUT(cv2.cvtColor(proxy, cv2.COLOR_RGB2GRAY), logarithms), (0, 0), BLUR)
    edges = np.square(cv2.Laplacian(stops, cv2.CV_32F))
    return np.asarray(np.sqrt(cv2.resize(edges, grid_of(proxy), interpolation=cv2.INTER_AREA)), np.float32)
