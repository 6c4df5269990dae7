"""The score of the take on the desk, as a page shows it to the animator: increments for every exposure."""

import json

from komadori.errors import KomadoriError
from komadori.score.increments import as_json
from komadori.score.of_sheet import performance_of
from komadori.studio.open_take import OpenTake


def score_json(take: OpenTake) -> bytes:
    """`{who: {exposures: […]}}` for everybody who acts, and what is wrong with the score as `trouble`; as JSON."""
    told: dict[str, object] = {"who": {}, "trouble": "", "remarks": []}
    try:
        performance = performance_of(take.writer.sheet, on=take.take.shot.on, roots=(take.take.characters,))
    except KomadoriError as failure:
        told["trouble"] = str(failure)
    else:
        if performance is not None:
            told["who"] = {who: as_json(performance, who) for who in performance.tracks}
            told["remarks"] = [remark.words() for remark in performance.remarks]
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
