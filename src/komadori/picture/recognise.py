"""Tell from the first bytes what a file is; its suffix is never believed."""

from komadori.picture.ifd import byte_order, read_chain, sub_folders
from komadori.picture.still import Trouble, UnreadablePicture

RAW_STARTS = (
    (4, b"ftypcrx "),  # Canon CR3
    (0, b"FUJIFILMCCD-RAW"),
    (0, b"IIU\0"),  # Panasonic, Leica RW2
    (0, b"IIRO"),  # Olympus
    (0, b"IIRS"),
    (0, b"MMOR"),
    (0, b"FOVb"),  # Sigma X3F
    (0, b"\0MRM"),  # Minolta
    (8, b"CR\x02"),  # Canon CR2
    (8, b"IIII"),  # Phase One
)
PICTURE_STARTS = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\x76\x2f\x31\x01", "exr"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
)
FOREIGN_STARTS = (
    (0, b"GIF8", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"BM", "a BMP picture"),
    (0, b"8BPS", "a Photoshop document"),
    (4, b"ftypheic", "a HEIC picture"),
    (4, b"ftypmif1", "a HEIF picture"),
    (4, b"ftypheix", "a HEIC picture"),
    (4, b"ftypavif", "an AVIF picture"),
    (4, b"ftyp", "a movie"),
    (0, b"\x1aE\xdf\xa3", "a movie"),
    (0, b"RIFF", "a sound or movie"),
    (0, b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (0, b"\xff\x0a", "a JPEG XL picture"),
    (0, b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (0, b"II+\0", "a BigTIFF picture"),
    (0, b"MM\0+", "a BigTIFF picture"),
    (0, b"SDPX", "a DPX picture"),
    (0, b"XPDS", "a DPX picture"),
    (0, b"#?RADIANCE", "a Radiance HDR picture"),
    (0, b"%PDF", "a PDF document"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"\x1f\x8b", "a compressed archive"),
)
DNG_VERSION = 50706
PHOTOMETRIC = 262
COMPRESSION = 259
SENSOR_PHOTOMETRICS = {32803, 34892}  # colour filter array, linear raw
SENSOR_COMPRESSIONS = {32767, 32769, 32770, 34713, 65535}  # Sony, Epson, Samsung, Nikon, Pentax
HEAD = 4096
"""Bytes that suffice to tell whether a file is worth reading whole."""


def recognise(name: str, data: bytes) -> str:
    """The format of `data`: "jpeg", "png", "tiff", "exr", "dng" or "raw". Raises `UnreadablePicture`."""
    kind = recognise_head(name, data[:HEAD])
    return tiff_family(data) if kind == "tiff" else kind


def recognise_head(name: str, head: bytes) -> str:
    """As `recognise`, from the first bytes alone; "tiff" then stands for its whole family, RAW included."""
    if not head:
        raise UnreadablePicture(name, Trouble.EMPTY, "the file is empty (0 bytes).")
    if any(head.startswith(start, at) for at, start in RAW_STARTS):
        return "raw"
    for at, start, kind in PICTURE_STARTS:
        if head.startswith(start, at):
            return kind
    for at, start, what in FOREIGN_STARTS:
        if head.startswith(start, at):
            raise UnreadablePicture(name, Trouble.NOT_A_PICTURE, f"it is {what}, which is not read.")
    if not any(head):
        raise UnreadablePicture(name, Trouble.DAMAGED, "it holds nothing but zeros.")
    what = "it is a text file, not a picture." if is_text(head) else "it is not a picture in a known format."
    raise UnreadablePicture(name, Trouble.NOT_A_PICTURE, what)


def is_text(head: bytes) -> bool:
    """Whether the bytes read as text: UTF-8 (the last character may be cut) without control characters."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode("utf-8")
    return all(character.isprintable() or character in "\t\r\n\f\ufeff" for character in text)


def tiff_family(data: bytes) -> str:
    """Which of "tiff", "dng" and "raw" a file with a TIFF structure is."""
    folders = read_chain(data)
    if any(DNG_VERSION in folder.tags for folder in folders[:1]):
        return "dng"
    inner = [folder for outer in folders for folder in sub_folders(data, outer)]
    sensor = any(
        folder.number(PHOTOMETRIC) in SENSOR_PHOTOMETRICS or folder.number(COMPRESSION) in SENSOR_COMPRESSIONS
        for folder in folders + inner
    )
    return "raw" if sensor and byte_order(data) else "tiff"
