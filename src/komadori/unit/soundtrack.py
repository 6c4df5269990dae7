"""The film's sound from its script: a voice for everybody who acts, the sound of the places, what is touched, music."""

from collections.abc import Sequence

import numpy as np

from komadori.progress import Progress, Work
from komadori.score.character import Character
from komadori.score.mark import Mark
from komadori.score.voice import timbre_of, voice
from komadori.sound import MIX_RATE, Wave, first_sample
from komadori.sound.loudness import WEB
from komadori.sound.made import BadSound, ambience, foley, load_piece, music
from komadori.sound.made.room import heard_in
from komadori.sound.stems import Mixed, Stem, mix_stems
from komadori.unit.acting import cast_of_film, marks_of_film
from komadori.unit.conform import Clip, Cut
from komadori.unit.script import Script, SoundCue

CROSS = 0.35
"""Seconds in which one place's sound gives way to the next one's, half of it before the cut."""
TAIL = 0.8
"""Seconds in which what sounds at the film's end dies away."""
STEREO = -3.0
"""Decibels: one voice on two sides is as loud as it was on one."""
STEPS_BACK = 5.0
"""Decibels by which music gives way to a voice."""


def soundtrack(script: Script, cut: Cut) -> Work[Mixed]:
    """All stems of the film, mixed for the web (−16 LUFS), exactly as long as its pictures; the same samples each time.

    A sound begins where the frame of the sheet that it was laid to is first seen, and is not stretched; a voice is made
    for as long as its gesture is seen. Raises BadSound or BadScript for a sound that nobody knows how to make.
    """
    marks = marks_of_film(script, cut)
    cast = cast_of_film(script, marks)
    total = len(cast) + 3
    stems: list[Stem] = []
    heard = {who: character for who, character in cast.items() if character.voice}
    for who, character in heard.items():
        yield Progress(done=len(stems), total=total, doing=f"the voice of {who}")
        stems.append(_voice(script, cut, character, [mark for mark in marks if mark.who == who]))
    yield Progress(done=len(stems), total=total, doing="the sound of the places")
    stems.append(Stem(name="places", sound=_whole(cut, "ambience")))
    stems.append(Stem(name="foley", sound=_whole(cut, "foley")))
    if script.music:
        yield Progress(done=len(stems), total=total, doing="the music")
        stems.append(Stem(name="music", sound=_music(script, cut), gain=script.music_gain, gives_way=STEPS_BACK))
    return mix_stems(stems, target=WEB)


def _voice(script: Script, cut: Cut, character: Character, marks: Sequence[Mark]) -> Stem:
    """A character's voice, in each shot as it sounds in that room."""
    timbre = timbre_of(character)
    mixed = np.zeros((2, _sample(cut, cut.frames + 1)), np.float32)
    for room in dict.fromkeys(clip.shot.heard_in for clip in cut.clips):
        here = [mark for mark in marks if _room_at(cut, mark.first) == room]
        if here:
            samples = voice(here, timbre, rate=cut.rate, frames=cut.frames, seed=script.seed)
            mixed += heard_in(Wave(data=samples[None], rate=MIX_RATE), room).data
    return Stem(name=character.name, sound=Wave(data=mixed, rate=MIX_RATE), gain=STEREO, leads=True)


def _room_at(cut: Cut, frame: int) -> str:
    """The room that voices sound in at a frame of the film."""
    return [clip.shot.heard_in for clip in cut.clips if clip.first <= frame][-1]


def _whole(cut: Cut, kind: str) -> Wave:
    """Every sound of `kind` where its shot has it."""
    mixed = np.zeros((2, _sample(cut, cut.frames + 1)), np.float32)
    for clip in cut.clips:
        for cue in clip.shot.sounds:
            made = _made(cut, clip, cue) if cue.kind == kind else None
            if made is not None:
                _add(mixed, *made, 10.0 ** (cue.gain / 20.0))
    return Wave(data=_died_away(mixed), rate=MIX_RATE)


def _made(cut: Cut, clip: Clip, cue: SoundCue) -> tuple[Wave, int] | None:
    """The cue's sound, and the sample it begins at; None where it is cut away.

    A place's sound is heard for as long as its frames of the sheet are seen, and reaches a little into the shots
    beside it.
    """
    if cue.kind == "foley":
        begin = clip.begins(cue.at)
        return None if begin is None else (foley(cue.name, cue.seed), _sample(cut, begin))
    at = max(cue.at, clip.shot.mark_in)
    end = cue.at + cue.frames if cue.frames else max(clip.shot.frames, clip.reel.places[-1]) + 1
    heard = clip.heard(at, end - at) if at < end else None
    if heard is None:
        return None
    seconds = float(heard[1] / cut.rate) + CROSS
    sound = ambience(cue.name, seconds, cue.seed)
    edge = min(round(CROSS * MIX_RATE), sound.samples // 2)
    ramp = np.sin(np.linspace(0, np.pi / 2, edge)).astype(np.float32)
    data = sound.data.copy()
    data[:, :edge] *= ramp
    data[:, data.shape[1] - edge :] *= ramp[::-1]
    return Wave(data=data, rate=sound.rate), _sample(cut, heard[0]) - round(CROSS * MIX_RATE / 2)


def _music(script: Script, cut: Cut) -> Wave:
    piece = load_piece(script.folder / script.music)
    begin = _sample(cut, script.music_at)
    length = _sample(cut, cut.frames + 1)
    try:
        played = music(piece, seconds=(length - begin) / MIX_RATE, seed=script.seed)
    except BadSound:
        played = music(piece, seed=script.seed)  # of a film too short or too long for it as much as there is
    mixed = np.zeros((2, length), np.float32)
    _add(mixed, played, begin, 1.0)
    return Wave(data=_died_away(mixed), rate=MIX_RATE)


def _sample(cut: Cut, frame: int) -> int:
    return first_sample(frame, cut.rate, MIX_RATE)


def _add(mixed: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", sound: Wave, begin: int, gain: float) -> None:
    skipped = max(0, -begin)
    begin = max(0, begin)
    end = min(begin + sound.samples - skipped, mixed.shape[1])
    if begin < end:
        mixed[:, begin:end] += np.float32(gain) * sound.data[:, skipped : skipped + end - begin]


def _died_away(
    mixed: "np.ndarray[tuple[int, int], np.dtype[np.float32]]",
) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    edge = min(round(TAIL * MIX_RATE), mixed.shape[1])
    mixed[:, mixed.shape[1] - edge :] *= np.linspace(1, 0, edge, dtype=np.float32) ** 2
    return mixed
