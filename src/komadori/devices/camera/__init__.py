"""Cameras on a cable. They are opened by name, through `komadori.devices.catalogue`."""
