# %% [markdown]
# # A first sweep
#
# Many runs of a design, their answer as a table and a figure, a question of one's own in SQL, and what the answer rests on.
# Everything is computed here, from priors, with few draws: the bands are wide and the verdicts are careful.
#
# 首次扫描：运行一个设计，读出表格与图，用 SQL 提问，再看结果取决于什么。此处样本较少，仅依据先验。

# %%
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.answers import answer
from analysis.pictures import write_picture
from analysis.influence import set_beside_evidence
from analysis.sensitivity import analyse
from analysis.study import read_study
from sim.sweep import DesignMeasure, Request, sweep
from interface.answer_titles import finding
from interface.answering import chart_of
from interface.influencing import influence_of, sample_verdict
from scenarios.designs import load_design
from sim.execution import crew_of
from sim.store.batch import find_batch
from sim.store.query import ask_sql

store = Path("results")

# %% [markdown]
# ## Run a design
#
# A design that ships, with 24 draws instead of its 100. What is stored is not run again: repeat the cell and nothing is done.

# %%
design = replace(load_design("staff-fund-land"), draws=24)
report = sweep(Request(design, DesignMeasure(design.outputs), store), crew_of(0, False, None))
print(f"{report.done} runs done, {report.skipped} were there, {report.failed} failed, {report.seconds:.0f} s")

# %% [markdown]
# ## The table
#
# Each row compares two runs of the same draw: they share parameters and luck, so that the difference is the reform's.

# %%
batch = find_batch(store, str(report.folder))
answered = answer(read_study(batch))
table = pd.DataFrame([effect.as_json() for effect in answered.effects])
print(table[["output", "median", "low", "high", "share_better", "simulation_error", "draws", "verdict"]].to_string())

# %% [markdown]
# ## The figure

# %%
print(finding(answered, "en"))
chart = chart_of(answered, "en", "DejaVu Sans")
write_picture(chart.to_dict(), Path("first-sweep.svg"), f"zonereform batch {batch.manifest.id}")
chart

# %% [markdown]
# ## A question in SQL
#
# The store is Parquet: DuckDB, pandas and Arrow read it without this project.

# %%
sql = "SELECT staff, fund, land, count(*) AS runs, avg(signed) AS signed FROM runs GROUP BY ALL ORDER BY ALL"
print(ask_sql([batch], sql).to_pandas().to_string(index=False))

# %% [markdown]
# ## What an outcome rests on
#
# Sobol' indices from 16 base points, which is few for eight parameters; the verdict tells how wide the intervals are.

# %%
sampled = load_design("package-indices")
sampled = replace(sampled, sample=replace(sampled.sample, points=16))
done = sweep(Request(sampled, DesignMeasure(sampled.outputs), store), crew_of(0, False, None))
study = read_study(find_batch(store, str(done.folder)))
found = analyse(study, study.output("producing"))
for line in set_beside_evidence(found[0], study.factors):
    print(
        f"{line.factor.name:20} {line.measured.value:6.3f} ({line.measured.low:.3f} to {line.measured.high:.3f})  {line.rests}"
    )
print(*sample_verdict(found[0], "en"), sep="\n")
influence_of(found, study, "en", "DejaVu Sans")
