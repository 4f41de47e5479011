"""What the headline and the best of many zones say, in English and Chinese; `interface.words` takes them in."""

WORDS_OF_HEADLINE: dict[str, tuple[str, str]] = {
    "headline_title": (
        "What the published ratio of {low:g} to {high:g} is made of: parts of its logarithm, which add up on means",
        "公开的 {low:g} 至 {high:g} 倍由何构成：按对数分解，各部分均值相加等于合计",
    ),
    "headline_part": ("part", "部分"),
    "headline_mean": ("mean", "均值"),
    "headline_times": ("as a factor", "折合倍数"),
    "headline_band": ("90 % band", "90% 区间"),
    "part_product": ("macro × boundary × reporting", "宏观 × 边界 × 统计口径"),
    "part_macro": ("  macro path of the city (by assumption)", "  全市宏观走势（按假设拆分）"),
    "part_boundary": ("  redrawn boundary (by assumption)", "  区划边界调整（按假设拆分）"),
    "part_reporting": ("  reporting under pressure (by assumption)", "  统计口径偏差（按假设拆分）"),
    "part_platform": ("spending of the platform company", "平台公司投资"),
    "part_pipeline": ("pipeline: signed before the reform, and luck", "改革前已签约项目的滚动与偶然因素"),
    "part_attraction": ("attraction: staff, pay, channels, fund", "招商引资：人员、薪酬、渠道、基金"),
    "part_speed": ("speed: approvals, land", "提速：审批、用地"),
    "part_total": ("all together", "合计"),
    "headline_reading": (
        (
            "Only the product of macro, boundary and reporting is identified; how it is split, and how the rest is "
            "split among platform, attraction and speed, rests on priors. Draws count by how probably they print the "
            "ratio: {effective:.0f} of {draws} count in full."
        ),
        (
            "仅“宏观 × 边界 × 统计口径”的乘积可由数据识别；其内部拆分，以及平台、招商、提速之间的拆分均依据先验。"
            "各抽样按其与公开倍数相符的概率加权：{draws} 组折合 {effective:.0f} 组。"
        ),
    ),
    "headline_few": (
        "Few draws come to the published ratio: take more (--draws) before you rely on these bands.",
        "与公开倍数相符的抽样过少：请增加 --draws 后再引用这些区间。",
    ),
    "headline_macro_only": (
        (
            "Without any reform the zone prints {median:.2f} times ({low:.2f} to {high:.2f}); {share:.0%} of draws "
            "print as much as was published."
        ),
        (
            "即使完全不改革，该区公开口径的倍数也达 {median:.2f}（{low:.2f} 至 {high:.2f}）；"
            "{share:.0%} 的抽样不低于公开倍数。"
        ),
    ),
    "selection_title": (
        "Without any reform: {zones} zones of an invented province, ratio of 2020 to the base year",
        "完全不改革：虚构全省 {zones} 个开发区，2020年与基期之比",
    ),
    "selection_what": ("what", "项目"),
    "selection_median": ("median", "中位数"),
    "selection_share": ("≥ {published:g}", "≥ {published:g} 的占比"),
    "selection_one": ("a zone taken at random", "随机抽取的一个开发区"),
    "selection_best": ("the best of {zones}", "{zones} 个中最好的"),
    "selection_best_redrawn": ("the best, each zone's boundary redrawn", "最好的（各区边界均调整）"),
    "placebo_2018": ("placebo: growth of 2018 over 2017", "安慰剂：2018年比2017年"),
    "placebo_2020": ("placebo: zones that did not reform", "安慰剂：未改革的开发区"),
    "placebo_random": ("placebo: a random year over the one before", "安慰剂：随机年份比上一年"),
    "selection_reading": (
        (
            "The zone that is told of is the one that did best. In {share:.0%} of invented provinces the best zone "
            "prints as much without any reform: the ratio alone says little of a reform. These zones are synthetic."
        ),
        (
            "被报道的往往是最好的开发区。在 {share:.0%} 的虚构省份中，完全不改革时最好的开发区也能达到这一倍数，"
            "因此仅凭该倍数很难说明改革的作用。这些开发区均为虚构。"
        ),
    ),
    "figure_part_product": ("macro × boundary × reporting", "宏观 × 边界 × 口径"),
    "figure_part_macro": ("of it macro path (assumed)", "其中全市宏观走势（假设）"),
    "figure_part_boundary": ("of it redrawn boundary (assumed)", "其中区划边界调整（假设）"),
    "figure_part_reporting": ("of it reporting (assumed)", "其中统计口径偏差（假设）"),
    "figure_part_platform": ("spending of the platform company", "平台公司投资"),
    "figure_part_pipeline": ("signed before, and luck", "改革前已签约与偶然因素"),
    "figure_part_attraction": ("attraction: staff, pay, channels", "招商：人员、薪酬、渠道、基金"),
    "figure_part_speed": ("speed: approvals, land", "提速：审批、用地"),
    "figure_part_total": ("all together", "合计"),
    "figure_headline_found": (
        (
            "{zone}: macro path, redrawn boundary and reporting make ×{product} of the simulated ×{total}; attraction "
            "and speed, which the reform moves, ×{reform}"
        ),
        (
            "{zone}：模拟的 2020 年投资为基期的 {total} 倍，其中宏观走势、边界调整与统计口径合计 ×{product}，改革所涉"
            "的招商与提速 ×{reform}"
        ),
    ),
    "figure_headline_about": (
        (
            "Investment of 2020 over the base year (2018 or 2019), published as {low:g} to {high:g} times. Bars: means "
            "of parts of its logarithm, which add up, blue raises, orange lowers, grey with diamond: sums; at the "
            "right each as a factor; lines: 90 % of draws."
        ),
        (
            "2020 年投资与基期（2018 或 2019 年）之比，公开为 {low:g} 至 {high:g} 倍。条形：对数各部分的均值，相加等于"
            "合计，蓝色为增，橙色为减，灰色与菱形为合计；右侧为折合倍数；线：90% 的抽样。"
        ),
    ),
    "figure_headline_axis": ("part of the logarithm of the ratio", "投资倍数的构成（对数刻度）"),
    "figure_headline_note": (
        (
            "Only the product of macro path, boundary and reporting is identified; how it is split, and how the rest "
            "is split, rests on priors: by assumption. {draws} draws count by how probably they reach the published "
            "ratio and are worth about {effective:.0f}. Run {digest}."
        ),
        (
            "只有宏观、边界与口径的乘积可由数据识别；其内部与其余部分的拆分均依据先验，属假设。{draws} 组抽样按其达到公"
            "开倍数的概率加权，约相当于 {effective:.0f} 组。运行 {digest}。"
        ),
    ),
    "figure_selection_found": (
        (
            "Without any reform the best of {zones} zones reaches the published growth of investment (×{published:g}) "
            "in {hits} of {draws} simulated provinces: high growth alone does not show that a reform worked"
        ),
        (
            "完全不改革时，{draws} 次全省模拟中有 {hits} 次，{zones} 个开发区中增幅最高的也达到公开的投资倍数（×"
            "{published:g}）：仅凭增幅高不能说明改革奏效"
        ),
    ),
    "figure_selection_about": (
        (
            "Investment of 2020 over the base year where nobody reforms. Bars: 90 % of draws, of the first line 90 % "
            "of all zones of all draws; black: median; at the right: share that reaches {published:g}."
        ),
        (
            "各区均不改革时 2020 年投资与基期之比。条形：90% 的抽样（首行为全部抽样中全部开发区的 90%），黑线：中位数；"
            "右侧：达到 {published:g} 的占比。"
        ),
    ),
    "figure_selection_axis": ("investment of 2020 over the base year [times]", "2020 年投资与基期之比（倍）"),
    "figure_selection_published": ("published: {published:g} or more", "公开口径：{published:g} 以上"),
    "figure_selection_note": (
        (
            " {draws} provinces leave the share at {low:.0%} to {high:.0%}. The zones are synthetic; assumed: the "
            "zone that a text tells of is the one that did best."
        ),
        "{draws} 个省份所得占比的 95% 区间为 {low:.0%} 至 {high:.0%}。开发区均为虚构：被报道的往往是最好的一个。",
    ),
}  # fmt: skip
