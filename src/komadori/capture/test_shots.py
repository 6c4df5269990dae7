"""Taking a photograph to look at: kept with its settings, and no part of the film."""

from contextlib import suppress

from komadori.capture.look import look
from komadori.devices.protocols import Adjustable, Camera, Keeping
from komadori.errors import DeviceFailed
from komadori.store import Clock, Incoming, TakeFolder, TestShot, utc_now


def take_test(take: TakeFolder, camera: Camera, *, clock: Clock = utc_now) -> TestShot:
    """Press the shutter once and keep the photograph beside the take, with every setting of the camera.

    Raises what the camera raises, UnreadablePicture for a photograph that does not decode, and what the disk raises;
    nothing is kept then.
    """
    photograph = camera.shoot()
    looked = look(photograph.files)
    told = dict(looked.noted.settings) | dict(photograph.settings)
    if isinstance(camera, Adjustable):
        with suppress(DeviceFailed):  # the photograph is here, and what it says of itself is worth more
            told = {setting.name: setting.value for setting in camera.settings()} | told
    files = [Incoming(name=name, data=data) for name, data in photograph.files]
    shot = take.keep_test(files, camera=camera.name, settings=tuple(sorted(told.items())), clock=clock)
    if isinstance(camera, Keeping):
        with suppress(DeviceFailed):
            camera.release(photograph.token)
    return shot
