"""Every failure a person can meet, and what each asks of them.

The whole tree. A leaf lives beside the code that raises it and also inherits the builtin it resembles;
a test compares this drawing with the classes.

KomadoriError
├── WrongUse                 the command or an argument is wrong
│   ├── BadRate              a text that names no frame rate
│   ├── BadSlate             a text that addresses no shot
│   ├── BadSetting           a settings file or variable holds what is no setting
│   ├── NoFarmSoftware       a Dask cluster was named and its library is not installed
│   ├── BadRecipe            a recipe asks for what no operation offers
│   ├── WrongTarget          a file's name and the kind of file asked for do not match
│   ├── BadCrop              a part of the picture that does not lie in it
│   ├── TooWide              a width the pictures do not have
│   ├── EmptyPicture         a picture was to be kept that has no file
│   ├── NotHeld              a take was written to outside its `with`
│   ├── BadCacheKey          a key that may not become a file name
│   ├── OtherExposures       a take has other exposures than those asked for
│   ├── TwoSheets            more than one sheet was named for one take
│   ├── NotFound             what was named does not exist
│   │   ├── NotASeries       a folder that is no series and lies in none
│   │   ├── UnknownShot      the series does not have this shot
│   │   ├── UnknownTake      the shot does not have this take
│   │   ├── UnknownPicture   the take does not have this picture
│   │   ├── NotFinished      a picture has no finished frame
│   │   ├── UnknownColumn    the sheet does not have this column
│   │   ├── NoExample        the example film is not installed
│   │   ├── NothingThere     a path that does not exist, or a folder without pictures
│   │   ├── NoSuchCamera     no camera answers to this name
│   │   ├── UnknownFile      no reference or sound has this name
│   │   ├── UnknownCommand   the registry has no such command
│   │   ├── NothingOpen      the studio has no series or no take on its desk
│   │   └── NotKept          the camera no longer keeps it
│   ├── BadArguments         a command was told what it does not take
│   ├── BadRequest           a request to the studio cannot be read, or is too large
│   └── BadCameraName        a camera's name or option cannot be read
├── Refused                  understood, and not done; nothing was changed
│   ├── AlreadyThere         the name is taken, and nothing is overwritten
│   ├── NewerSchema          the file was written by a newer Komadori
│   ├── BadSheet             a sheet that cannot be
│   ├── BadSheetFile         a sheet file that cannot be read
│   ├── UnreadablePicture    a file that cannot be used as a picture
│   ├── UnreadableSound      a file that cannot be used as a sound
│   ├── UnreadableReference  a file that cannot be shown to line up with
│   ├── WrongSize            a photograph is not as large as its take
│   ├── StrayCopy            a file manager's copy of another photograph
│   ├── EditRefused          an edit that does not fit the sheet
│   ├── FramesMissing        frames of the sheet are still to shoot
│   ├── MixedSizes           pictures of one shot have different sizes
│   ├── NothingToFinish      no picture to finish stands on the sheet
│   ├── NothingToUndo        no edit is left to undo, or to redo
│   ├── LookTooLarge         a look-through has too many bytes
│   ├── NotOffered           this camera does not have the ability
│   └── SettingRefused       the camera does not take the setting or value
├── Damaged                  what lies on the disk is not what was promised
│   ├── BrokenFile           a file of the series cannot be read as what it should be
│   ├── PictureChanged       a picture's file is not the one that was taken
│   ├── NotAsPromised        an exported file is not what the sheet says
│   └── PathOutside          a name in a file of the series leads out of its folder
├── StorageFailed            the disk or folder would not do it
│   ├── DiskFull             no room was left; what was begun was taken back
│   ├── ReadOnlyFolder       the folder may be read and not written
│   ├── TakeBusy             another program is writing the take
│   └── NotProved            what was written reads back otherwise
├── DeviceFailed             something with a cable would not do it
│   ├── FarmFailed           the cluster does not answer, or workers keep dying
│   ├── PortTaken            a network port cannot be listened on
│   ├── DriverMissing        the software for this kind of camera cannot be loaded
│   ├── CameraClosed         a closed camera is asked for something
│   ├── CameraLost           it no longer answers
│   ├── CameraTimeout        it did not answer in time
│   ├── CameraBusy           it does something else, or another program holds it
│   ├── CameraDenied         the system does not let this person have it
│   ├── CardFull             no room for another photograph
│   ├── NothingTaken         the shutter was pressed and no photograph came
│   ├── NothingUsable        time after time no photograph that can be used
│   ├── NothingLeft          a replay has served its last photograph
│   └── TransferDamaged      a file is not as long as the camera said
├── Cancelled                a person stopped it
└── Several                  many failures, reported together
"""

from collections.abc import Sequence
from typing import Any


class KomadoriError(Exception):
    """The root: a message that says what, where and the value, and a remedy on a line of its own.

    `message` is one or more complete sentences; `hint` is empty where no remedy is known.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker process sends its failures home, also those of leaves whose constructors take other arguments.
        return _as_it_was, (type(self), self.args, self.__dict__)


def _as_it_was(kind: type[KomadoriError], args: tuple[Any, ...], state: dict[str, Any]) -> KomadoriError:
    failure = kind.__new__(kind, *args)
    failure.__dict__.update(state)
    return failure


class WrongUse(KomadoriError):
    """The command or an argument is wrong; nothing was begun."""

    exit_code = 2


class NotFound(WrongUse, LookupError):
    """What was named does not exist."""


class Refused(KomadoriError, ValueError):
    """The request was understood and not carried out; nothing was changed."""


class Damaged(KomadoriError):
    """What lies on the disk is not what was promised."""


class StorageFailed(KomadoriError, OSError):
    """The disk or folder would not do it: full, read-only, locked."""

    __str__ = KomadoriError.__str__


class DeviceFailed(KomadoriError, OSError):
    """Something with a cable would not do it."""

    __str__ = KomadoriError.__str__


class Cancelled(KomadoriError):
    """A person stopped the work; what was finished stays."""


class Several(KomadoriError):
    """Many failures, reported together.

    `errors` holds them in the order they were met; the exit code is the most serious one's.
    """

    def __init__(self, message: str, errors: Sequence[KomadoriError], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.errors = tuple(errors)
        self.exit_code = max((error.exit_code for error in self.errors), default=1)

    def __str__(self) -> str:
        told = "\n".join("  " + str(error).replace("\n", "\n  ") for error in self.errors)
        return f"{self.message}\n{told}" + (f"\nhint: {self.hint}" if self.hint else "")
