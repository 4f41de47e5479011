"""What a robust ranking and a search for packages say, in English and Chinese; `interface.words` takes it in."""

WORDS_OF_ROBUSTNESS: dict[str, tuple[str, str]] = {
    "robust_title": (
        "Options for {zone} over {draws} futures, {months} months from {month} on",
        "{zone}：{draws} 种未来下的方案比较，自 {month} 起 {months} 个月",
    ),
    "robust_regret": ("Regret in “{output}”{unit}", "“{output}”的后悔值{unit}"),
    "robust_option": ("option", "方案"),
    "robust_mean": ("mean", "均值"),
    "robust_high": ("nine in ten", "九成以内"),
    "robust_maximum": ("maximum", "最大"),
    "robust_best": ("best in", "最优占比"),
    "robust_met": ("Thresholds met, share of futures", "满足各门槛的未来占比"),
    "robust_all": ("all", "全部满足"),
    "robust_front": ("Projects, debt and land, means over futures", "项目、债务与用地（各未来均值）"),
    "robust_share_front": ("on the front in", "处于有效前沿的占比"),
    "robust_mean_front": ("front of means", "均值的有效前沿"),
    "robust_flips": (
        "When ranks flip (“{output}”, neighbours by mean regret)",
        "名次何时互换（“{output}”，平均后悔值相邻的方案）",
    ),
    "flip_holds": (
        (
            "{usual} is better in {share} of futures, {other} in {rest}; {other} where {box}: {density} of "
            "the futures in this box flip ({coverage} of all flips); on futures kept aside {aside} flip "
            "inside, {base} overall, by luck at most {luck}"
        ),
        (
            "在 {share} 的未来中 {usual} 更优，在 {rest} 的未来中 {other} 更优；{other} 占优的条件：{box}。此范围内 "
            "{density} 名次互换（占全部互换的 {coverage}）；在留出的未来中为 {aside}，总体为 {base}，纯属偶然的概率至多"
            " {luck}"
        ),
    ),
    "flip_fails": (
        (
            "{usual} is better in {share} of futures, {other} in {rest}; no condition was found that holds "
            "on futures kept aside"
        ),
        "在 {share} 的未来中 {usual} 更优，在 {rest} 的未来中 {other} 更优；未找到在留出的未来中也成立的条件",
    ),
    "flip_few": (
        "{usual} is better in {share} of futures, {other} in {rest}; too few to look for a condition",
        "在 {share} 的未来中 {usual} 更优，在 {rest} 的未来中 {other} 更优；次数过少，不足以寻找条件",
    ),
    "flip_always": (
        "{usual} is better in {share} of futures, {other} in none: no flip",
        "在 {share} 的未来中 {usual} 更优，{other} 从未更优：名次不互换",
    ),
    "flip_ties": ("{usual} and {other} do not differ in any future", "{usual} 与 {other} 在所有未来中均无差异"),
    "flip_above": ("{name} > {value}", "{name} > {value}"),
    "flip_at_most": ("{name} ≤ {value}", "{name} ≤ {value}"),
    "robust_and": (" and ", "且"),
    "deep_social_time": ("social time φ", "社会事务占比 φ"),
    "deep_dissimilarity": ("dissimilarity μ", "开发区差异 μ"),
    "deep_coverage": ("contacts a prospect k", "每个潜在项目的接触数 k"),
    "deep_regional_share": ("regional share P_R", "区域份额 P_R"),
    "deep_gate_auc": ("gate AUC", "评审区分度 AUC"),
    "deep_local_share": ("funds' local share L", "基金本地投资占比 L"),
    "deep_macro": ("growth after 2022", "2022年后年增速"),
    "robust_deep": (
        "Futures: drawn, and flat over {ranges}.",
        "未来情形的构成：参数按分布抽样，下列因素在所示范围内均匀取值：{ranges}。",
    ),
    "robust_reading": (
        (
            "regret: what is given up by not choosing the option that turns out best in a future, in the "
            "unit of the output; 0: best there. nine in ten: not exceeded in nine futures of ten. best in: "
            "share of futures in which no other is better, ties counted for all. front: no other is at least "
            "as good in projects, debt and new land and better in one. Doing nothing is always listed; a "
            "threshold with > base it cannot meet. Futures are no forecast: nobody knows how likely each is."
        ),
        (
            "后悔值：某一未来中没有选中事后看最优的方案而损失的数额，单位同指标，0 即最优。九成以内：十种未来中有九种不"
            "超过此值。最优占比：该方案未被其他方案超过的未来所占比例，并列均计入。有效前沿：没有其他方案在项目、债务、"
            "新增用地三方面都不差且至少一方面更好。不改革始终在列；带 > base 的门槛，不改革必然达不到。未来情形不是预测"
            "，各自的可能性无从得知。"
        ),
    ),
    "robust_prior": (
        ("This rests on priors alone. The texts identify no effect of staff, pay or channels."),
        "以上仅依据先验。现有文本无法识别人员、薪酬或招商渠道的效应。",
    ),
    "robust_posterior": (
        (
            "Draws are fitted to the published figures, which set volumes, sizes and speeds. The texts identify no "
            "effect of staff, pay or channels: what is said of these rests on priors alone."
        ),
        (
            "各组参数按公开数据校准，公开数据决定项目数量、规模与速度。现有文本无法识别人员、薪酬或招商渠道的效应："
            "有关结论仅依据先验。"
        ),
    ),
    "search_title": (
        "Packages for {zone} under {limits}, against doing nothing",
        "{zone}在{limits}下可行的组合，与不改革相比",
    ),
    "search_budget": ("{pot} ≤ {amount} 亿元", "{pot} ≤ {amount} 亿元"),
    "search_posts": ("posts added ≤ {posts}", "净增岗位 ≤ {posts} 个"),
    "search_land": ("new land ≤ {land} mu more", "比不改革最多新增用地 {land} 亩"),
    "search_standing": ("law: {standing} or better", "合规状态：{standing}及以上"),
    "search_levers": ("levers", "政策杠杆"),
    "search_projects": ("projects, fresh", "项目（新样本）"),
    "search_seen": ("while searching", "搜索时"),
    "search_debt": ("debt, 亿元", "债务（亿元）"),
    "search_land_used": ("land, mu", "用地（亩）"),
    "search_paid": ("paid more, 亿元", "增加支出（亿元）"),
    "search_share": ("gains in", "增加占比"),
    "search_verdict": ("verdict", "结论"),
    "search_nothing": ("do nothing", "不改革"),
    "search_holds": ("holds", "成立"),
    "search_over": ("over a limit", "超出限额"),
    "search_unsure": ("gain unsure", "增益不确定"),
    "search_wins": (
        "Doing nothing wins: no package keeps to all limits and gains surely (95 %) in fresh futures.",
        "不改革更可取：在新样本中，没有哪个组合既不超限额、又能确定（95%）有增益。",
    ),
    "search_reading": (
        (
            "{evaluated} packages were tried over {futures} futures; those listed were run again in {fresh} "
            "fresh ones, and only these count. The law is that of {date}; {banned} is not in the search. Ask "
            "for: {ask}. To be checked by the legal office: {check}."
        ),
        (
            "共试 {evaluated} 个组合（{futures} 种未来）；所列组合在 {fresh} 种新的未来中重跑，以重跑为准。法"
            "规截至 {date}；搜索不含{banned}。须另行争取：{ask}。须经法制部门审核：{check}。"
        ),
    ),
    "search_none": ("nothing", "无"),
    "figure_regret_found": (
        "Least given up with {option}: {value} {unit} on average ({outcome}); with doing nothing {nothing}",
        "{option}：与事后最优方案相比，平均少得的{outcome}最少（{value} {unit}）；不改革为 {nothing} {unit}",
    ),
    "figure_regret_nothing": (
        "Least given up by doing nothing: {value} {unit} on average ({outcome})",
        "不改革：与事后最优方案相比，平均少得的{outcome}最少（{value} {unit}）",
    ),
    "figure_regret_about": (
        (
            "{zone}, {months} months on, {draws} futures: mean [{unit}] given up by not choosing the option that turns "
            "out best; darker: more. Columns: what no published figure settles, futures in the lower and in the upper "
            "half of its range."
        ),
        (
            "{zone}，{months} 个月，{draws} 种情景：与事后看最好的方案相比，平均少得的数量［{unit}］，颜色越深少得越多"
            "。各列：缺乏公开数据的因素，分别为取值较低与较高的一半情景。"
        ),
    ),
    "figure_robust_prior": (
        (
            "Rests on priors alone; {draws} futures, every value of what no figure settles equally likely, so that "
            "numbers differ from a comparison's."
        ),
        "仅依据先验；{draws} 种情景，缺乏公开数据的因素均匀取值，数值因此与方案比较不同。",
    ),
    "figure_robust_posterior": (
        (
            "Fitted to published figures, none of which tests a single measure; effects of staff, pay and channels "
            "rest on priors alone; {draws} futures, every value of what no figure settles equally likely, so that "
            "numbers differ from those of a comparison."
        ),
        (
            "参数按公开数据校准，但公开数据不能单独检验任何一项措施，人员、薪酬与渠道的效应仅依据先验；{draws} 种情景，"
            "缺乏公开数据的因素均匀取值，数值因此与方案比较不同。"
        ),
    ),
}
