"""Accuracy and speed on named data, against named peers, with one command."""
