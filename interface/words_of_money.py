"""What the money of options says, in English and Chinese; `interface.words` takes it in."""

WORDS_OF_MONEY: dict[str, tuple[str, str]] = {
    "money_title": (
        "{option}: money over {months} months, option minus base [亿元]",
        "{option}：{months} 个月的资金账（方案减基准）[亿元]",
    ),
    "money_place": ("for", "对象"),
    "money_rate": ("discount rate", "折现率"),
    "money_worth": ("present value", "净现值"),
    "money_left": ("left at book value", "期末账面资产"),
    "money_plain": ("none", "不折现"),
    "money_lines": (
        "What that is made of, undiscounted means [亿元]; lines and the debt still owed add up",
        "净现值的构成，未折现均值 [亿元]；各项与未偿债务相加即为合计",
    ),
    "money_line": ("line", "项目"),
    "money_sum": ("together", "合计"),
    "money_apart": ("{label} (not in the sum)", "{label}（不计入合计）"),
    "money_pots": (
        "Costs by pot: what is paid more, or no longer received [亿元]",
        "按资金来源：多支出或少收入的金额 [亿元]",
    ),
    "money_share": ("share of draws", "样本占比"),
    "money_mean": ("mean", "均值"),
    "money_cloud": (
        "Cost for the county and projects for the region, draw by draw",
        "县级支出与全区域项目（逐次抽样）",
    ),
    "quarter_more_for_more": ("more projects for more county money", "项目更多、县区支出更多"),
    "quarter_more_for_less": ("more projects for less county money", "项目更多、县区支出更少"),
    "quarter_fewer_for_more": ("fewer projects for more county money", "项目更少、县区支出更多"),
    "quarter_fewer_for_less": ("fewer projects for less county money", "项目更少、县区支出更少"),
    "quarter_no_difference": ("no change in one of the two", "其中一项无差异"),
    "money_ratio": (
        "{ratio} ± {error} net-new projects in production per 亿元 spent",
        "每多支出 1 亿元，净新增投产项目 {ratio} ± {error} 个",
    ),
    "money_ratio_saved": (
        "{ratio} ± {error} projects in production fewer in the region per 亿元 saved",
        "每少支出 1 亿元，全区域投产项目减少 {ratio} ± {error} 个",
    ),
    "money_ratio_lost": (
        "more money and fewer projects: {ratio} ± {error} fewer in production in the region per 亿元 spent more",
        "支出增加而项目减少：每多支出 1 亿元，全区域投产项目反而减少 {ratio} ± {error} 个",
    ),
    "money_ratio_free": (
        "less money and more projects: {ratio} ± {error} more in production in the region per 亿元 saved",
        "支出减少而项目增加：每少支出 1 亿元，全区域投产项目反而增加 {ratio} ± {error} 个",
    ),
    "money_no_ratio": (
        "no projects per 亿元 can be told: within the 90 % band cost or projects change sign",
        "无法计算每亿元对应的项目数：90% 区间内，支出或项目数的增减有正有负",
    ),
    "money_safe": (
        "Debt over assets of the zone's platform company above {level:.0%}, share of draws: {told}",
        "平台公司资产负债率高于 {level:.0%} 的样本占比：{told}",
    ),
    "money_safe_at": (
        "month {months}: {option:.0%} (base {base:.0%})",
        "第 {months} 个月 {option:.0%}（基准 {base:.0%}）",
    ),
    "money_no_company": (
        "The zone has no platform company, so there is no debt path.",
        "本区无平台公司，故无债务路径。",
    ),
    "money_gate": (
        "Gate: {lost} good projects rejected ({lost_span}), {saved} mu not taken ({saved_span}); {ratio}",
        "评审关口：错拒好项目 {lost} 个（{lost_span}），少用土地 {saved} 亩（{saved_span}）；{ratio}",
    ),
    "money_gate_ratio": (
        "{ratio} ± {error} good projects lost per 100 mu saved",
        "每节约 100 亩错失好项目 {ratio} ± {error} 个",
    ),
    "money_gate_no_ratio": (
        "no price per 100 mu can be told: the land saved may as well be none",
        "无法计算每节约百亩的代价：节约的土地可能为零",
    ),
    "money_unbooked": (
        "Real costs of these measures that the model does not book, so that no number above holds them: {names}.",
        "这些措施的以下实际成本未计入模型，上述数字均不含：{names}。",
    ),
    "money_reading": (
        (
            "zone: its committee and its platform company; county: all zones of the district, their companies and what "
            "the municipality receives and pays for them; region: all zones. Payments between purses cancel. New debt "
            "is received when borrowed and counts as paid at the end; roads, plant and stakes in funds left then are "
            "at book value, told apart. Nothing later counts, nor province, state, or firms. Land is sold at its "
            "price: the model knows no discount on it. Safe level: {level:.0%} debt over assets, above which a company "
            "could sell no bond without a guarantee ({source}); the model's lenders stop at {cap:.0%}."
        ),
        (
            "开发区：管委会及其平台公司；县区：同一区县全部开发区、其平台公司及市级政府为其收支；全区域：全部开发区。各"
            "账户之间的收付相互抵消。新增债务借入时计为收入，期末视同全部偿还；期末道路、标准厂房与基金权益按账面值另列"
            "。期后收支、省与中央分成、企业得失均不计。土地按价出让，模型不考虑地价优惠。安全线：资产负债率 {level:.0%}"
            "，超过则无担保不得发债（{source}）；模型假定资产负债率达 {cap:.0%} 即停止新增授信。"
        ),
    ),
    "figure_cloud_sure": (
        "{option}: {share} of draws give the region {quarter}",
        "{option}：{share} 的样本全区域{quarter}",
    ),
    "figure_cloud_about": (
        (
            "A point is a draw: net-new projects in production in the region (all {zones} zones of the "
            "scenario), and money spent more by {zone}'s county, {months} months on. Diamond: medians of both. "
            "Shares are of draws."
        ),
        (
            "每点为一次抽样：全区域（情景中全部 {zones} 个开发区）净新增投产项目与{zone}所在县区增加的支出，"
            "{months} 个月累计。菱形：两者的中位数。占比为样本占比。"
        ),
    ),
    "figure_cloud_cost": ("more spent by the county [CNY billion]", "县区增加的支出 [亿元]"),
    "figure_cloud_effect": ("net-new in production, region [projects]", "全区域净新增投产项目 [个]"),
    "figure_debt_found": (
        (
            "{option}: debt over assets above the safe {level} % after five years in {share} of draws, in {base} "
            "without it"
        ),
        "{option}：五年后 {share} 的样本资产负债率超过 {level}% 的安全线，不改革时仅 {base} 的样本超过",
    ),
    "figure_debt_about": (
        (
            "Platform company of {zone}. Blue: the option, dark half of the draws, light 90 %; grey: 90 % of "
            "draws without it. Safe level {level}: above it no bond without a guarantee (rule of 2015)."
        ),
        (
            "{zone}平台公司。蓝色：方案（深色为一半样本，浅色为 90%）；灰色：不改革的 90% 样本。安全线 "
            "{level}：2015 年规定，超过则无担保不得发债。"
        ),
    ),
    "figure_debt_axis": ("debt over assets [%]", "资产负债率 [%]"),
    "figure_debt_safe": ("safe level {level} %", "安全线 {level}%"),
    "figure_front_found": (
        "Beaten on average by no other option in projects, debt and land together: {names}",
        "按均值，项目、债务、用地三项没有其他方案都不比它差的：{names}",
    ),
    "figure_front_all": (
        (
            "Every option is a trade-off on average, none beats another in projects, debt and land together; most "
            "projects with {most} ({projects}, new land {land} mu)"
        ),
        (
            "按均值各方案互有取舍，没有一个在项目、债务、用地三方面都胜过另一个；项目最多的是{most}（{projects} 个，新"
            "增用地 {land} 亩）"
        ),
    ),
    "figure_front_about": (
        ("{zone}, {months} months on: differences to “{base}”. More projects, less debt and less new land are better."),
        ("{zone}，{months} 个月，与“{base}”之差。项目越多、债务与新增用地越少越好。"),
    ),
    "debt_at_cap": (
        "the path is flat because lenders of the model stop near {cap} %, an assumption",
        "模型假定资产负债率达 {cap}% 即停止新增授信，走势因此持平",
    ),
}
