"""The renderer of the live view: triangles drawn by OpenCV, lit and felted by numpy, on one or two processor cores.

What stands still is drawn and lit once; what moves is drawn over it, so that posing a puppet costs only the puppet.
Nothing here is path-traced: light that was reflected is guessed, and soft light casts no shadow but in corners.
"""

from komadori.stage.raster.renderer import RasterRenderer

__all__ = ["RasterRenderer"]
