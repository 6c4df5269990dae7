"""Every gesture as curves over a puppet's channels."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from komadori.score.gestures import body, hands, head, mouth, sleep
from komadori.score.stroke import Acting

Act: TypeAlias = Callable[[Acting], None]

ACTS: Mapping[str, Act] = {
    "tilt": head.tilt,
    "turn": head.turn,
    "look": head.look,
    "lean": body.lean,
    "nod": head.nod,
    "shake": head.shake,
    "bow": body.bow,
    "blink": head.blink,
    "double blink": head.double_blink,
    "breathe": body.breathe,
    "waddle": body.waddle,
    "hop": body.hop,
    "shiver": body.shiver,
    "stretch": body.stretch,
    "wave": hands.wave,
    "offer": hands.offer,
    "take": hands.take,
    "comfort": hands.comfort,
    "settle": body.settle,
    "hold": body.hold,
    "sigh": body.sigh,
    "doze off": sleep.doze_off,
    "wake": sleep.wake,
    "eat": hands.eat,
    "refuse": hands.refuse,
    "surprise": body.surprise,
    "hum": mouth.hum,
    "chirp": mouth.chirp,
    "squeak": mouth.squeak,
    "yawn": mouth.yawn,
    "munch": mouth.munch,
    "giggle": mouth.giggle,
    "sniff": mouth.sniff,
    "gasp": mouth.gasp,
    "purr": mouth.purr,
    "whimper": mouth.whimper,
    "grumble": mouth.grumble,
    "hiccup": mouth.hiccup,
    "snore": mouth.snore,
}
"""What acts each word of the vocabulary; a test compares the two."""
