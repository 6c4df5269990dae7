"""Every failure a person can meet, and what each asks of them.

The whole tree. A leaf lives beside the code that raises it and also inherits the builtin it resembles;
a test compares this drawing with the classes.

KomadoriError
├── WrongUse                 the command or an argument is wrong
│   ├── BadRate              a text that names no frame rate
│   ├── BadSlate             a text that addresses no shot
│   ├── BadStory             a moment, place or weather that cannot be
│   ├── BadSetting           a settings file or variable holds what is no setting
│   ├── NoFarmSoftware       a Dask cluster was named and its library is not installed
│   ├── BadBuild             a builder of the stage is told what it does not take
│   ├── BadSetFile           a set's or prop's file asks for what cannot be
│   ├── BadRecipe            a recipe asks for what no operation offers
│   ├── BadHolding           a recipe names a file, folder or picture that is not there
│   ├── BadProgram           a file that is no light program
│   ├── BadScore             a place in a score that cannot be read
│   ├── NotInCast            a score asks something of a character who is not there
│   ├── BadCharacter         a character's file says what no character can be
│   ├── BadVoice             a character has no voice, or one that cannot be
│   ├── BadStems             stems of a mix that do not fit together
│   ├── BadSound             a place, a small sound or a piece that cannot be made
│   ├── WrongTarget          a file's name and the kind of file asked for do not match
│   ├── BadCrop              a part of the picture that does not lie in it
│   ├── TooWide              a width the pictures do not have
│   ├── BadScript            a film's script asks for what cannot be
│   ├── BadCard              a title card without words, or with too many
│   ├── EmptyPicture         a picture was to be kept that has no file
│   ├── NotHeld              a take was written to outside its `with`
│   ├── BadCacheKey          a key that may not become a file name
│   ├── BadKey               a key under which the stage can keep nothing
│   ├── OtherExposures       a take has other exposures than those asked for
│   ├── TwoSheets            more than one sheet was named for one take
│   ├── NotFound             what was named does not exist
│   │   ├── NotASeries       a folder that is no series and lies in none
│   │   ├── UnknownShot      the series does not have this shot
│   │   ├── UnknownTake      the shot does not have this take
│   │   ├── UnknownPicture   the take does not have this picture
│   │   ├── NotFinished      a picture has no finished frame
│   │   ├── NoPlate          a key needs a plate that a picture does not have
│   │   ├── NoLayer          there is nothing to lay behind or over a picture
│   │   ├── UnknownColumn    the sheet does not have this column
│   │   ├── UnknownCharacter  no character of the score has this name
│   │   ├── NoExample        the example film is not installed
│   │   ├── NothingThere     a path that does not exist, or a folder without pictures
│   │   ├── NoSuchCamera     no camera answers to this name
│   │   ├── NoSuchLights     no lights answer to this name
│   │   ├── NoSuchMotion     no motion controller answers to this name
│   │   ├── NoSuchStage      no stage has this name
│   │   ├── NoSuchPuppet     no puppet has this name
│   │   ├── UnknownChannel   a pose names a channel the puppet does not have
│   │   ├── UnknownReplacement  a face or hand the puppet was not made with
│   │   ├── UnknownPart      the puppet has no such part
│   │   ├── UnknownAnchor    the puppet has no such place to hold something
│   │   ├── UnknownFile      no reference or sound has this name
│   │   ├── UnknownSet       no set or prop has this name
│   │   ├── UnknownCommand   the registry has no such command
│   │   ├── NothingOpen      the studio has no series or no take on its desk
│   │   └── NotKept          the camera no longer keeps it
│   ├── BadStage             a stage file asks for what cannot be
│   ├── BadPuppet            a puppet's file holds what no puppet has
│   ├── PoseBeyondLimit      a pose goes further than the puppet's joint does
│   ├── BadMove              something on the stage is told to move as it cannot
│   ├── BadArguments         a command was told what it does not take
│   ├── BadRequest           a request to the studio cannot be read, or is too large
│   ├── BadDeviceName        the name or an option of lights or motion cannot be read
│   └── BadCameraName        a camera's name or option cannot be read
├── Refused                  understood, and not done; nothing was changed
│   ├── AlreadyThere         the name is taken, and nothing is overwritten
│   ├── BadModel             a glTF model that cannot be used
│   ├── StageThere           a file of this name lies there already
│   ├── NewerSchema          the file was written by a newer Komadori
│   ├── BadSheet             a sheet that cannot be
│   ├── BadSheetFile         a sheet file that cannot be read
│   ├── NoChart              no colour chart is seen in a picture, or too little of it
│   ├── BadMatch             a file of colour matching without usable numbers
│   ├── BadLut               a file that holds no look-up table
│   ├── BadColourConfig      an OpenColorIO config that cannot be read, or lacks what was asked
│   ├── UnreadablePicture    a file that cannot be used as a picture
│   ├── UnreadableSound      a file that cannot be used as a sound
│   ├── UnreadableReference  a file that cannot be shown to line up with
│   ├── WrongSize            a photograph is not as large as its take
│   ├── StrayCopy            a file manager's copy of another photograph
│   ├── EditRefused          an edit that does not fit the sheet
│   ├── FramesMissing        frames of the sheet are still to shoot
│   ├── UnfitPlate           a plate of other proportions than the picture
│   ├── MixedSizes           pictures of one shot have different sizes
│   ├── NotMeasured          a preview asks for what the take has not been looked through for
│   ├── NothingToFinish      no picture to finish stands on the sheet
│   ├── NothingToUndo        no edit is left to undo, or to redo
│   ├── LookTooLarge         a look-through has too many bytes
│   ├── BadPaint             brush strokes that no brush can have made
│   ├── EmptySculpture       forms of a puppet that leave nothing
│   ├── BadScene             a scene whose arrays cannot be photographed
│   ├── NotOffered           this camera does not have the ability
│   ├── UniverseRefused      the lights do not carry this universe, or so many levels
│   ├── AxisRefused          there is no such axis, or it does not go there
│   └── SettingRefused       the camera does not take the setting or value
├── Damaged                  what lies on the disk is not what was promised
│   ├── BrokenFile           a file of the series cannot be read as what it should be
│   ├── PictureChanged       a picture's file is not the one that was taken
│   ├── NeighbourFailed      a picture that another is compared with cannot be read
│   ├── HoldingChanged       a plate or file changed while a take was being finished
│   ├── FieldLost            what was found out for a picture is no longer in the cache
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
│   ├── RendererMissing      the program that photographs the stage is not set up, or cannot start
│   ├── RendererFailed       the program that photographs the stage could not, or went down
│   │   ├── RendererStuck    it did not answer in time
│   │   └── NoMemoryToRender  there was not enough memory for the picture
│   ├── LightsClosed         closed lights are asked for something
│   ├── LightsLost           the lights no longer answer
│   ├── MotionClosed         a closed motion controller is asked for something
│   ├── MotionLost           the motion controller no longer answers, or a motor is stuck
│   ├── MotionStopped        a movement was stopped before it was over
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
│   └── Superseded           a newer picture was asked for meanwhile
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
