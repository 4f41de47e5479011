"""What would be printed of a finished run: figures under the readings that hold, amounts with an error of printing."""

from collections.abc import Mapping

from agents.randomness import Purpose, mix, normal, stream, uniform
from calibration.operators import Operator, weights_of
from calibration.reads import Run
from scenarios.evidence import Ledger
from sim.parameters import name_key
from sim.statistics import reporting_noise


def reading_in(run: Run, operator: Operator, ledger: Ledger, readings: Mapping[str, int] | None = None) -> str:
    """Return the reading of a figure that holds in a draw; figures that go together have theirs from one luck.

    ``readings`` are the numbers of those that a posterior found, by the name of their luck.
    """
    group = operator.luck or operator.figure
    if readings and len(operator.reads) > 1 and group in readings:
        return list(operator.reads)[readings[group]]
    if operator.luck in run.world.parameters.dtype.names:
        luck = float(run.parameters[operator.luck])
    else:
        key = stream(run.world.seed, 0, Purpose.REPORTING)
        luck = uniform(mix(key, name_key("reading")), name_key(operator.luck or operator.figure))
    passed = 0.0
    for name, weight in weights_of(operator, ledger).items():
        passed += weight
        if luck < passed:
            return name
    return list(operator.reads)[-1]


def publish_figures(
    run: Run, operators: list[Operator], ledger: Ledger, readings: Mapping[str, int] | None = None
) -> dict[str, float]:
    """Return what would be printed for each figure, in the ledger's unit; nan where the run does not reach it.

    Amounts carry the draw's error of reporting, by keyed luck of their own: two policies compared share it.
    """
    luck = stream(run.world.seed, 0, Purpose.REPORTING)
    printed = {}
    for operator in operators:
        value = operator.reads[reading_in(run, operator, ledger, readings)].of(run, operator.place)
        if operator.amount:
            value *= reporting_noise(run.parameters, normal(luck, name_key(operator.figure)))
        printed[operator.figure] = value
    return printed
