"""Plans and measures that the tests of sweeps run; a module of its own, so that other processes can import it."""

import os
import signal
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from sim.chunks import OutputColumn
from sim.ensemble import seed_of_draw
from sim.parameters import draw_prior
from sim.plan import PlannedRun
from sim.specification import LeverChange, ScenarioSpecification, WorldSpecification, ZoneSpecification

HARBOUR = ZoneSpecification("harbour", "Harbour", "港区", "Tidewater", "East", ("automotive", "equipment"))
HILL = ZoneSpecification("hill", "Hill", "山区", "Tidewater", "West", ("biomedicine",), platform=False)
SMALL = ScenarioSpecification(
    name="small",
    title="A small world",
    title_zh="小世界",
    world=WorldSpecification("two zones", 20.0, (HARBOUR, HILL)),
    months=12,
)


@dataclass(frozen=True)
class SmallPlan:
    """Draws of the prior crossed with a dose of one lever; small enough for many runs a second."""

    draws: int
    doses: tuple[float, ...] = (0.0, 20.0)
    name: str = "small-plan"
    scenario: ScenarioSpecification = SMALL

    def __len__(self):
        return self.draws * len(self.doses)

    def run(self, number):
        draw, at = divmod(number, len(self.doses))
        change = LeverChange("harbour", "posts_hired", 2, self.doses[at])
        return PlannedRun(
            scenario=replace(self.scenario, changes=(change,)),
            values=draw_prior(1, draw),
            seed=seed_of_draw(1, draw),
            point={"scenario": self.scenario.name, "draw": draw, "posts": self.doses[at]},
        )

    def describe(self):
        return {"kind": "small", "draws": self.draws, "doses": list(self.doses), "seed": 1}


@dataclass(frozen=True)
class FailingPlan(SmallPlan):
    """Every seventh run has a parameter that no rule can use."""

    def run(self, number):
        planned = super().run(number)
        if number % 7 == 3:
            return replace(planned, values={k: v for k, v in planned.values.items() if k != "coverage"})
        return planned


@dataclass(frozen=True)
class DeadlyPlan(SmallPlan):
    """One run ends the worker that takes it up."""

    deadly: int = 5
    safe_process: int = 0

    def run(self, number):
        at_work = sys._getframe(1).f_code.co_name == "run_chunk"
        if number == self.deadly and at_work and os.getpid() != self.safe_process:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().run(number)


@dataclass(frozen=True)
class Signed:
    """Keeps what was signed, started and spent in the run."""

    outputs: tuple = (
        OutputColumn("signed", "firms", "projects signed"),
        OutputColumn("spending", "亿元", "investment by firms"),
    )

    def __call__(self, run, world):  # noqa: ARG002
        return {"signed": float(world.panel["signed"].sum()), "spending": float(world.panel["firm_spending"].sum())}


@dataclass(frozen=True)
class Modules(Signed):
    """Fails with the names of the heavy modules that the worker has loaded."""

    def __call__(self, run, world):  # noqa: ARG002
        heavy = {"mesa", "pandas", "matplotlib", "altair", "duckdb"} & set(sys.modules)
        raise RuntimeError(f"loaded: {sorted(heavy)}")


@dataclass(frozen=True)
class Slow(Signed):
    """Takes a while over each run, so that a kill finds it at work; tells in a folder which runs were begun."""

    seconds: float = 0.05
    folder: str = ""

    def __call__(self, run, world):
        time.sleep(self.seconds)
        if self.folder:
            (Path(self.folder) / f"{run.point['draw']}-{run.point['posts']}-{os.getpid()}").touch()
        return super().__call__(run, world)
