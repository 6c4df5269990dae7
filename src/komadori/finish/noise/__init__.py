"""Sensor noise: how strong it is at each brightness, and averaging it away where nothing moves."""
