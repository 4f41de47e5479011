# %% [markdown]
# # The validation
#
# How the posterior does on figures that it was not fitted to, beside forecasts that need no model, and whether a fit of this kind finds
# truths that are known. Where the model does not do better, this says so.
#
# 验证：对未参与校准的数字表现如何，与无需模型的预测相比如何，以及这种校准能否复原已知真值。不占优之处，如实说明。

# %%
import pandas as pd

from interface.calibrating_figures import (
    PICTURES,
    figure_label,
    held_out_picture,
    not_stored,
    open_posterior,
    zone_label,
)
from interface.calibration_card import say as say_on_card
from interface.calibration_card import verdict_of

pd.set_option("display.width", 160, "display.max_columns", 12, "display.max_colwidth", 70)
found = open_posterior()
result, ledger = found.result, found.ledger

# %% [markdown]
# ## Figures that it was not given

# %%
picture = held_out_picture(found, "en")
print(picture.finding)
print(held_out_picture(found, "zh").finding)
picture

# %%
rows = [
    {
        "figure": f"{zone_label(ledger[t.figure].zone, ledger, 'en')}: {figure_label(t.figure, 'en')}",
        "published": str(ledger[t.figure].interval),
        "inside": t.ours.inside,
        "PIT": round(t.ours.pit, 2),
        "score": round(t.ours.score, 2),
        "width/prior": round(t.width_ratio, 2),
        "declared": t.informed,
    }
    for t in result.held_out
]
table = pd.DataFrame(rows)
print(table.to_string(index=False))
print(table.groupby(table["figure"].str.partition(":")[0])["inside"].agg(["sum", "count"]).to_string())

# %%
missed = [row["figure"] for row in rows if not row["inside"]]
print("outside:", "; ".join(missed) or "none")
declared = table[table["declared"]]
narrow = (declared["width/prior"] <= 0.7).sum()
print(f"{narrow} of {len(declared)} figures that the fit should narrow have bands of at most 0.7 of the prior's width.")
above = (table["PIT"] > 0.5).sum()
print(f"{above} of {len(table)} published numbers lie above the median of the draws.")

# %% [markdown]
# ## Against forecasts that need no model
#
# Each naive forecast knows the same figures as the fit. Its band comes from its own errors on those.

# %%
for naive in result.naive:
    verdict = say_on_card(verdict_of(naive), "en").replace("*", "")
    print(
        f"{naive.rule.words} ({naive.against.figures} figures): {verdict}; difference {naive.against.difference:+.2f}, standard error {naive.against.error:.2f}"
    )
versus = result.against_prior
print(
    f"against the model's own prior ({versus.figures} figures): difference {versus.difference:+.2f}, standard error {versus.error:.2f}"
)

# %% [markdown]
# A miss far out weighs much in a mean score. So figure by figure: ours less the prior's, the largest loss first.

# %%
scores = pd.DataFrame(
    {"ours": [t.ours.score for t in result.held_out], "prior": [t.prior.score for t in result.held_out]},
    index=table["figure"],
)
difference = (scores["ours"] - scores["prior"]).sort_values(ascending=False)
print(difference.round(2).to_string())
print(
    f"better than the prior in {(difference < 0).sum()} of {len(difference)}; the median difference is {difference.median():+.2f}, the mean {difference.mean():+.2f}"
)

# %% [markdown]
# ## Known truths
#
# Truths are drawn from the prior, their figures simulated with the luck of a run, and the fit repeated. These fits take minutes, so they
# are stored beside the posterior.

# %%
absent = not_stored(found, "en")
print(*dict.fromkeys(absent.values()), sep="\n")
drawn = {chart: PICTURES[chart](found, "en") for chart in ("ranks", "coverage", "left-out") if chart not in absent}
print(*(picture.finding for picture in drawn.values()), sep="\n")

# %%
drawn.get("ranks")

# %%
drawn.get("coverage")

# %% [markdown]
# ## Each zone from the others

# %%
drawn.get("left-out")

# %% [markdown]
# ## What the data cannot tell
#
# So few figures cannot tell a good band from a somewhat poor one, and the figures of one text are no independent witnesses.

# %%
hits, of, (low, high) = result.inside
print(f"With {hits} of {of} inside, bands that hold anything from {low:.0%} to {high:.0%} are not excluded.")
print(
    f"The {of} figures come from {len({t.source for t in result.held_out})} texts and {len({ledger[t.figure].zone for t in result.held_out})} places."
)
print(say_on_card("cannot", "en").replace("*", ""))
