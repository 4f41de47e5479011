"""The industries of prospects, and which of them need land."""

from typing import NamedTuple

import numpy as np


class Industry(NamedTuple):
    """One industry: its name, its Chinese name, whether it needs office floor instead of land."""

    name: str
    name_zh: str
    office: bool
    share: float
    """Share of prospects [1]; Assumption A-1: about the mix of a coastal province, a judgement."""


INDUSTRIES = (
    Industry("automotive", "汽车及零部件", office=False, share=0.10),
    Industry("equipment", "装备制造", office=False, share=0.20),
    Industry("electronics", "电子信息制造", office=False, share=0.14),
    Industry("biomedicine", "生物医药", office=False, share=0.09),
    Industry("materials", "新材料与化工", office=False, share=0.13),
    Industry("consumer", "纺织食品与商贸物流", office=False, share=0.14),
    Industry("information", "信息技术服务", office=True, share=0.10),
    Industry("finance", "金融与总部经济", office=True, share=0.10),
)
INDUSTRY_COUNT = len(INDUSTRIES)
INDUSTRY_NAMES = tuple(i.name for i in INDUSTRIES)
OFFICE = np.array([i.office for i in INDUSTRIES])
CUMULATIVE_SHARE = np.cumsum([i.share for i in INDUSTRIES])
SHARE_STEPS = 256
FIRST_INDUSTRY = np.searchsorted(CUMULATIVE_SHARE, np.arange(SHARE_STEPS) / SHARE_STEPS, side="right")
"""The industry at the quantiles 0, 1/256, …: where to begin looking for that of a prospect."""
