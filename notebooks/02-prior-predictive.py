# %% [markdown]
# # The prior, as it would be printed
#
# Before a figure is fitted: what do the priors alone print, how wide is it, and does it hold what was published? A few draws are run
# here; the posterior that ships keeps a thousand of the same sequence, and the two must agree to the last digit.
#
# 校准之前：仅凭先验，模型会“印出”什么？此处少量重新运行，并与随附后验中保存的先验抽样逐位对照。

# %%
import time

import numpy as np
import pandas as pd

from analysis.bands import number
from analysis.diagnostics import span_of
from calibration.posterior import read_predictive
from calibration.rerun import rerun_prior
from interface.calibrating_figures import figure_label, open_posterior, prior_picture, zone_label
from scenarios.posteriors import REFERENCE

pd.set_option("display.width", 160, "display.max_columns", 12, "display.max_colwidth", 70)
found = open_posterior()
ledger = found.ledger

# %% [markdown]
# ## Run it
#
# Forty draws of all priors, each with luck of its own, in the world that the texts describe: all reforms at their dates.

# %%
began = time.perf_counter()
run = rerun_prior(REFERENCE, ledger, 40)
draws = len(next(iter(run.again.values())))
print(
    f"{draws} draws run again in {time.perf_counter() - began:.0f} s; {run.same} of {run.numbers} numbers are those that the file holds."
)

# %% [markdown]
# ## What the prior prints
#
# Only figures that a fit may see: the held-out ones are not looked at here.

# %%
stored = read_predictive(REFERENCE).prior
calibrated = [tested.figure for tested in found.result.calibrated if np.isfinite(tested.median)]
rows = []
for figure in calibrated:
    few, many = span_of(run.again[figure]), span_of(stored[figure])
    rows.append(
        {
            "figure": f"{zone_label(ledger[figure].zone, ledger, 'en')}: {figure_label(figure, 'en')}",
            "published": str(ledger[figure].interval),
            f"{draws} draws": f"{number(few.low)} to {number(few.high)}",
            f"{len(stored[figure])} draws": f"{number(many.low)} to {number(many.high)}",
        }
    )
print(pd.DataFrame(rows).to_string(index=False))

# %%
picture = prior_picture(found, "en")
print(picture.finding)
print(prior_picture(found, "zh").finding)
picture

# %% [markdown]
# ## Is the prior too sure, or too vague?
#
# The share of draws below each published number: near 0 or 1 the prior was surprised, and with a right prior these shares are even.

# %%
pit = {tested.figure: tested.prior.pit for tested in found.result.calibrated if np.isfinite(tested.median)}
low = [figure for figure, share in pit.items() if share > 0.95]
high = [figure for figure, share in pit.items() if share < 0.05]
print(
    f"Of {len(pit)} figures, {len(low)} lie above 95 % of the prior's draws and {len(high)} below 5 % of them; one in ten would be right."
)
print("above:", *(f"{zone_label(ledger[figure].zone, ledger, 'en')}: {figure_label(figure, 'en')};" for figure in low))
over = sum(share > 0.5 for share in pit.values())
print(f"{over} of {len(pit)} lie above the prior's median: the texts report more than the priors expect.")

# %% [markdown]
# ## What the data cannot tell
#
# Here is the doubt before a fit. If a figure's band hardly narrows by a fit, it tells as little as before.

# %%
factors = {
    tested.figure: np.exp(tested.prior.width) for tested in found.result.calibrated if np.isfinite(tested.median)
}
widest = max(factors, key=factors.get)
print(
    f"The widest band is that of {figure_label(widest, 'en')} ({zone_label(ledger[widest].zone, ledger, 'en')}): its ends are a factor of {factors[widest]:.0f} apart."
)
silent = [tested.figure for tested in found.result.calibrated if not np.isfinite(tested.median)]
print("No output of the model answers to:", *(figure_label(figure, "en") for figure in silent))
