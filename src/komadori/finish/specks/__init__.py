"""Dust: specks that lie on the set in a picture or two, and dust before the sensor that is in every picture."""
