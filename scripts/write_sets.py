"""Write docs/reference/sets.md from the builders' declarations and the shipped files; a test compares the two."""

from dataclasses import fields
from pathlib import Path
from typing import get_args

from komadori.stage.build import BUILDERS, IMAGES, Declared, Parameter, allowed
from komadori.stage.miniature_set import MiniatureSet, load_set
from komadori.stage.parts_file import palette, shipped
from komadori.stage.prop import load_prop
from komadori.stage.scene import Kind, Material

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/sets.md"

TOP = """# Sets and props

Written by `scripts/write_sets.py` from the builders' own declarations (`stage/build/`) and the shipped files.

A set is a TOML file of parts and props with the places puppets stand at, its windows, lamps and lenses; a prop is a
file of parts. Those that are shipped lie in `stage/library/`; a file of the same name in a folder of yours goes before
them. Lengths are millimetres of the miniature, angles degrees. X points right, Y away from the camera, Z up; puppets
and fronts face −Y. Everything wrong in a file is reported together, each with its place and a hint.

```toml
schema = "komadori.prop/1"
says = "A rice ball wrapped in nori."
role = "food"                       # for mattes: set, prop, food, rig, weather, outdoors, puppet

[material.rice]                     # a name of your own, or one from the palette below
kind = "food"
colour = [0.86, 0.84, 0.77]         # linear light, or "#f0efe9" in sRGB

[[part]]
name = "body"
build = "rice-ball"                 # a builder below; its parameters stand beside
material = "rice"
size = [27, 12, 26]

[[prop]]                            # another prop that stands on this one
use = "chopsticks"
at = [0, -20, 0]

[[steam]]                           # where steam rises while it is warm
at = [0, 0, 24]

[grip]                              # where a paw takes it
at = [0, 0, 9]
```

## What every part may say

| key | is |
| --- | --- |
| `name` | its name, unique in the file |
| `build`, `material` | the builder, and the material |
| `grain` | "x", "y" or "z": which way wood runs, instead of the material's own |
| `at`, `turn`, `scale` | where it stands, an angle about Z or three about X, Y and Z, a factor or three |
| `places` | instead of `at`: rows of [x, y, z], [x, y, z, turn] or [x, y, z, rx, ry, rz] |
| `when` | a condition on the season, or a list of which one must hold: `{ season = ["winter"], leaf = [0, 0.6] }` |
| `lumps` | how far (mm) a hand pushed its surface in and out, and how large (mm) the lumps are |
| `fuzz` | fine hairs to the square millimetre, and their length (mm): felt, flannel, wool |
| `repeat` | how often a picture is laid across u and v |
| `role`, `seen`, `shadow` | its role for mattes, whether the lens sees it, whether it casts shadow |

A season's numbers are `blossom`, `leaf`, `turning`, `fallen` and `snow`, each 0 to 1.

## What only a set says

| table | is |
| --- | --- |
| `facing` | the compass bearing of +Y, clockwise from north |
| `indoors`, `key_wall` | whether there is no weather within; a point where the window's light looks best |
| `[anchor.NAME]` | `at` and `facing`: 0 looks at the camera, more is turned to the puppet's left |
| `[[window]]` | `name`, `at` (its middle), `width`, `height`, `out` (the way out of the house) |
| `[[practical]]` | a lamp that can be lit: `name`, `kind` (point, spot), \
`at`, `towards`, `power` (W), `colour`, `size`, \
`cone`, and `glow`, the material that shines with it (`prop.material` for one of a prop) |
| `[lens.NAME]` | `at`, `towards`, `focal`, `sensor` (mm), `sharp` (a point in focus), `f_number`, `roll` |

## Materials

`kind` is one of KINDS. Besides it a material may say OTHERS; see `stage/scene.py`.

The palette, which every file may name: PALETTE.
"""


def page() -> str:
    """The page as it should be."""
    words = {
        "KINDS": ", ".join(get_args(Kind)),
        "OTHERS": ", ".join(f"`{one.name}`" for one in fields(Material) if one.name != "kind"),
        "PALETTE": ", ".join(f"`{name}`" for name in sorted(palette())),
    }
    top = TOP
    for word, told in words.items():
        top = top.replace(word, told)
    builders = "".join(_declared(one, "build") for one in BUILDERS.values())
    images = "".join(_declared(one, "draw") for one in IMAGES.values())
    sets = "".join(_set(load_set(name)) for name in shipped("sets"))
    props = "".join(f"| `{name}` | {load_prop(name).says} |\n" for name in shipped("props"))
    return "\n".join(
        [
            top,
            "## Builders\n\n" + builders,
            "## Images\n\nDrawn for `[image.NAME]`, which a material names as its `image`.\n\n" + images,
            "## Sets that are shipped\n\n" + sets,
            "## Props that are shipped\n\n| prop | is |\n| --- | --- |\n" + props,
        ]
    )


def _declared(one: Declared, key: str) -> str:
    rows = "".join(_row(parameter) for parameter in one.parameters)
    table = f"| parameter | usually | may be | |\n| --- | --- | --- | --- |\n{rows}\n" if rows else ""
    return f'### {key} = "{one.name}"\n{one.says}\n\n{table}'


def _row(parameter: Parameter) -> str:
    default = "must be told" if parameter.default is None else _shown(parameter.default)
    return f"| `{parameter.name}` | {default} | {allowed(parameter)} | {parameter.says} |\n"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_shown(part) for part in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _set(one: MiniatureSet) -> str:
    rows = {
        "anchors": one.anchors,
        "lenses": one.lenses,
        "windows": [window.name for window in one.windows],
        "lamps": [lamp.name for lamp in one.practicals],
    }
    told = "".join(f"- {key}: {', '.join(f'`{name}`' for name in names)}\n" for key, names in rows.items() if names)
    return f"### {one.name}\n{one.says} Its +Y looks to {one.facing:g}°.\n\n{told}\n"


if __name__ == "__main__":
    PAGE.write_text(page().rstrip("\n") + "\n", encoding="utf-8")
