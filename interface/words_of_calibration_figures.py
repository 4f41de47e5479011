"""What figures of a calibration say, in English and Chinese; `interface.words` takes them in."""

ALONE: dict[str, tuple[str, str]] = {
    "jimo.zone.fai_ratio_2020": (
        "fixed-asset investment, 2020 over before the reform",
        "2020年固定资产投资与改革前之比",
    ),
    "jimo.zone.introduced_investment_2021": (
        "contract investment of key projects introduced, 2021",
        "2021年新引进重点项目总投资",
    ),
    "jimo.district.on_existing_land_2021": ("projects introduced on existing land, 2021", "2021年盘活存量落地项目"),
    "bluevalley.signed_investment": ("contract investment signed, January to August 2020", "2020年1—8月签约总投资"),
    "bluevalley.projects_signed_growth": (
        "growth of projects signed, January to August 2020",
        "2020年1—8月签约项目数增长",
    ),
    "bluevalley.signed_investment_growth": (
        "growth of contract investment signed, January to August 2020",
        "2020年1—8月签约总投资增长",
    ),
    "jinjialing.domestic_capital_paid_in": (
        "money that arrived, October 2019 to October 2020",
        "2019年10月至2020年10月内资到位",
    ),
    "laixi.anchor_supplier_investment": ("contract investment of an anchor's followers", "链主配套企业总投资"),
    "laixi.projects_producing": (
        "projects above 1亿 in production, January to September 2021",
        "2021年1—9月投产亿元以上项目",
    ),
}  # fmt: skip
"""Labels of figures that stand by themselves, where the operator's own leans on the figure before it."""

WORDS_OF_CALIBRATION_FIGURES: dict[str, tuple[str, str]] = {
    "diagram_prior": ("prior, 90 % band", "先验 90% 区间"),
    "diagram_posterior": ("posterior, 90 % band and median", "后验 90% 区间与中位数"),
    "diagram_published": ("as published, with the interval of its wording", "公开口径（含“约”“余”等表述所对应的范围）"),
    "diagram_draws_prior": ("draws of the prior", "先验抽样"),
    "diagram_draws": ("draws of the posterior", "后验抽样"),
    "diagram_times": (
        "simulated over published (1: the middle of what was published)",
        "模拟值与公开数据之比（1 为公开区间中点）",
    ),
    "diagram_odds": ("{label} †", "{label} †"),
    "diagram_odds_note": (
        "† a part of a given number, drawn as odds (part over rest); growth is drawn as this year over the last.",
        "† 占既定总数的部分按优势比（部分与其余之比）绘制；增长按本期与上期之比绘制。",
    ),
    "diagram_no_output": ("no such output", "模型无此输出"),
    "diagram_row": ("{published}  |  {median} ({low} – {high})", "{published}  |  {median}（{low} – {high}）"),
    "diagram_made": (
        "Posterior {digest}: {draws:,} draws, each run by the model. 90 % bands: 5 % to 95 % of draws.",
        "后验 {digest}：{draws:,} 个抽样，均经模型逐一运算。90% 区间为抽样的 5% 至 95% 分位。",
    ),
    "diagram_made_points": (
        "Posterior {digest}: {draws:,} draws, each run by the model.",
        "后验 {digest}：{draws:,} 个抽样，均经模型逐一运算。",
    ),
    "diagram_made_without": (
        "Posterior {digest}, fitted again without each zone. 90 % bands: 5 % to 95 % of draws.",
        "后验 {digest}，逐一剔除各开发区后重新校准。90% 区间为抽样的 5% 至 95% 分位。",
    ),
    "diagram_cannot": (
        "No figure speaks of staff, pay or channels of attraction: they stay at their priors.",
        "公开数据均未涉及精简人员、薪酬或招商渠道：这些参数仍为先验。",
    ),
    "prior_all": (
        "Before any fit, all {of} figures lie inside the bands of the prior",
        "校准之前，{of} 项公开数据全部落在先验区间内",
    ),
    "prior_some": (
        "Before any fit, {inside} of {of} figures lie inside the bands of the prior; outside: {missed}",
        "校准之前，{of} 项公开数据中有 {inside} 项落在先验区间内；区间之外：{missed}",
    ),
    "prior_about": (
        (
            "What the priors alone print, over what was published. Half of the bands span more than a factor "
            "of {factor}. Right: as published | median and band of the prior, in the figure's unit."
        ),
        (
            "仅由先验得出的预测与公开数据之比。半数区间的上下端之比超过 {factor} 倍。右侧：公开口径 | "
            "先验中位数与区间（原单位）。"
        ),
    ),
    "prior_band": ("prior, 90 % band and median", "先验 90% 区间与中位数"),
    "diagram_made_prior": (
        "The {draws:,} draws of the prior that posterior {digest} began from. 90 % bands: 5 % to 95 % of draws.",
        "后验 {digest} 所依据的 {draws:,} 个先验抽样。90% 区间为抽样的 5% 至 95% 分位。",
    ),
    "targets_all": (
        "All {of} figures that the fit was given lie inside their own bands",
        "参与校准的 {of} 项公开数据全部落在各自的后验区间内",
    ),
    "targets_some": (
        "{inside} of {of} figures that the fit was given lie inside their own bands; not met: {missed}",
        "参与校准的 {of} 项公开数据中有 {inside} 项落在各自的后验区间内；未吻合：{missed}",
    ),
    "targets_missed_short": ("{label} ({zone})", "{label}（{zone}）"),
    "targets_missed": (
        "{label} ({zone}: simulated at {times} of what was published)",
        "{label}（{zone}，模拟值为公开数据的 {times}）",
    ),
    "targets_about": (
        (
            "Prior and posterior of each figure over what was published. These figures were used in the fit: being "
            "inside is no test of it, and of {of} right bands about {expected:.0f} would hold theirs. Right: as "
            "published | median and band of the posterior, in the figure's unit. Bands of the posterior are "
            "{narrower:.0%} as wide as the prior's (median); {below} of {of} medians lie below what was published."
        ),
        (
            "各项数据的先验与后验预测，与公开数据之比。这些数据已用于校准，落在区间内并非检验；{of} 个恰当的区间"
            "应约有 {expected:.0f} 个包含公开数据。右侧：公开口径 | 后验中位数与区间（原单位）。后验区间宽度的"
            "中位数为先验的 {narrower:.0%}；{of} 个中位数中有 {below} 个低于公开数据。"
        ),
    ),
    "targets_nothing": (" {count} more with no such output: {names}.", "另有 {count} 项数据模型未涉及：{names}。"),
    "learnt_finding": (
        (
            "Most is learnt of {first}: {share:.0%} of its prior variance is gone; {few} of {of} parameters "
            "lose less than {little:.0%}"
        ),
        "公开数据对“{first}”约束最强：方差较先验缩小 {share:.0%}；{of} 个参数中有 {few} 个缩小不足 {little:.0%}",
    ),
    "learnt_about": (
        (
            "Every parameter that the fit may move, by how much of its variance the figures took away; a "
            "curve that has moved without growing narrower tells something too. Each axis is the standard "
            "scale of its prior; written below are the prior's 5 %, median and 95 % in the parameter's unit. What "
            "hangs on a parameter that has lost little rests on its prior."
        ),
        (
            "可由校准更新的全部参数，按方差缩减排序；曲线平移而未变窄，同样说明数据有所约束。横轴为各自先验的"
            "标准刻度；下方标出先验的 5%、中位数与 95%（原单位）。方差缩减很少的参数，相关结论仍依据先验。"
        ),
    ),
    "learnt_name": ("{name}{unit}: variance {gone}", "{name}{unit}：方差 {gone}"),
    "learnt_density": ("posterior", "后验"),
    "learnt_prior": ("prior", "先验"),
    "learnt_band": ("posterior, 90 % band and median", "后验 90% 区间与中位数"),
    "pairs_finding": (
        "{first} and {second} go together most (correlation {value}); {count} of {of} pairs do by more than chance",
        "“{first}”与“{second}”关联最强（相关 {value}）；{of} 对参数中有 {count} 对超出随机波动范围",
    ),
    "pairs_weak": (
        (
            "No two parameters are strongly tied (above {strong:g}) in the posterior: the largest correlation is "
            "{value} ({first} and {second}); {count} of {of} pairs exceed chance"
        ),
        (
            "后验中没有两个参数强相关（{strong:g} 以上）：最大相关为 {value}（“{first}”与“{second}”）；{of} 对中有 "
            "{count} 对超出随机波动范围"
        ),
    ),
    "pairs_none": (
        "No two of the parameters go together by more than chance ({of} pairs)",
        "没有两个参数的关联超出随机波动范围（共 {of} 对）",
    ),
    "pairs_about": (
        (
            "The strongest pairs. Had draws lain along a line, the figures would tell of the combination and not of "
            "either."
        ),
        "关联最强的参数对。若抽样沿一条线分布，则数据只能约束二者的组合，不能分别约束。",
    ),
    "pairs_chance": (
        "By chance one pair of {of} exceeds ±{chance:.2f} one time in twenty. Correlations are of standard scores.",
        "{of} 对中偶然有一对超过 ±{chance:.2f} 的概率为二十分之一。相关系数按标准刻度计算。",
    ),
    "pairs_told": ("correlation {value}", "相关 {value}"),
    "funnel_finding": (
        (
            "{zone}: {inside} of {of} stages lie inside their bands, of which {held} were held out; medians "
            "are {low:.0%} to {high:.0%} of what was published; starts per signing {share:.2f} ({told:.2f} as "
            "published)"
        ),
        (
            "{zone}：{of} 个阶段中有 {inside} 个落在区间内，其中留出检验的是{held}；中位数为公开数据的 {low:.0%} 至 "
            "{high:.0%}；开工与签约之比 {share:.2f}（公开口径 {told:.2f}）"
        ),
    ),
    "funnel_about": (
        (
            "Projects above CNY 100 million, January to September 2021. Left: by stage. Right: each stage "
            "over the one before it, in the same draw: flows of the same months, not the fate of the same "
            "projects."
        ),
        (
            "2021年1—9月亿元以上项目。左：各阶段数量。右：同一抽样中各阶段与前一阶段之比，为同期流量之比，并"
            "非同一批项目的结局。"
        ),
    ),
    "funnel_held_out": ("Fitted: {fitted}. Held out: {held}.", "参与校准：{fitted}。留出检验：{held}。"),
    "funnel_projects": ("projects", "项目（个）"),
    "funnel_share": ("stage over the one before", "与前一阶段之比"),
    "funnel_signed": ("signed", "签约"),
    "funnel_started": ("started", "开工"),
    "funnel_completed": ("completed", "竣工"),
    "funnel_producing": ("in production", "投产"),
    "ranks_all": (
        "The fitting shows no visible bias: ranks of known truths as even as a right fit's, all {of} parameters",
        "校准方法未见系统性偏差：全部 {of} 个参数的已知真值，秩与正确校准一样均匀",
    ),
    "ranks_some": (
        "{count} of {of} parameters have ranks less even than a right fit's: {names}",
        "{of} 个参数中有 {count} 个的秩不如正确校准均匀：{names}",
    ),
    "ranks_about": (
        (
            "{truths} truths drawn from the prior and run by the model; their figures fitted with {chains} "
            "draws each. Drawn: the cumulative share of ranks less an even one; the nearer to 0 the better."
        ),
        (
            "从先验抽取 {truths} 个真值并由模型运行，对其数据各以 {chains} 个抽样重新校准。曲线为秩的累计比例与均匀"
            "分布之差，越贴近 0 越好。"
        ),
    ),
    "ranks_note": (
        (
            "A line that rises, then falls back tells of draws that lie too high; one below nought first and "
            "above later, of bands too wide; the other way round, of bands too narrow. Grey: what a right "
            "fit exceeds in any of {of} panels one time in twenty (Kolmogorov and Smirnov); p: probability of so "
            "uneven ranks in one panel by chance, of which the least of {of} is often near {least:.2f}. This tests the "
            "fitting, not whether the model is right."
        ),
        (
            "先升后落表示抽样偏高；先负后正表示区间过宽，反之则过窄。灰色：正确校准时 {of} "
            "个面板中任一个超出的概率为二十分之一（柯尔莫哥洛夫—斯米尔诺夫）；p 为单个面板偶然如此不均匀的概率，{of} "
            "个中的最小值常在 {least:.2f} 左右。此项检验校准方法，不检验模型本身是否正确。"
        ),
    ),
    "ranks_missing": (
        "no ranks of known truths are stored beside this posterior; zonereform validate --truths 200 makes them",
        "该后验未附已知真值的秩；可用 zonereform validate --truths 200 生成",
    ),
    "ranks_rank": ("rank of the truth among the draws", "真值在抽样中的秩"),
    "ranks_distance": ("share of truths, less an even share", "真值比例与均匀比例之差"),
    "ranks_allowed": ("allowed", "允许范围"),
    "ranks_even": ("even enough", "足够均匀"),
    "ranks_uneven": ("not even enough", "不够均匀"),
    "ranks_told": ("p = {p}", "p = {p}"),
    "coverage_finding": (
        "Bands of 50 % hold {half:.1%} of known truths, bands of 90 % hold {most:.1%}: {verdict}",
        "50% 区间覆盖 {half:.1%} 的已知真值，90% 区间覆盖 {most:.1%}：{verdict}",
    ),
    "coverage_right": ("within what was asked ({asked})", "符合事先要求（{asked}）"),
    "coverage_wide": ("wider than was asked ({asked})", "比事先要求偏宽（{asked}）"),
    "coverage_narrow": ("narrower than was asked ({asked})", "比事先要求偏窄（{asked}）"),
    "coverage_open": ("of so few truths it cannot be told whether that is right", "真值太少，无法判断是否恰当"),
    "coverage_mixed": ("not as was asked ({asked})", "不符合事先要求（{asked}）"),
    "coverage_about": (
        (
            "Share of known truths, over {of} parameters, that lie in the central band of each level: {truths} sets of "
            "parameters were drawn from the prior, run by the model and fitted again."
        ),
        "{of} 个参数的已知真值落在各水平中心区间内的比例：从先验抽取 {truths} 组参数，由模型运行后重新校准。",
    ),
    "coverage_note": (
        (
            "Dashed: exact; below it bands are too narrow, above too wide. The band is of truths drawn again (90 %), "
            "for the parameters of one truth go together. This tests the fitting, not whether the model is right."
        ),
        (
            "虚线为精确覆盖；低于虚线表示区间过窄，高于则过宽。浅色带由对真值重抽样得到（90%），因同一真值的各参数彼此"
            "相关。此项检验校准方法，不检验模型本身是否正确。"
        ),
    ),
    "coverage_level": ("level of the central band", "中心区间水平"),
    "coverage_share": ("share of truths inside", "落入的真值比例"),
    "coverage_pooled": ("all parameters", "全部参数"),
    "coverage_band": ("its band over truths", "总体覆盖率的 90% 区间"),
    "coverage_one": ("each parameter", "单个参数"),
    "coverage_gate": ("asked beforehand", "事先要求的范围"),
    "held_out_finding": (
        (
            "{hits} of {of} figures that the fit was not given lie inside their bands (with so few the true share may "
            "be {low:.0%} to {high:.0%}){missed}; against its own prior {verdict}"
        ),
        (
            "未参与校准的 {of} 项公开数据中有 {hits} 项落在区间内（样本少，真实比例可能为 {low:.0%} 至 "
            "{high:.0%}）{missed}；与自身先验相比{verdict}"
        ),
    ),
    "held_out_missed": ("; missed at {missed} of what was published", "；未吻合的模拟值为公开数据的 {missed}"),
    "held_out_times": ("{times} ({zone})", "{times}（{zone}）"),
    "held_out_better": ("the fit is better", "校准后更好"),
    "held_out_worse": ("the fit is worse", "校准后更差"),
    "held_out_open": ("it cannot be told whether the fit helps", "无法判断校准是否有帮助"),
    "held_out_about": (
        (
            "Above: figures over what was published, with forecasts that need no model; right: as published | median "
            "and band of the posterior, in the figure's unit. Below: mean interval score (a penalty for wide bands and "
            "for misses) of the model less that of each forecast, over the figures that both forecast (their number in "
            "brackets)."
        ),
        (
            "上：与公开数据之比及不用模型的简单推算；右侧：公开口径 | 后验中位数与区间（原单位）。下：模型与各预测的平"
            "均区间得分（区间过宽或未覆盖均扣分）之差（括号内为两者都预测的数据项数）。"
        ),
    ),
    "held_out_few": (
        (
            "Bars below are 95 % intervals (Student's t); differences over fewer than {fewest} figures have "
            "none and tell little."
        ),
        "下图横条为 95% 区间（学生 t 分布）；共同数据不足 {fewest} 项时不画区间，不足以说明问题。",
    ),
    "held_out_skill": (
        "difference in mean interval score (left of 0: the model is better)",
        "平均区间得分之差（0 左侧表示模型更好）",
    ),
    "held_out_prior": ("the model's own prior", "模型自身先验"),
    "held_out_informed": (" *", " *"),
    "held_out_declared": (
        "* declared before the fit as figures that it should narrow.",
        "* 校准前即列为应当收窄的数据。",
    ),
    "left_out_finding": (
        (
            "{inside} of {of} figures lie inside the bands of a fit that was not given the figures of their zone "
            "(about {expected:.0f} expected); missed: {missed}"
        ),
        (
            "剔除所属开发区的全部数据重新校准后，{of} 项公开数据中有 {inside} 项落在区间内（应约有 {expected:.0f} 项）"
            "；未吻合：{missed}"
        ),
    ),
    "left_out_about": (
        (
            "Each zone from a fit of the figures of all others (a zone's fit keeps those of its district; those of the "
            "province belong to no zone). Inside: the band meets the published interval. Right: as published | median "
            "and band, in the figure's unit. Bands are {narrower:.0%} as wide as the prior's (median)."
        ),
        (
            "每个开发区均由其余开发区的数据校准得到（剔除开发区时保留所在区的数据；全省数据不属任何开发区）。区间与公开"
            "数据的范围相交即为落在区间内。右侧：公开口径 | 中位数与区间（原单位）。区间宽度的中位数为先验的 "
            "{narrower:.0%}。"
        ),
    ),
    "left_out_missing": (
        "no fits without single zones are stored beside this posterior; zonereform validate --zones makes them",
        "该后验未附逐一剔除开发区的校准结果；用 zonereform validate --zones 生成",
    ),
    "periods_finding": (
        (
            "No number of a zone is of months before {first}; of the time before its reform {count} "
            "comparisons tell all"
        ),
        "各开发区的公开数据均不早于 {first}；反映改革之前情况的只有 {count} 项对比数据",
    ),
    "periods_about": (
        (
            "The months that each compared figure speaks of. Without a count of the time before, an effect "
            "of reform cannot be read off these texts."
        ),
        "各项对照数据所指的月份。缺少改革之前的数量，仅凭这些文本无法判断改革效果。",
    ),
    "periods_note": (
        "Under the first reading of figures that may mean two things.",
        "可作两种理解的数据按第一种理解绘制。",
    ),
    "periods_calibrate": ("fitted", "参与校准"),
    "periods_held_out": ("held out", "留出检验"),
    "periods_so_far": ("all so far", "截至该月累计"),
}  # fmt: skip
