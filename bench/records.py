"""A series of any size as records only: every journal line as it would be, and no picture."""

import hashlib
from fractions import Fraction
from pathlib import Path

from komadori.film import Picture, PictureFile, Series, Shot, Slate, Take
from komadori.sheet.change import Change, Edit
from komadori.sheet.sheet import Cell
from komadori.store import layout
from komadori.store.journal import PICTURE, Entry, encode
from komadori.store.records import series_bytes, shot_bytes, take_bytes
from komadori.store.writer import begin_entry

RATE = Fraction(24)
AT = "2026-03-01T10:00:00.000000Z"


def picture_lines(count: int) -> bytes:
    """The journal lines of `count` pictures on twos, from line number 1 on."""
    lines = []
    for number in range(1, count + 1):
        digest = hashlib.blake2b(str(number).encode()).hexdigest()
        file = PictureFile(name=f"pictures/{number:06d}_x1.jpg", bytes=3_000_000, hash=f"blake2b:{digest}")
        frame = 2 * number - 1
        picture = Picture(
            number=number,
            frame=frame,
            files=(file,),
            format="jpeg",
            width=6000,
            height=4000,
            kept=AT,
            taken="2026-03-01T19:00:00.25+09:00",
            camera="gphoto2",
            source=f"DSC_{number:04d}.JPG",
            settings=(("exposure_time", "1/25"), ("f_number", "8"), ("iso", "200"), ("white_balance", "5200 K")),
        )
        placed = Change(first=frame, inserted=(Cell(length=2, pictures=(("x1", number),)),))
        edit = Edit(name="expose", changes=(placed,))
        lines.append(encode(Entry(n=number, at=AT, kind=PICTURE, picture=picture, edit=edit)))
    return b"".join(lines)


def write_take(folder: Path, number: int, identity: str, lines: bytes) -> None:
    """Make a take of journal `lines`."""
    take = Take(id=identity, number=number, rate=RATE)
    folder.mkdir(parents=True)
    (folder / layout.TAKE_FILE).write_bytes(take_bytes(take))
    (folder / layout.JOURNAL_FILE).write_bytes(encode(begin_entry(take, ("x1",), AT)) + lines)
    for name in (layout.PICTURES, layout.INCOMING):
        (folder / name).mkdir()


def write_series(folder: Path, *, episodes: int, shots: int, pictures: int) -> None:
    """Make a series of `shots` shots in `episodes` episodes with about `pictures` pictures in all, one take a shot."""
    folder.mkdir(parents=True)
    (folder / layout.SERIES_FILE).write_bytes(series_bytes(Series(id="0" * 32, title="Records", rate=RATE)))
    each = max(1, round(pictures / shots))
    longest = picture_lines(2 * each).splitlines(keepends=True)
    for count in range(shots):
        slate = Slate(
            episode=f"ep{1 + count % episodes:02d}",
            scene=f"sc{10 * (1 + count // episodes // 8):03d}",
            shot=f"sh{10 * (1 + count // episodes % 8):03d}",
        )
        path = layout.shot_folder(folder, slate)
        # Shots of a half to one and a half of the mean, so that no two neighbours cost the same.
        length = each // 2 + count * 7919 % (each + 1)
        write_take(path / "tk01", 1, f"{2 * count + 1:032x}", b"".join(longest[:length]))
        (path / layout.SHOT_FILE).write_bytes(shot_bytes(Shot(id=f"{2 * count:032x}", slate=slate)))
