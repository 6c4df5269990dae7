"""Frames of Motion JPEG made into JPEG files, without decoding them.

Many webcams leave out the Huffman tables, because those of Motion JPEG are always the same: the typical ones of ITU-T
T.81 (1992), Annex K.3. Some leave out the end marker, or fill the buffer up with zeros behind it.
"""

TABLES = tuple(
    bytes.fromhex(table)
    for table in (
        "0000010501010101010100000000000000000102030405060708090a0b",
        "100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f0243362"
        "7282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778"
        "797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7"
        "d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
        "0100030101010101010101010000000000000102030405060708090a0b",
        "1100020102040403040705040400010277000102031104052131061241510761711322328108144291a1b1c109233352f0156272"
        "d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a7374757677"
        "78797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5"
        "d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
    )
)
"""Class and place, counts and values: luma DC, luma AC, chroma DC, chroma AC."""

START, END = b"\xff\xd8", b"\xff\xd9"
HUFFMAN, SCAN = 0xC4, 0xDA


def completed(frame: bytes) -> bytes:
    """`frame` with Huffman tables and an end marker where it lacks them; what is no JPEG comes back as it is."""
    if not frame.startswith(START):
        return frame
    whole = frame.rstrip(b"\0")
    if not whole.endswith(END):
        whole = frame + END
    scan, has_tables = _scan(whole)
    if has_tables:
        return whole
    segments = (b"\xff" + bytes([HUFFMAN]) + (len(table) + 2).to_bytes(2, "big") + table for table in TABLES)
    return whole[:scan] + b"".join(segments) + whole[scan:]


def _scan(jpeg: bytes) -> tuple[int, bool]:
    """Where the first scan begins, and whether a Huffman table stands before it. A broken header counts as complete."""
    place = len(START)
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker in (HUFFMAN, SCAN):
            return place, marker == HUFFMAN
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return place, True
