"""Setting a camera again as it was when a shot was left."""

from komadori.capture.own_settings import Pairs, unlike
from komadori.capture.shoot import Remark
from komadori.devices.protocols import Adjustable, Camera, SettingRefused


def restore(camera: Camera, settings: Pairs) -> list[Remark]:
    """Set what is not as in `settings`, and tell what could not be set; a camera without settings is left as it is.

    What only tells something (a battery) is passed over. Raises what a lost camera raises.
    """
    if not isinstance(camera, Adjustable):
        return []
    readable = {setting.name for setting in camera.settings() if not setting.writable}
    told = []
    # Some settings can be set only once another is: what is refused is tried again after the rest.
    left = [(name, value) for name, value, _ in unlike(camera, settings) if name not in readable]
    for last in (False, True):
        refused = []
        for name, value in left:
            try:
                camera.set(name, value)
            except SettingRefused as failure:
                refused.append((name, value))
                if last:
                    told.append(Remark(text=f"{name} is not {value}, as it was left: {failure.message}"))
        left = refused
    return told
