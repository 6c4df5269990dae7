"""The watch: looks at each picture while the set still stands, and says what has gone wrong on it."""

from komadori.capture.watch.alarm import Alarm, Kind, Severity
from komadori.capture.watch.limits import Limits
from komadori.capture.watch.watcher import PROXY_WIDTH, Watcher

__all__ = ["PROXY_WIDTH", "Alarm", "Kind", "Limits", "Severity", "Watcher"]
