"""What the server says in sentences is told by the Japanese page in Japanese."""

import ast
import functools
import json
import re
import shutil
import struct
import subprocess
import sys
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from komadori.devices.driver import read_options
from komadori.devices.virtual.motors import OPTIONS
from komadori.errors import KomadoriError, Several
from komadori.film import BadSlate, Slate
from komadori.finish.catalogue import operations
from komadori.finish.recipe import allowed, recipe_of_tables
from komadori.picture import UnreadablePicture, read
from komadori.score.notation import read_score
from komadori.stage.document_file import parse_stage
from komadori.stage.gltf.container import Container
from komadori.story.clock import StoryClock

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src/komadori"
STATE = SOURCE / "studio/web/state"
RECIPE = "told_recipe_ja.js"
"""Parts of what operations say, which are put together and stand nowhere whole; they are tried below."""
WRITTEN = re.compile(r"\[?\[?[\w{}.]+\]?\]?( = [^\s`]((?! and | or ).)*)?")
"""A line to be written into a file, which reads alike in every language."""
TREE = set(re.findall(r"[├└]── (\w+)", (SOURCE / "errors.py").read_text(encoding="utf-8")))
TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
SAYING = {"Remark", "Said", "Progress", "begin", "told", "wrong", "complaint"}
"""Calls that hand words to a person: remarks, what a piece of work does, and what is wrong in a file."""


# -- what the source says ----------------------------------------------------------------------------------------------


def templates(node, names, deep=0):
    """The texts an expression may be, with {0}, {1}… for its figures; as far as they stand in the module."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        count = iter(range(100))
        return ["".join(part.value if isinstance(part, ast.Constant) else f"{{{next(count)}}}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return templates(node.body, names, deep) + templates(node.orelse, names, deep)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [
            one + other for one in templates(node.left, names, deep) for other in templates(node.right, names, deep)
        ]
    if isinstance(node, ast.Name) and deep < 3:
        return [text for value in names.get(node.id, ()) for text in templates(value, names, deep + 1)]
    return []


def named(tree):
    """What the names of a module stand for, wherever in it they are given something."""
    found = {}
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                found.setdefault(target.id, []).append(node.value)
    return found


@functools.cache
def parsed(path):
    """Every expression and import of a module, and what its names stand for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = ast.Constant | ast.JoinedStr | ast.IfExp | ast.BinOp | ast.Call | ast.Import | ast.ImportFrom
    return [node for node in ast.walk(tree) if isinstance(node, kinds)], named(tree)


def said_in(path):
    """The sentences a module hands to a person: messages, hints, remarks and what work does."""
    nodes, names = parsed(path)
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = {word.arg: word.value for word in node.keywords}
        parts = [words[name] for name in ("hint", "text", "doing") if name in words]
        if called in TREE or called in SAYING:
            parts += node.args
        for text in (text for part in parts for text in templates(part, names)):
            if re.search(r"[A-Za-z]{2}", text):
                yield text


def every_text(path):
    """Every text of a module, whole or with figures."""
    return {text for node in parsed(path)[0] for text in templates(node, {})}


def japanese(*files):
    """The sentences that have Japanese, of all files or of some."""
    found = {}
    for path in files or sorted(STATE.glob("told_*_ja.js")):
        table = path.read_text(encoding="utf-8").partition("= {")[2]
        for english, words in re.findall(rf"^  ({TEXT}|\w+):\s*({TEXT}),", table, re.MULTILINE):
            found[english if english.isidentifier() else ast.literal_eval(english)] = ast.literal_eval(words)
    return found


def module_of(path):
    """The name of a module by its file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path):
    """What a module imports, wherever in it: modules, and names that may be modules."""
    for node in parsed(path)[0]:
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))


@functools.cache
def heard():
    """Modules whose sentences may reach a page: the studio's, the drivers and operations it finds by their entry
    points, and all that these import. The others speak at a terminal alone."""
    modules = {module_of(path): path for path in sorted(SOURCE.rglob("*.py"))}
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    plugged = [point.partition(":")[0] for group in project["entry-points"].values() for point in group.values()]
    waiting, found = [*plugged, *(name for name in modules if name.startswith("komadori.studio"))], {}
    while waiting:
        name = waiting.pop()
        if name in modules and name not in found:
            found[name] = modules[name]
            waiting += imported(modules[name])
    return sorted(found.values())


def test_what_a_page_can_be_told_has_japanese():
    told, missing = japanese(), []
    for path in heard():
        new = sorted(text for text in set(said_in(path)) - set(told) if not WRITTEN.fullmatch(text))
        missing += [f"{path.relative_to(SOURCE).as_posix()}: {json.dumps(text)}" for text in new]
    assert not missing, "\n".join(["give these Japanese in studio/web/state/told_*_ja.js:", *missing])


def test_a_page_hears_the_studio_and_not_the_terminal():
    rooms = {path.relative_to(SOURCE).parts[0] for path in heard()}
    assert {"studio", "capture", "devices", "finish", "sheet", "stage", "store"} <= rooms
    assert not rooms & {"cli", "unit"}


def test_each_sentence_in_japanese_is_still_said_and_keeps_its_figures():
    pages = "\n".join(
        re.sub(r"\$\{[^}]*\}", "{0}", path.read_text(encoding="utf-8"))
        for path in STATE.parent.rglob("*.js")
        if not path.name.startswith("told_")
    )
    said = set().union(*(every_text(path) | set(said_in(path)) for path in SOURCE.rglob("*.py")))
    said |= {parameter.says for one in operations().values() for parameter in one.parameters}
    told = japanese(*(path for path in STATE.glob("told_*_ja.js") if path.name != RECIPE))
    assert [text for text in told if text not in said and text not in pages] == []
    placed = {text: set(re.findall(r"\{\d\}", text)) for text in japanese()}
    assert [text for text, words in japanese().items() if set(re.findall(r"\{\d\}", words)) != placed[text]] == []
    assert len(told) > 800


# -- what the page makes of it -----------------------------------------------------------------------------------------

SCRIPT = """
import { toldWords } from "%s";
const asked = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(asked.map((text) => toldWords(text, "ja"))));
"""


@pytest.fixture(scope="module")
def in_japanese(tmp_path_factory):
    """What the page says for texts of the server."""
    beside = Path(sys.executable).with_name("deno")
    deno = str(beside) if beside.exists() else shutil.which("deno")
    if deno is None:
        pytest.skip("deno is not installed")
    script = tmp_path_factory.mktemp("told") / "asked.js"
    script.write_text(SCRIPT % (STATE / "told_words.js").as_uri(), encoding="utf-8")

    def asked(*texts):
        ran = subprocess.run(
            [deno, "run", "--no-config", "--quiet", f"--allow-read={STATE}", script],
            input=json.dumps(texts), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return asked


SETTINGS = [
    [],
    [{"use": "level", "exposure": 1.0, "red": 0.5, "black": 0.1, "gamma": 1.2}],
    [{"use": "level", "exposure": 1.0, "frames": [{"first": 3, "last": 5, "off": True}, {"first": 7, "red": -1.0}]}],
    [{"use": "balance", "grey": "0.5 0.5", "temperature": 3200.0, "tint": 3.0, "exposure": 0.5}],
    [{"use": "crop", "left": 3.0, "bottom": 2.0, "shape": "16:9"}, {"use": "scale", "width": 640, "height": 360}],
    [{"use": "rotate", "angle": 2.0, "quarter_turns": 1}, {"use": "saturation", "saturation": 1.2}],
    [{"use": "grade", "lift": 0.1, "gain_red": 1.2, "contrast": 1.1, "curve": "0 0, 0.5 0.6, 1 1"}],
    [{"use": "rig", "marker": "#00ff00", "matte": "0001"}, {"use": "hot_pixels", "dark": "0001"}],
    [{"use": "dust", "moving": True}, {"use": "denoise", "soften": 0.5}, {"use": "match", "file": "0001"}],
    [{"use": "key"}, {"use": "background", "colour": "#203040"}, {"use": "lut", "file": "0001", "strength": 0.5}],
    [{"use": "key", "screen": "plate", "plate": "0001"}, {"use": "retime", "length": 48, "between": "dissolve"}],
    [{"use": "retime", "speed": 0.5, "between": "flow", "blur": 0.5, "only": "3-6"}],
    [{"use": "deflicker", "mode": "global", "colour": False, "program": "0001"}, {"use": "stabilise", "edges": "crop"}],
    [{"use": "deflicker", "mode": "tone"}, {"use": "stabilise", "remove": "all movement", "edges": "repeat"}],
]
NAMES = r"RAW|px|#[0-9a-f]+"


def test_a_recipe_says_in_japanese_what_it_does(in_japanese):
    usual = [[{"use": name}] for name, one in operations().items() if one.told(one.defaults) and name != "view"]
    words = [recipe_of_tables(tables).words for tables in (*usual, *SETTINGS)]
    told = in_japanese(*words)
    left = [(one, re.findall(r"[A-Za-z]{2,}", re.sub(NAMES, "", one))) for one in told]
    assert [one for one, english in left if english] == []


def test_failures_are_told_with_their_figures_and_what_stands_within_them(in_japanese, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"")
    with pytest.raises(UnreadablePicture) as unreadable:
        read(tmp_path / "a.jpg")
    with pytest.raises(BadSlate) as slate:
        Slate.parse("ep01/sh 3")
    message = unreadable.value.message
    twice = f"The webcam delivered no usable photograph in 3 tries; the last: {message}"
    once_more, address, several, nested = in_japanese(
        f"{message} It is shot once more.",
        slate.value.message,
        "The recipe has 2 problems.\n  There is no operation 'x'.\n  level has no parameter 'y'.",
        twice,
    )
    assert once_more == "a.jpg: 空のファイルです（0バイト）。もう一度撮ります。"
    assert address == "'ep01/sh 3' はカットの名前ではありません。"
    assert several.splitlines()[1:] == [
        "  処理 'x' はありません。",
        "  明るさと色（level）に 'y' という設定はありません。",
    ]
    assert nested == "webcam から使える写真が 3 回とも来ませんでした。最後は: a.jpg: 空のファイルです（0バイト）。"


PROSE = re.compile(r"[a-z]{2,} [a-z]{2,}")


def prose(text):
    """English words in a row that are left, where nothing is quoted."""
    return PROSE.findall(re.sub(r"'[^']*'|\"[^\"]*\"|`[^`]*`", "", text))


def failures(call):
    """What a call says is wrong, each with its hint."""
    with pytest.raises(KomadoriError) as found:
        call()
    errors = found.value.errors if isinstance(found.value, Several) else [found.value]
    return [text for one in errors for text in (one.message, one.hint) if text]


def test_what_may_be_set_of_operations_is_told_in_japanese(in_japanese):
    parameters = [(one.name, parameter) for one in operations().values() for parameter in one.parameters]
    wrong = [{"use": use, parameter.name: "?" if parameter.check else -1e9} for use, parameter in parameters]
    said = [parameter.says for _, parameter in parameters] + [allowed(parameter) for _, parameter in parameters]
    said += failures(lambda: recipe_of_tables([{**table, "name": str(at)} for at, table in enumerate(wrong)]))
    assert len(said) > 350
    told = in_japanese(*said)
    assert [one for one in zip(said, told, strict=True) if one[0] == one[1] or prose(one[1])] == []


def test_operations_are_called_as_the_page_calls_them_and_as_a_recipe_does(in_japanese):
    said = failures(lambda: recipe_of_tables([{"use": "deflicker", "reach": 900}]))
    assert in_japanese(*said, "crop has no parameter 'reach'.") == [
        "ちらつき除去（deflicker）: 範囲（reach）が 900 です（4〜100 枚の整数です）。",
        "ふつうは 40 です。",
        "切り取り（crop）に 'reach' という設定はありません。",
    ]


DAY = datetime.fromisoformat("2026-04-08")
STAGE = """
schema = "komadori.stage/1"
set = "room"
sun = [1]
[[prop]]
is = 5
in = "badger"
"""


def test_what_is_wrong_in_files_and_names_is_told_in_japanese(in_japanese, tmp_path):
    (tmp_path / "fox.glb").write_bytes(b"glTF" + struct.pack("<IIII4s", 2, 24, 4, 0x4E4F534A, b"[ ] "))
    said = failures(lambda: read_score("0 badger: nod 0f, blink left ×99; fox: blnk", "score", cast=("badger",)))
    said += failures(lambda: read_options("lost=x&what=1&slow=y", OPTIONS, device="virtual"))
    said += failures(lambda: parse_stage(STAGE))
    said += failures(lambda: Container(tmp_path / "fox.glb"))
    said += failures(lambda: StoryClock(begin=DAY, end=DAY, per_second=1.0))
    told = in_japanese(*said)
    assert [one for one in zip(said, told, strict=True) if prose(one[1])] == []
    assert {
        "score:1:30: 強さ ×99 は強すぎます。",
        "stage.toml, prop 1: is が 5 です。文字を書きます。",
        "stage.toml: ここに 'sun' はありません。",
        "fox.glb: glTFではありません（asset がありません）。",
    } <= set(told)


def test_what_nobody_has_translated_stays_as_it_came(in_japanese):
    said = ["It glitters, and nobody knows why.", "", "ep01/sc010/sh020", "film.mp4: it glitters."]
    assert in_japanese(*said) == said
