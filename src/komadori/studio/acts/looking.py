"""What pages look through: the document of guides, paths and layers; alarms dismissed; keys learned."""

from typing import TYPE_CHECKING, Any

from komadori.capture.watch import Kind
from komadori.errors import Damaged, NotFound
from komadori.store import NewerSchema
from komadori.studio.commands import BadArguments
from komadori.studio.keys import KEYPAD, TITLES, cap, keymap
from komadori.studio.learned_keys import Learned, choose, learn, read_learned, write_learned
from komadori.studio.messages import KeysOut, LookOut, Remark, Seen

if TYPE_CHECKING:
    from komadori.studio.desk import Desk

Words = Any
KEYS_FILE = "keys.json"


def keep_look(desk: "Desk", words: Words) -> None:
    """Keep the look-through document with the take, and show it on every page."""
    take = desk.open_take().take
    if words.take not in ("", take.take.id):
        raise NotFound("These lines were drawn over another take.", hint="it has been put away; open it again.")
    take.write_look(words.document)
    desk.tell(LookOut(document=words.document))


def tell_look(desk: "Desk") -> None:
    """Tell the pages the document of the take on the desk, an empty one where it cannot be read."""
    document: dict[str, Any] = {}
    try:
        document = desk.open_take().take.read_look()
    except (Damaged, NewerSchema) as failure:
        desk.tell(Remark(text=failure.message, hint=failure.hint, severity="trouble"))
    desk.tell(LookOut(document=document))


def set_reference(desk: "Desk", words: Words) -> None:
    """Compare with this picture from now on."""
    take = desk.open_take()
    picture = take.writer.picture(words.picture)
    if desk.watch is not None:
        desk.watch.refer(picture, take.take.file(picture))


def seen(desk: "Desk", words: Words) -> None:
    """An alarm has been seen; it leaves every page."""
    desk.tell(Seen(alarm=words.alarm))


def dismiss(desk: "Desk", words: Words) -> None:
    """Tell no more alarms of a kind for this shot."""
    if words.kind not in set(Kind):
        raise BadArguments(f"There is no alarm {words.kind[:60]!r}.", hint=f"There are {', '.join(Kind)}.")
    if desk.watch is not None:
        desk.watch.dismiss(words.kind)


def learn_key(desk: "Desk", words: Words) -> None:
    """Have a key do a command from now on, be quiet, or do again what its preset says."""
    _keep_keys(desk, learn(_learned(desk), words))


def keys_preset(desk: "Desk", words: Words) -> None:
    """Use another set of keys."""
    _keep_keys(desk, choose(_learned(desk), words.name))


def tell_keys(desk: "Desk") -> None:
    """Tell the pages which key does what."""
    learned = _learned(desk)
    preset = learned.preset or desk.chosen.keys
    keys = keymap(preset, learned.keys)
    told = KeysOut(
        preset=preset,
        presets=tuple(TITLES.items()),
        keys=keys,
        caps={code: cap(code) for code in keys},
        learned=tuple(learned.keys),
        rows=KEYPAD,
    )
    desk.tell(told)


def _keep_keys(desk: "Desk", learned: Learned) -> None:
    desk.learned = learned
    if desk.chosen.user is not None:
        write_learned(desk.chosen.user / KEYS_FILE, learned)
    tell_keys(desk)


def _learned(desk: "Desk") -> Learned:
    if desk.learned is None:
        desk.learned, trouble = read_learned(desk.chosen.user / KEYS_FILE) if desk.chosen.user else (Learned(), "")
        if trouble:
            desk.tell(Remark(text=trouble))
    return desk.learned


# What writes to the disk waits for its turn, so that no live view waits for the disk.
ACTS = {
    "keep-look": keep_look,
    "set-reference": set_reference,
    "learn-key": learn_key,
    "keys-preset": keys_preset,
}
AT_ONCE = {"seen": seen, "dismiss": dismiss}
