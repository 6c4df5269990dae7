"""The film's sound from its script: a voice for everybody who acts, the sound of the places, what is touched, music."""

from itertools import zip_longest

import numpy as np

from komadori.progress import Progress, Work
from komadori.score.character import Character
from komadori.score.voice import STEREO, timbre_of, utterances
from komadori.sound import MIX_RATE, Wave, first_sample
from komadori.sound.loudness import WEB
from komadori.sound.made import BadSound, ambience, foley, load_piece, music
from komadori.sound.made.room import heard_in
from komadori.sound.stems import Mixed, Stem, mix_stems
from komadori.unit.acting import cast_of_film, marks_of_clip, marks_of_film
from komadori.unit.conform import Clip, Cut
from komadori.unit.script import Script, SoundCue

CROSS = 0.35
"""Seconds in which one place's sound at the least gives way to the next one's, half of it before the cut. A dissolve
that takes longer takes the sounds along."""
TAIL = 0.8
"""Seconds in which what sounds at the film's end dies away."""
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
        stems.append(_voice(script, cut, character))
    yield Progress(done=len(stems), total=total, doing="the sound of the places")
    stems.append(Stem(name="places", sound=_whole(cut, "ambience")))
    stems.append(Stem(name="foley", sound=_whole(cut, "foley")))
    if script.music:
        yield Progress(done=len(stems), total=total, doing="the music")
        stems.append(Stem(name="music", sound=_music(script, cut), gain=script.music_gain, gives_way=STEPS_BACK))
    return mix_stems(stems, target=WEB)


def _voice(script: Script, cut: Cut, character: Character) -> Stem:
    """A character's voice, in each shot as it sounds in that room, also where two shots are seen."""
    said = [
        (clip.shot.heard_in, mark)
        for clip in cut.clips
        for mark in marks_of_clip(script, clip)
        if mark.who == character.name
    ]
    length = _sample(cut, cut.frames + 1)
    dry = {room: np.zeros(length, np.float32) for room, _ in said}
    marks, timbre = [mark for _, mark in said], timbre_of(character)
    for place, begin, sound in utterances(marks, timbre, rate=cut.rate, frames=cut.frames, seed=script.seed):
        dry[said[place][0]][begin : begin + len(sound)] += sound.astype(np.float32)
    mixed = np.zeros((2, length), np.float32)
    for room, samples in dry.items():
        mixed += heard_in(Wave(data=samples[None], rate=MIX_RATE), room).data
    return Stem(name=character.name, sound=Wave(data=mixed, rate=MIX_RATE), gain=STEREO, leads=True)


def _whole(cut: Cut, kind: str) -> Wave:
    """Every sound of `kind` where its shot has it."""
    mixed = np.zeros((2, _sample(cut, cut.frames + 1)), np.float32)
    for clip, following in zip_longest(cut.clips, cut.clips[1:]):
        for cue in clip.shot.sounds:
            made = _made(cut, clip, following, cue) if cue.kind == kind else None
            if made is not None:
                _add(mixed, *made, 10.0 ** (cue.gain / 20.0))
    return Wave(data=_died_away(mixed), rate=MIX_RATE)


def _made(cut: Cut, clip: Clip, following: Clip | None, cue: SoundCue) -> tuple[Wave, int] | None:
    """The cue's sound, and the sample it begins at; None where it is cut away.

    A place's sound is heard for as long as its frames of the sheet are seen, and reaches a little into the shots
    beside it. In a dissolve it comes and goes as its pictures do.
    """
    if cue.kind == "foley":
        begin = clip.begins(cue.at)
        return None if begin is None else (foley(cue.name, cue.seed), _sample(cut, begin))
    at = max(cue.at, clip.shot.mark_in)
    end = cue.at + cue.frames if cue.frames else max(clip.shot.frames, clip.reel.places[-1]) + 1
    heard = clip.heard(at, end - at) if at < end else None
    if heard is None:
        return None
    first, last = heard[0], heard[0] + heard[1]
    coming = _turn(cut, first, clip.shot.dissolve if first == clip.first else 0)
    ends = following is not None and last >= clip.first + clip.frames
    going = _turn(cut, following.first, following.shot.dissolve) if following and ends else _turn(cut, last, 0)
    sound = ambience(cue.name, (going[1] - coming[0]) / MIX_RATE, cue.seed)
    return Wave(data=sound.data * _rising(coming, going), rate=sound.rate), coming[0]


def _turn(cut: Cut, first: int, frames: int) -> tuple[int, int]:
    """The samples from and to which one place's sound gives way to another's, where `frames` frames from `first` on
    show both."""
    begin, end = _sample(cut, first), _sample(cut, first + frames)
    wider = max(0, round(CROSS * MIX_RATE) - (end - begin))
    return begin - wider // 2, end + wider - wider // 2


def _rising(coming: tuple[int, int], going: tuple[int, int]) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """How loud a place's sound is from the first sample of `coming` to the last of `going`: two that give way to each
    other have one power together, since they know nothing of each other."""
    at = np.arange(coming[0], going[1])
    risen, left = ((at - begin) / (end - begin) for begin, end in (coming, going))
    return np.asarray(np.sin(np.clip(risen, 0, 1) * np.pi / 2) * np.cos(np.clip(left, 0, 1) * np.pi / 2), np.float32)


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
