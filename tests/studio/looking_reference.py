"""What the animator looks through, in numpy: the yardstick of both compositors.

Pictures are height x width x 3, uint8, sRGB codes. The order of operations is that of web/state/looking.js, written
here a second time from its words; no rounding before the end.
"""

import numpy as np

LUMA = np.array([0.2126, 0.7152, 0.0722])
NO_PLATE = 32 / 255
PEAKING = np.array([0.45, 0.95, 0.85])
ZEBRA = 0.08
NO_WIDTH = 1 / 255


def mixed(under, over, share):
    """`share` of `over`, the rest of `under`."""
    return under + (over - under) * share


def chroma(codes):
    luma = codes @ LUMA
    return np.stack([(codes[..., 2] - luma) / 1.8556, (codes[..., 0] - luma) / 1.5748], axis=-1)


def keyed(live, plate, key, lift):
    away = np.linalg.norm(chroma(live) - chroma(np.array(key["colour"])), axis=-1) - key["tolerance"]
    opacity = np.clip(away / max(key["softness"], NO_WIDTH), 0, 1)[..., None]
    kept = np.clip(away / max(key["spill"], NO_WIDTH), 0, 1)[..., None]
    clean = mixed((live @ LUMA)[..., None], live, kept)
    return mixed(plate, np.minimum(clean * lift, 1), opacity)


def onion(live, references, settings):
    film = [layer for layer in settings["layers"] if layer["slot"] in references and layer["weight"] > 0]
    if not film:
        return live
    weights = np.array([layer["weight"] for layer in film], float)
    mean = sum(weight * references[layer["slot"]] for weight, layer in zip(weights / weights.sum(), film, strict=True))
    return mixed(mean, live, settings["fade"])


def bilinear(picture, x, y):
    """`picture` at pixel positions, edge pixels going on outside; pixel centres are at .5."""
    high, wide = picture.shape[:2]
    x, y = np.clip(x - 0.5, 0, wide - 1), np.clip(y - 0.5, 0, high - 1)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    right, below = np.minimum(left + 1, wide - 1), np.minimum(top + 1, high - 1)
    u, v = (x - left)[..., None], (y - top)[..., None]
    return mixed(
        mixed(picture[top, left], picture[top, right], u), mixed(picture[below, left], picture[below, right], u), v
    )


def laid_over(seen, picture, layer):
    high, wide = seen.shape[:2]
    own_high, own_wide = picture.shape[:2]
    size = layer["scale"] * min(wide / own_wide, high / own_high)
    y, x = np.mgrid[:high, :wide] + 0.5
    x, y = x - (0.5 + layer["x"]) * wide, y - (0.5 + layer["y"]) * high
    angle = np.radians(layer["turn"])
    across, down = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    across = (-across if layer["flip"] else across) / size + own_wide / 2
    down = down / size + own_high / 2
    inside = (across >= 0) & (across <= own_wide) & (down >= 0) & (down <= own_high)
    return mixed(seen, bilinear(picture, across, down), (inside * layer["opacity"])[..., None])


def marked(seen, live, params, first):
    high, wide = live.shape[:2]
    luma = np.pad(live @ LUMA, 1, mode="edge")
    around = luma[1:-1, 2:] + luma[1:-1, :-2] + luma[2:, 1:-1] + luma[:-2, 1:-1]
    edge = np.abs(4 * luma[1:-1, 1:-1] - around)
    threshold = 0.06 + 0.6 * (1 - params["peaking"]["strength"]) ** 2
    mark = np.clip((edge - threshold) / (0.5 * threshold), 0, 1) * params["peaking"]["on"]
    y, x = np.mgrid[:high, :wide]
    out = mixed(seen, PEAKING, (mark * (x >= first))[..., None])
    bright = np.round(live.max(axis=-1) * 255) >= round(params["zebra"]["level"] * 255)
    striped = bright & ((x + y) % 8 < 4) & (x >= first) & params["zebra"]["on"]
    return np.where(striped[..., None], ZEBRA, out)


def viewed(seen, view):
    out = np.rot90(seen, -view["turn"] // 90)
    return out[:, ::-1] if view["mirror"] else out


def seen_at(view, x, y):
    """Where the picture's point (x, y), 0..1, stands after the view."""
    x, y = {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[view["turn"]]
    return (1 - x if view["mirror"] else x), y


def through_loupe(seen, params, at):
    """`at` = (width, height) device pixels of `seen` around the loupe's point; black where there is no picture."""
    zoom = params["loupe"]["zoom"]
    centre = seen_at(params["view"], params["loupe"]["x"], params["loupe"]["y"])
    index = []
    for place, whole, drawn in zip(centre, seen.shape[1::-1], at, strict=True):
        shown = drawn / zoom
        first = np.floor(place * whole - shown / 2 + 0.5)
        first = -np.floor((shown - whole) / 2) if shown >= whole else np.clip(first, 0, np.floor(whole - shown))
        index.append(np.floor(first + (np.arange(drawn) + 0.5) / zoom).astype(int))
    x, y = index
    there = ((x >= 0) & (x < seen.shape[1]))[None, :] & ((y >= 0) & (y < seen.shape[0]))[:, None]
    picked = seen[np.clip(y, 0, seen.shape[0] - 1)][:, np.clip(x, 0, seen.shape[1] - 1)]
    return np.where(there[..., None], picked, 0)


def look(live, references, params, at=None):
    """What is drawn of `live` (uint8) with `references` (slot to uint8 pictures) as `params` ask; uint8."""
    live = live / 255
    wide = live.shape[1]
    references = {slot: picture / 255 for slot, picture in references.items()}
    lift = 2 ** (params["lift"] / 2.2)
    seen = np.minimum(live * lift, 1)
    if params["key"]["on"]:
        seen = keyed(live, references.get(params["key"]["plate"], NO_PLATE), params["key"], lift)
    if params["onion"]["on"]:
        seen = onion(seen, references, params["onion"])
    difference, split = params["difference"], params["split"]
    if difference["on"] and difference["slot"] in references:
        seen = np.minimum(np.abs(live - references[difference["slot"]]) * difference["gain"], 1)
    first = 0
    if split["on"] and split["slot"] in references:
        first = int(np.floor(split["at"] * wide + 0.5))
        seen = np.where((np.arange(wide) < first)[None, :, None], references[split["slot"]], seen)
    for layer in params["layers"]:
        if layer["slot"] in references:
            seen = laid_over(seen, references[layer["slot"]], layer)
    seen = viewed(marked(seen, live, params, first), params["view"])
    if params["loupe"]["on"]:
        seen = through_loupe(seen, params, at)
    return np.round(seen * 255).astype(np.uint8)
