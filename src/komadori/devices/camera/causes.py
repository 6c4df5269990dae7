"""What the library's error numbers and words mean to a person."""

from komadori.devices.protocols import CameraBusy, CameraLost, CardFull, NotKept, NotOffered, TransferDamaged
from komadori.errors import KomadoriError

CODES: dict[int, type[KomadoriError]] = {
    -3: CardFull,  # no memory: a card that cannot take one more
    -6: NotOffered,  # not supported
    -7: CameraLost,  # I/O problem
    -10: CameraLost,  # nothing read from or written to the port in time
    -31: CameraLost,  # port cannot be initialised
    -34: CameraLost,  # cannot read from the port
    -35: CameraLost,  # cannot write to the port
    -52: CameraLost,  # USB device not found
    -53: CameraBusy,  # USB device claimed by another program
    -60: CameraBusy,  # port locked by another program
    -105: CameraLost,  # model not found: the camera went away while it was looked for
    -110: CameraBusy,  # the camera does something else
    -115: CardFull,  # no space
}

CODES_OF_FILES = CODES | {-108: NotKept}  # file not found; elsewhere it means that there is no camera at a port

WORDS: dict[str, type[KomadoriError]] = {
    "Store Full": CardFull,
    "Store Not Available": CardFull,
    "Store Read Only": CardFull,
    "Device Busy": CameraBusy,
    "Incomplete Transfer": TransferDamaged,
}
"""Where the number says only that something went wrong, the library's last words may say what."""

HINTS: dict[type[KomadoriError], str] = {
    CameraBusy: "wait for the camera, leave its menus, and close other programs that use it",
    CameraLost: "check cable, battery and network, then reconnect",
    CardFull: "put in a card with room; without a card, add ?memory=1 to the camera's name",
    TransferDamaged: "the camera still has the photograph: fetch it again",
}
