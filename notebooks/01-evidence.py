# %% [markdown]
# # The evidence
#
# What the texts print, what each wording supports, which figures a fit may see, and of what they say nothing.
# Every number below is counted from the ledger in `scenarios/evidence/`.
#
# 证据：文本写了什么，每种措辞支持怎样的区间，哪些数字可用于校准，以及它们没有说到什么。

# %%
from collections import Counter

import pandas as pd

from agents.quantities import Block, Fixed
from analysis.evidence import what_is_known
from calibration.inference import moved_names
from calibration.operators import operator_of
from calibration.roles import roles_hash, without_held_out
from calibration.targets import targets_of, zones_of
from interface.calibrating_figures import periods_picture
from scenarios.evidence import load_ledger
from sim.parameters import PARAMETERS

pd.set_option("display.width", 160, "display.max_columns", 12, "display.max_colwidth", 60)
ledger = load_ledger()

# %% [markdown]
# ## Who says how much
#
# A role is fixed before any fit and cannot be changed after: *input* sets levers and sizes, *calibrate* is compared in the likelihood,
# *held_out* only in validation, *plausibility_only* is shown and never compared.

# %%
roles = pd.crosstab([figure.source for figure in ledger], [figure.role for figure in ledger], margins=True)
print(roles.to_string())
print(f"roles, intervals and readings are hashed before a fit: {roles_hash(ledger)[:16]}")

# %%
known = what_is_known(ledger)
print(pd.DataFrame([{"place": zone.name, **zone.counts} for zone in known]).head(12).to_string(index=False))

# %% [markdown]
# ## What a wording supports
#
# A newspaper prints a wording. Each is read as an interval, and every comparison with the model is one with the interval.

# %%
compared = [figure for figure in ledger if figure.role in ("calibrate", "held_out") and operator_of(figure.id)]
rows = [
    {
        "quote": figure.quote or figure.about,
        "wording": figure.wording.word if figure.wording else "",
        "interval": str(figure.interval),
        "width %": 100 * (figure.high - figure.low) / figure.value,
        "readings": len(figure.readings) or 1,
        "role": figure.role,
    }
    for figure in compared
]
table = pd.DataFrame(rows)
print(table.to_string(index=False))
print(table.groupby("wording")["width %"].agg(["count", "median"]).to_string())

# %%
exact = (table["width %"] < 2).sum()
twofold = (table["readings"] > 1).sum()
print(f"{exact} of {len(table)} compared figures are printed to within 2 %: their wording is no source of doubt.")
print(f"{twofold} of {len(table)} may mean two things; a fit weighs the readings.")

# %% [markdown]
# ## Which months they speak of

# %%
periods = periods_picture(ledger, "en")
print(periods.finding)
periods

# %% [markdown]
# ## Where they contradict each other

# %%
print(
    pd.DataFrame(
        [{"conflict": one.id, "figures": len(one.figures), "about": one.about} for one in ledger.conflicts]
    ).to_string(index=False)
)

# %% [markdown]
# ## What the data cannot tell
#
# A parameter that no figure speaks of stays at its prior, whatever is fitted.

# %%
blocks = Counter(str(q.block) for q in PARAMETERS.values() if not isinstance(q.prior, Fixed))
moved = moved_names(zones_of(targets_of(ledger)))
print(
    f"{blocks[Block.CUT]} of {sum(blocks.values())} uncertain parameters have no figure: their effects rest on priors alone."
)
print(
    f"{len(moved)} may move, the attractiveness of zones that report among them, by {len(targets_of(ledger))} figures."
)

# %%
changes = [figure for figure in compared if figure.unit in ("percent", "ratio")]
falls = [figure for figure in changes if figure.value < (1 if figure.unit == "ratio" else 0)]
print(f"{len(changes)} compared figures tell of a change; {len(falls)} of them of a fall.")
print("Texts that tell only of rises were chosen for them: no interval cures that.")

# %%
left = without_held_out(ledger)
print(
    f"A fit sees {sum(1 for _ in left)} of {sum(1 for _ in ledger)} figures: the held-out ones are deleted from its ledger."
)
