"""What makers call their settings, under Komadori's names for them."""

KEYS: dict[str, tuple[str, ...]] = {
    "battery": ("batterylevel",),
    "capture_target": ("capturetarget",),
    "colour_temperature": ("colortemperature", "whitebalancekelvin"),
    "exposure_compensation": ("exposurecompensation",),
    "exposure_mode": ("expprogram", "autoexposuremode", "shootingmode"),
    "exposure_time": ("shutterspeed", "shutterspeed2", "exptime"),
    "f_number": ("f-number", "aperture", "f-number2"),
    "focus_mode": ("focusmode", "focusmode2"),
    "iso": ("iso", "isospeed"),
    "metering": ("exposuremetermode", "meteringmode"),
    "picture_format": ("imageformat", "imagequality", "imagequality2"),
    "picture_size": ("imagesize",),
    "white_balance": ("whitebalance",),
}
"""Komadori's name to the library's keys for it; the first that a camera has and can read is the one used."""

RECORDED = (
    "colour_temperature",
    "exposure_compensation",
    "exposure_time",
    "f_number",
    "iso",
    "white_balance",
)
"""Settings noted with each photograph, sorted."""
