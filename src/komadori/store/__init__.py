"""The series folder on disk, and the only room that touches it: a picture acknowledged here is never lost."""

from komadori.store.beside import CameraSettings, LookTooLarge
from komadori.store.cache import BadCacheKey, Cache
from komadori.store.check import CheckReport, check_series
from komadori.store.disk import AlreadyThere, Disk, DiskFull, ReadOnlyFolder
from komadori.store.finished import FilmFrame, Finished, FinishedFrame, FinishedReel, NotFinished, Remark, Worded
from komadori.store.index import ShotEntry
from komadori.store.keep import Incoming, NotProved, fingerprint
from komadori.store.layout import PathOutside
from komadori.store.ledger import UnknownPicture
from komadori.store.lock import TakeBusy
from komadori.store.paint import BadPaint, Stroke, on_pictures, read_strokes
from komadori.store.records import Clock, utc_now
from komadori.store.repair import Mended, RepairReport, repair_series
from komadori.store.series import (
    NotASeries,
    SeriesFolder,
    ShotFolder,
    UnknownShot,
    UnknownTake,
    create_series,
    find_series,
    open_series,
)
from komadori.store.shelf import UnknownFile
from komadori.store.survey import Kind, Problem
from komadori.store.take import TakeFolder
from komadori.store.test_shots import TestShot
from komadori.store.upgrade import BrokenFile, NewerSchema
from komadori.store.writer import EmptyPicture, NotHeld, PictureFacts, TakeWriter

__all__ = [
    "AlreadyThere",
    "BadCacheKey",
    "BadPaint",
    "BrokenFile",
    "Cache",
    "CameraSettings",
    "CheckReport",
    "Clock",
    "Disk",
    "DiskFull",
    "EmptyPicture",
    "FilmFrame",
    "Finished",
    "FinishedFrame",
    "FinishedReel",
    "Incoming",
    "Kind",
    "LookTooLarge",
    "Mended",
    "NewerSchema",
    "NotASeries",
    "NotFinished",
    "NotHeld",
    "NotProved",
    "PathOutside",
    "PictureFacts",
    "Problem",
    "ReadOnlyFolder",
    "Remark",
    "RepairReport",
    "SeriesFolder",
    "ShotEntry",
    "ShotFolder",
    "Stroke",
    "TakeBusy",
    "TakeFolder",
    "TakeWriter",
    "TestShot",
    "UnknownFile",
    "UnknownPicture",
    "UnknownShot",
    "UnknownTake",
    "Worded",
    "check_series",
    "create_series",
    "find_series",
    "fingerprint",
    "on_pictures",
    "open_series",
    "read_strokes",
    "repair_series",
    "utc_now",
]
