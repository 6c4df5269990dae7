"""Sheets from and to other programs: text to values and back. No file is opened here."""

from fractions import Fraction

from komadori.sheet.exchange import clip_studio, csv_sheet, xdts
from komadori.sheet.exchange.adopt import adopt, drawings, picture_cells
from komadori.sheet.exchange.sheet_file import BadSheetFile, Reading, decode

__all__ = ["BadSheetFile", "Reading", "adopt", "decode", "drawings", "picture_cells", "read_sheet"]


def read_sheet(data: bytes, rate: Fraction, name: str = "the sheet") -> Reading:
    """Read an .xdts, .tdts or .csv file's bytes, whatever its name says. Raises BadSheetFile with `name`.

    `rate` counts where the file names none.
    """
    text = decode(data, name)
    if text.split("\n", 1)[0].strip().endswith("DigitalTimeSheet Save Data"):
        return xdts.to_sheet(xdts.parse(text, name), rate, name)
    if clip_studio.recognises(text, name):
        return clip_studio.parse(text, rate, name)
    return csv_sheet.parse(text, rate, name)
