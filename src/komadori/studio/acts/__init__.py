"""What each command of the registry does, one file for each part of the work."""

from komadori.studio.acts import cameras, editing, looking, opening, posing, shooting, working

ACTS = {
    **opening.ACTS,
    **shooting.ACTS,
    **editing.ACTS,
    **cameras.ACTS,
    **looking.ACTS,
    **posing.ACTS,
    **working.ACTS,
}
"""Commands that wait for their turn on the desk's thread."""

AT_ONCE = {**shooting.AT_ONCE, **looking.AT_ONCE, **working.AT_ONCE, **cameras.AT_ONCE}
"""Commands that do not wait, since what they stop or still is what holds the desk."""
