# %% [markdown]
# # Counterfactuals
#
# What a reform changes, told as a difference between two worlds that share every firm and its luck: effects with bands, the path over
# months, where the zone's projects came from, one zone or all of them, and what an analyst without the other world would estimate.
# Draws are of the posterior that ships; no published figure tells effects of staff, pay or channels, so these rest on priors alone.
# Draws are few and bands wide; the findings below are written from the numbers.
#
# 反事实比较：两个世界中企业与随机因素完全相同，差额只来自改革。此处样本较少，人员、薪酬与渠道的效应仅依据先验；结论文字由数值生成。

# %%
from dataclasses import replace
from pathlib import Path

import altair as alt
import pandas as pd

from analysis.compare import comparable, compare
from analysis.pictures import write_picture
from analysis.net_new import net_new_share_of
from analysis.origins import EVENTS
from analysis.outcomes import BY_NAME
from analysis.rollout_scores import tell
from analysis.rollouts import study
from interface.comparing_figures import effects_finding, effects_picture, fan_picture, flows_picture
from interface.rolling_out_tables import mean_text, share_text, study_finding
from scenarios.load import load_scenario
from scenarios.posteriors import default_belief
from scenarios.rollout_files import load_rollout

# %% [markdown]
# ## A base, and options that differ in levers alone
#
# Option `again` is the base itself under another name: whatever is computed of it must be nothing.

# %%
base = load_scenario("no-reform")
options = [load_scenario(name) for name in ("staff-only", "approval-only", "land-only", "jimo")]
setting = comparable(base, [*options, replace(base, name="again")], seed=1, belief=default_belief())
result = compare(setting, draws=24)
again = result.options[-1]
print(f"{result.draws} draws in {result.seconds:.0f} s; {again.name} changes nothing: {again.changes_nothing}")

# %% [markdown]
# ## Effects
#
# Paired differences of projects in production, three years after each option's first lever.

# %%
result = replace(result, options=result.options[:-1])
effects = [option.effect("producing", 36) for option in result.options]
rows = [
    {
        "option": option.name,
        **effect.difference._asdict(),
        "better in": f"{effect.share_better:.0%}",
        "verdict": effect.verdict,
        "chance": f"{effect.spread.chance_share:.0%}",
    }
    for option, effect in zip(result.options, effects, strict=True)
]
print(pd.DataFrame(rows).round(2).to_string(index=False))
print("Finding:", effects_finding(result, effects, BY_NAME["producing"], "en"))

# %%
chart = effects_picture(result, "producing", 36, "en")
write_picture(chart, Path("effects.svg"), f"digest {result.digest}")
alt.Chart.from_dict(chart)

# %% [markdown]
# ## The path over months
#
# A stock that an option builds up shows later than a flow: the fan counts from twelve months before the reform.

# %%
jimo = result.options[-1]
chart = fan_picture(result, jimo, "signed", "en")
write_picture(chart, Path("fan.svg"), f"digest {result.digest}")
alt.Chart.from_dict(chart)

# %% [markdown]
# ## Where the zone's projects came from
#
# Each firm is matched between the two worlds. What the zone gains, the region need not.

# %%
for event in EVENTS:
    origins = {name: band._asdict() for name, band in jimo.projects(event).items()}
    print(pd.DataFrame(origins).T.round(1).rename_axis(event).to_string())
    gained, region = jimo.gains(event, result.zone)
    share = net_new_share_of(result, jimo, event)
    told = (
        f"{share.share:.2f} ± {share.error:.2f}"
        if share.share == share.share
        else "no number, for the zone's gain may be none"
    )
    print(
        f"Finding ({event}): the zone gains {gained.mean():+.1f} projects, the region {region.mean():+.1f}; net-new share: {told}\n"
    )

# %%
chart = flows_picture(result, jimo, "producing", "en")
write_picture(chart, Path("flows.svg"), f"digest {result.digest}")
alt.Chart.from_dict(chart)

# %% [markdown]
# ## One zone, or all of them
#
# Where every zone does the same, they compete for the same prospects.

# %%
everyone = compare(comparable(base, [options[-1]], seed=1, who="all", belief=default_belief()), draws=24)
alone, together = (found.effect("signed", 36).difference for found in (jimo, everyone.options[0]))
print(
    f"Finding: Jimo alone signs {alone.median:+.1f} ({alone.low:.1f} to {alone.high:.1f}) projects in three years; where all"
)
print(f"zones do the same it signs {together.median:+.1f} ({together.low:.1f} to {together.high:.1f}).")

# %% [markdown]
# ## What an analyst would estimate
#
# The other world is not to be had outside a model. Here a package is rolled out in half a dozen of eighteen made zones, and four
# estimators see the published panel alone. Few draws: see `docs/how-to/rollouts.md` for many.

# %%
design = load_rollout("made-cities").with_zones(18)
design = replace(design, outcomes=design.outcomes[:1], rollouts=("staggered",))
rolled = study(design, draws=6)
(told,) = tell(rolled)
rows = [
    {
        "panel": score.panel,
        "estimator": score.estimator,
        "error, own": mean_text(score.bias_own),
        "error, net": mean_text(score.bias_net),
        "own holds": share_text(score.coverage_own),
    }
    for score in told.scores
]
print(pd.DataFrame(rows).to_string(index=False))
published = [score for score in told.scores if score.panel == "published"]
print("Finding:", study_finding(published, design.outcomes[0].label, "en"))
