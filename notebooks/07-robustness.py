# %% [markdown]
# # Choices that hold whatever comes
#
# Options and doing nothing over futures that nobody can weigh: regret, thresholds, when ranks flip, what they cost, and a
# search for packages that a county could afford. Few futures of the posterior that ships: verdicts are careful, and the zone is synthetic.
#
# 稳健选择：在无人能断言可能性的多种未来下比较方案与“不改革”，看后悔值、门槛、名次互换条件、花费，并在预算内搜索组合。此处样本较少；人员、薪酬与渠道的效应仅依据先验。

# %%
from pathlib import Path

import pandas as pd

from analysis.compare import comparable
from analysis.pictures import write_picture
from analysis.futures import candidates_of
from analysis.money import compare_money
from analysis.robust_tables import regret_rows
from analysis.robustness import robust
from analysis.search import limits_of, search_packages
from interface.money_figures import cloud_picture
from interface.robust_figures import regret_picture
from interface.robust_tables import told_flip, told_levers, told_verdict
from scenarios.load import load_scenario
from scenarios.posteriors import default_belief

nothing, reform = load_scenario("typical-county"), load_scenario("typical-county-reform")

# %% [markdown]
# ## Regret
#
# What is given up by not choosing the option that turns out best. Doing nothing is always a candidate.

# %%
candidates = candidates_of([nothing, reform], seed=1, belief=default_belief())
ranked = robust(candidates, draws=40)
heads, *rows = regret_rows(ranked)
print(
    pd.DataFrame(rows, columns=heads)[["option", "output", "mean", "high", "maximum", "best"]]
    .round(2)
    .to_string(index=False)
)
for option in ranked.ranked:
    print(f"{option.scenario.name} meets all thresholds in {option.satisfices:.0%} of futures: {option.met}")

# %% [markdown]
# ## Where regret is large

# %%
picture = regret_picture(ranked, "en")
write_picture(picture, Path("regret.svg"), f"zonereform robust, digest {ranked.digest}")
print(*picture["vconcat"][0]["title"]["text"])

# %% [markdown]
# ## When ranks flip
#
# A box is told only where it holds on futures kept aside.

# %%
print(*(told_flip(flip, "en") for flip in ranked.flips), sep="\n")

# %% [markdown]
# ## What it costs
#
# Present value for the county at 5 % a year, and draws by what they cost and bring.

# %%
compared, (money,) = compare_money(comparable(nothing, [reform], 1, belief=default_belief()), draws=24)
worth = money.at("county", 60, 0.05)
print(f"present value for the county: {worth.band.median:.1f} ({worth.band.low:.1f} to {worth.band.high:.1f}) 亿元")
print({name: f"{share:.0%}" for name, share in money.cloud.shares.items()})
write_picture(cloud_picture(compared, money, "en"), Path("cloud.svg"), f"zonereform compare, digest {compared.digest}")

# %% [markdown]
# ## A package that the county could afford
#
# At most 1 亿元 more from the general budget and half of one from the company over five years. What the search saw is
# beside what fresh runs say; only the latter counts.

# %%
found = search_packages(candidates, limits_of(["general_budget=1", "platform=0.5"]), fresh=40, generations=3)
for package in found.packages:
    seen, fresh = (tried.objectives["producing"] for tried in (package.searched, package.fresh))
    print(
        f"{seen:+6.1f} while searching, {fresh:+6.1f} afresh, {told_verdict(package, 'en')}: {told_levers(package, 'en')}"
    )
print("doing nothing wins" if found.nothing_wins else "a package holds")
