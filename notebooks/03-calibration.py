# %% [markdown]
# # The calibration
#
# What the figures taught, and what they did not. Everything comes from the posterior that ships; some of its draws are run again here,
# to show that its numbers are those of the model and not of the emulator that found them.
#
# 校准：数字教会了什么，又没有教会什么。全部取自随附的后验；部分抽样在此重新运行，以证明数字出自模型而非代理模型。

# %%
import time

import arviz as az
import numpy as np
import pandas as pd

from calibration.rerun import rerun_posterior
from interface.calibrating_figures import (
    funnel_picture,
    open_posterior,
    pairs_picture,
    parameter_label,
    parameters_picture,
    targets_picture,
)
from interface.calibration_card import card
from scenarios.posteriors import REFERENCE, load_posterior

pd.set_option("display.width", 160, "display.max_columns", 12, "display.max_colwidth", 70)
found = open_posterior()
about = found.result.about
posterior = load_posterior()

# %% [markdown]
# ## How it was made

# %%
print(f"posterior {found.digest}: {len(posterior):,} draws from {about['simulator_calls']:,} runs of the model")
print(f"fitted to {len(about['figures'])} figures; {len(about['moved'])} parameters may move")
for number, wave in enumerate(about["waves"], 1):
    print(f"round {number}: fresh runs lie off the emulator by at most {wave['largest_bias']:.2f} standard deviations")
allowed = about["specification"]["bias_allowed"]
print(f"allowed {allowed}: {'kept' if about['waves'][-1]['largest_bias'] <= allowed else 'NOT kept'} in the last round")

# %% [markdown]
# ## Run some draws again

# %%
began = time.perf_counter()
again = rerun_posterior(REFERENCE, found.ledger, 20)
print(
    f"20 draws run again in {time.perf_counter() - began:.0f} s; {again.same} of {again.numbers} numbers are those that the file holds."
)

# %% [markdown]
# ## Are there draws enough?
#
# Each draw is the end of a chain of its own, so that draws are independent; ArviZ reckons how many independent ones they are worth.

# %%
tree = az.from_netcdf(REFERENCE)
moved = list(about["moved"])
effective = az.ess(tree, var_names=moved, group="posterior")
worth = pd.Series({name: float(effective[name]) for name in moved})
print(f"worth {worth.min():,.0f} to {worth.max():,.0f} independent draws of {len(posterior):,}")
error = 1 / np.sqrt(worth.min())
print(f"a posterior mean is sure to {error:.3f} of its standard deviation")

# %% [markdown]
# ## What was published, and what is simulated

# %%
targets = targets_picture(found, "en")
print(targets.finding)
print(targets_picture(found, "zh").finding)
targets

# %% [markdown]
# ## What was learnt of each parameter

# %%
parameters = parameters_picture(found, "en")
print(parameters.finding)
parameters

# %% [markdown]
# ## What cannot be told apart

# %%
pairs = pairs_picture(found, "en")
print(pairs.finding)
pairs

# %% [markdown]
# Combinations that the figures pin down best: the variance left, over the prior's, and what goes into them, in standard scores.

# %%
for direction in about["pinned_directions"]:
    parts = [
        f"{weight:+.2f} {parameter_label(name, found.ledger, 'en')}" for name, weight in direction["weights"].items()
    ]
    print(f"{direction['variance']:.0%} left:", "; ".join(parts))
print(
    f"{len(moved) - len(about['pinned_directions'])} of {len(moved)} independent combinations keep more than half of the prior's variance."
)

# %% [markdown]
# ## The funnel

# %%
funnel = funnel_picture(found, "en")
print(funnel.finding)
funnel

# %% [markdown]
# ## The card
#
# One page of all of it, with the misfits and the limits.

# %%
print(card(found.result, found.ledger, len(posterior), "en"))
