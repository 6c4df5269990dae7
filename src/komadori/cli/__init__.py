"""The command line: one verb for each thing a person does; a verb prints and never decides."""

from komadori.cli.app import main

__all__ = ["main"]
