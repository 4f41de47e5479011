# %% [markdown]
# # Levers
#
# Which part of a reform does it? Parts help and hinder each other, so that single effects do not add up; Shapley values do. Then what
# the parts would cost, from which pot, and how the law stands. Few draws of the posterior that ships, which tells nothing of staff, pay
# and channels: what is said of these rests on priors alone.
#
# 政策杠杆：改革的哪一部分起了作用？各部分互有促进与抵消，单项效果不可加总，Shapley 值可以。

# %%
from dataclasses import replace
from pathlib import Path

import altair as alt
import pandas as pd

from analysis.compare import comparable, compare
from analysis.pictures import write_picture
from analysis.explain import explain, part_title, parts_of, with_parts
from analysis.outcomes import BY_NAME
from interface.comparing_figures import effects_finding, effects_picture, parts_picture
from scenarios.catalogue import load_catalogue
from scenarios.load import load_scenario
from scenarios.posteriors import default_belief

# %% [markdown]
# ## Shapley values
#
# Every set of the parts is run in every draw, so that the values add up to the whole in each. `alone` is a part against no reform,
# `last` the same part against all the others: where the two differ, parts interact.

# %%
reform = load_scenario("typical-county-reform")
found = explain(reform, 6, 1, "producing", 60, belief=default_belief())
rows = [
    {
        "part": part_title(part.name, "parts", chinese=False),
        "mean": part.mean,
        "low": part.band.low,
        "high": part.band.high,
        "alone": part.alone_mean,
        "last": part.last_mean,
    }
    for part in found.parts
]
print(pd.DataFrame(rows).round(2).to_string(index=False))
added = sum(part.mean for part in found.parts)
print(
    f"the parts add up to {added:.4f}, the whole is {found.total_mean:.4f}: apart by {abs(added - found.total_mean):.0e}"
)

# %%
most = max((abs(part.mean), part.mean, part_title(part.name, "parts", chinese=False)) for part in found.parts)
apart = max(
    (abs(part.last_mean - part.alone_mean), part_title(part.name, "parts", chinese=False)) for part in found.parts
)
singly = sum(part.alone_mean for part in found.parts)
print(f"Finding: the largest part is {most[2]}: {most[1]:+.1f} projects in production of {found.total_mean:+.1f}.")
print(f"Finding: single effects would add up to {singly:+.1f}, the reform as a whole does {found.total_mean:+.1f}.")
print(f"Finding: what hangs most on the others is {apart[1]}: alone and last differ by {apart[0]:.1f}.")

# %%
chart = parts_picture(found, "en")
write_picture(chart, Path("parts.svg"), f"digest {found.digest}")
alt.Chart.from_dict(chart)

# %% [markdown]
# ## Each part alone, with its band
#
# The same parts as options of a comparison: what is sure of each, and what its chance is.

# %%
base = replace(reform, name="no reform", changes=())
parts = parts_of(reform, "parts")
titles = {name: part_title(name, "parts", chinese=False) for name in parts}
alone = [replace(with_parts(reform, parts, {name}), name=name, title=titles[name]) for name in parts]
compared = compare(comparable(base, alone, seed=1, belief=default_belief()), draws=24)
effects = [option.effect("producing", 60) for option in compared.options]
print("Finding:", effects_finding(compared, effects, BY_NAME["producing"], "en"))
chart = effects_picture(compared, "producing", 60, "en")
write_picture(chart, Path("parts-alone.svg"), f"digest {compared.digest}")
alt.Chart.from_dict(chart)

# %% [markdown]
# ## What they cost, and whether they may be pulled
#
# What the county pays on balance and what the platform owes after five years (亿元, medians of differences), how many levers the
# part pulls, and those of them that the law does not leave free, as it stood at the end of 2021.

# %%
catalogue = load_catalogue()
rows = []
for option in compared.options:
    paid, owed = (option.effect(name, 60).difference.median for name in ("county.cost", "debt"))
    standing = {lever: catalogue.entries[lever].standing("2021-12").status for lever in sorted(parts[option.name])}
    bound = [f"{lever} ({status})" for lever, status in standing.items() if status != "available"]
    rows.append(
        {
            "part": titles[option.name],
            "county pays": paid,
            "debt": owed,
            "levers": len(standing),
            "not free": len(bound),
        }
    )
    print(f"{titles[option.name]}: {', '.join(bound) or 'every lever is available'}")
print(pd.DataFrame(rows).round(2).to_string(index=False))
dearest = max((row["county pays"], row["part"]) for row in rows)
print(f"Finding: the county pays most for {dearest[1]}: {dearest[0]:+.2f} 亿元 in five years.")
