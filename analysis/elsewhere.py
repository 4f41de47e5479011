"""What the rest of the region pays: an output of all zones, less the same output of the zone that reforms."""

from __future__ import annotations

from dataclasses import replace

from analysis.answers import Answer, answer
from analysis.study import Study
from sim.outputs import Output

ELSEWHERE = "elsewhere"


def elsewhere(study: Study) -> Answer | None:
    """Return the answer for the other zones of the region, draw by draw; None where no two outputs are such a pair.

    A pair is an output of all zones and one of a single zone that read the same measure over the same months.
    """
    for whole in study.outputs:
        for own in study.outputs:
            if whole.zone == "all" and own.zone != "all" and _read(whole) == _read(own):
                other = replace(own, name=ELSEWHERE)
                values = {ELSEWHERE: study.values[whole.name] - study.values[own.name]}
                return answer(replace(study, outputs=(other,), values=values))
    return None


def _read(output: Output) -> tuple[str, str, int, int]:
    """Return what an output reads and when."""
    return output.measure, output.reading, output.first, output.last
