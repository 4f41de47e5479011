"""What comparisons and explanations say, in English and Chinese; `interface.words` takes them in."""

WORDS_OF_COMPARISONS: dict[str, tuple[str, str]] = {
    "compare_title": ("{option} against {base}: {zone}", "{option} 与 {base} 对照：{zone}"),
    "compare_about": (
        "Paired differences, option minus base, counted from the option's first measure ({first} to {last}).",
        "同一抽样下方案减基准之差，自该方案首项措施实施之月起算（{first} 至 {last}，因抽样而异）。",
    ),
    "compare_about_date": (
        "Paired differences, option minus base, counted from {first}.",
        "同一抽样下方案减基准之差，自 {first} 起算。",
    ),
    "compare_about_one": (
        "Paired differences, option minus base, counted from the option's first measure ({first}).",
        "同一抽样下方案减基准之差，自该方案首项措施实施之月（{first}）起算。",
    ),
    "compare_nothing": (
        "{option} changes nothing: every number of every draw is that of {base}.",
        "{option} 没有任何变化：每次抽样的每个数值都与 {base} 相同。",
    ),
    "compare_zone": ("the zone", "开发区"),
    "compare_county": ("the county", "县区"),
    "compare_region": ("the region", "全区域"),
    "compare_without": ("base", "基准"),
    "compare_month": ("{months} m", "{months}个月"),
    "compare_band": ("90 % band", "90% 区间"),
    "compare_chance": ("chance", "随机占比"),
    "compare_error": ("error", "模拟误差"),
    "compare_better": ("better", "更优占比"),
    "compare_verdict": ("verdict", "结论"),
    "verdict_nothing": ("none", "不变"),
    "verdict_few": ("few", "过少"),
    "verdict_better": ("better", "更优"),
    "verdict_worse": ("worse", "更差"),
    "verdict_open": ("open", "未定"),
    "verdict_neutral": ("–", "–"),
    "compare_projects": (
        "Where the zone's projects came from, over {months} months: median and 90 % band",
        "{months} 个月内本区项目的来源：中位数与 90% 区间",
    ),
    "event_signed": ("signed", "签约"),
    "event_producing": ("in production", "投产"),
    "projects_event": ("at", "统计环节"),
    "projects_anyway": ("here anyway", "不改革也会有"),
    "projects_from_region": ("from other zones", "来自区域内其他开发区"),
    "projects_new": ("in no zone without it", "原不会落在本区域"),
    "projects_lost": ("lost by the zone", "本区失去"),
    "projects_net_new": ("net-new share", "净新增占比"),
    "net_new_unclear": ("unclear", "无从判断"),
    "compare_surface": (
        "Net-new share over what no figure tells ({event}): k contacts a prospect, μ dissimilarity, P_R regional share",
        (
            "三个公开数据无法确定的参数取不同值时的净新增占比（{event}）：k 每个潜在项目的接触数，μ 开发区差异，P_R "
            "区域份额"
        ),
    ),
    "surface_low": ("low", "低"),
    "surface_high": ("high", "高"),
    "surface_computed": ("as computed (± error)", "模拟结果（±误差）"),
    "surface_closed": ("closed form", "理论值"),
    "surface_draws": ("draws", "样本数"),
    "compare_reading": (
        (
            "Base, band, error, chance, better and verdict are of month {last}; the county is all zones of the "
            "district, the region all zones. better, worse: in at least 95 % of draws, under these assumptions and "
            "data; open: neither; –: more is neither better nor worse; none: no draw differs; few: too few draws. "
            "chance: the share of the spread that is luck rather than unknown parameters. error: simulation error of "
            "the median, from the number of draws; it says nothing about importance. Distress: differences of shares "
            "of runs, from means, sure where draws that differ could hardly (5 %) be so lopsided by chance. Net-new "
            "share: the region's gain over the zone's; unclear where the zone's mean gain is within its simulation "
            "error; beyond 0 to 100 % where more zones than this one change, as where both lose."
        ),
        (
            "基准、区间、模拟误差、随机占比、更优占比与结论均为第 {last} 个月；县区指同一区县全部开发区，全区域指全部开"
            "发区。更优、更差：在现有假设与数据下，至少 95% 的样本如此；未定：更优、更差均未达到；–：不作优劣判断；不变"
            "：所有样本均无变化；过少：样本不足。随机占比：结果波动中来自随机因素、而非参数不确定的比例。模拟误差：样本"
            "有限带来的中位数误差，与是否重要无关。流动性紧张：为发生次数占比之差（均值），若有差异的样本分布如此悬殊、"
            "由偶然造成的概率不足 5%，即判为更优或更差。净新增占比：区域增量与本区增量之比；本区平均增量在模拟误差之内"
            "时无从判断；若其他开发区也随之变动（如两者皆减），可超出 0 至 100%。"
        ),
    ),
    "compare_method": (
        "{twice} of {draws} draws were run again with other luck: variance in pairs is chance, the rest parameters.",
        "{draws} 组参数中有 {twice} 组更换随机数再次模拟：同组两次之间的方差来自随机因素，其余来自参数不确定。",
    ),
    "compare_prior": (
        ("This rests on priors alone: {draws} draws. The texts identify no effect of staff, pay or channels."),
        "以上结果仅依据先验（{draws} 组抽样）。现有文本无法识别人员、薪酬或招商渠道的效应。",
    ),
    "compare_posterior": (
        (
            "{draws} draws fitted to the published figures, which set volumes, sizes and speeds. The texts identify no "
            "effect of staff, pay or channels: what is said of these rests on priors alone."
        ),
        (
            "{draws} 组参数按公开数据校准，公开数据决定项目数量、规模与速度。现有文本无法识别人员、薪酬或招商渠道的"
            "效应：有关结论仅依据先验。"
        ),
    ),
    "compare_weak": (
        "From {month} on the macro path is a projection: weak demand.",
        "{month} 以后的宏观走势为设定：需求偏弱。",
    ),
    "compare_county_pays": (
        "Costs of functions handed to towns leave the zone's books and appear in the county's.",
        "移交镇街的职能，其支出不再列入开发区，改列县级。",
    ),
    "who_zone": ("Only the zones that the scenarios name reform.", "仅情景所列开发区实施改革。"),
    "who_all": (
        "All zones reform the same as {zone}: levers in posts and 亿元 in proportion to each zone.",
        "全部开发区与{zone}同步实施同样改革：岗位与资金类杠杆按各区规模折算。",
    ),
    "who_rivals": (
        "Rivals follow {zone} a year later, at the draw's own slope of matching.",
        "竞争者一年后跟进{zone}的做法，力度按各组参数中的跟进系数。",
    ),
    "explain_title": (
        "{option} by parts: {outcome}, {zone}, {months} months after the first measure",
        "{option} 分项作用：{zone}{outcome}，首项措施实施后 {months} 个月",
    ),
    "explain_part": ("part", "部分"),
    "explain_mean": ("mean", "均值"),
    "explain_median": ("median", "中位数"),
    "explain_band": ("90 % band", "90% 区间"),
    "explain_alone": ("alone (mean)", "单独实施（均值）"),
    "explain_last": ("last (mean)", "最后加入（均值）"),
    "explain_sampling": ("sampling error", "抽样误差"),
    "explain_total": ("all together", "合计"),
    "explain_reading": (
        (
            "Means add up to the total; medians do not. alone: this part against no reform; last: against all the "
            "others. Where the two differ, parts interact, and one at a time misleads."
        ),
        (
            "均值相加等于合计，中位数则不然。单独实施：与不改革相比；最后加入：与其余全部实施相比。两者不同，说明"
            "各部分相互影响，逐项单独看会产生误判。"
        ),
    ),
    "explain_sampled": (
        "{parts} parts are too many for all sets of them: {orders} orders a draw were sampled, see the sampling error.",
        "共 {parts} 个部分，无法逐一组合：每组参数抽取 {orders} 种次序，误差见抽样误差一列。",
    ),
    "explain_no_levers": (
        "{option} changes no lever; there is nothing to divide.",
        "{option} 未改变任何政策杠杆，没有可分解的内容。",
    ),
    "compared_draws": ("{draws} draws", "{draws} 组抽样"),
    "figure_prior": (
        "Rests on priors alone ({draws} draws), under these assumptions.",
        "仅依据先验（{draws} 组抽样）与现有假设。",
    ),
    "figure_posterior": (
        (
            "{draws} draws fitted to published figures, none of which tests a single measure; effects of staff, pay "
            "and channels rest on priors alone."
        ),
        ("{draws} 组参数按公开数据校准，但公开数据不能单独检验任何一项措施；人员、薪酬与招商渠道的效应仅依据先验。"),
    ),
    "figure_effects_about": (
        (
            "{zone}: difference to “{base}”, {months} months after each option's first measure. Blue: better, "
            "orange: worse, grey: open. Black: median; thin line: 90 % of draws; box: the same with luck "
            "averaged out."
        ),
        (
            "{zone}，各方案首项措施实施后累计 {months} 个月，与“{base}”之差。蓝色更优，橙色更差，灰色未定。黑线：中位数"
            "；细线：90% 样本；方框：排除随机波动后的 90% 区间。"
        ),
    ),
    "figure_effects_sure": (
        "{option}: surely better, {value}{unit} {outcome} ({span})",
        "{option}：{outcome}确定更优，{value}{unit}（{span}）",
    ),
    "figure_effects_unsure": (
        "No option surely moves “{outcome}”; the largest median is that of {option}: {value}{unit} ({span})",
        "各方案对“{outcome}”的影响均不能确定；中位数最大的是{option}：{value}{unit}（{span}）",
    ),
    "figure_effects_worse": (
        "{option}: surely worse, {value}{unit} {outcome} ({span})",
        "{option}：{outcome}确定更差，{value}{unit}（{span}）",
    ),
    "figure_effects_worse_too": (
        "{option}: surely worse, {value}{unit} ({span})",
        "{option}：确定更差，{value}{unit}（{span}）",
    ),
    "figure_and": ("; ", "；"),
    "figure_effects_nothing": ("No option changes “{outcome}”", "各方案均不改变“{outcome}”"),
    "figure_axis_difference": ("{outcome}: difference [{unit}]", "{outcome}：差额 [{unit}]"),
    "figure_axis_year": ("{outcome} [{unit} a year]", "{outcome} [{unit}/年]"),
    "figure_axis_stock": ("{outcome} [{unit}]", "{outcome} [{unit}]"),
    "figure_said": ("better in {share}", "{share} 更优"),
    "figure_said_worse": ("worse in {share}", "{share} 更差"),
    "figure_fan_found": (
        "{option}: {outcome} {when} {value} against {other}{unit} without it; {verdict}{since}",
        "{option}：{when}{outcome} {value}{unit}，不实施为 {other}{unit}；{verdict}{since}",
    ),
    "fan_flow": ("in the fifth year", "第五年"),
    "fan_sums": ("sums of the last twelve months", "近十二个月合计"),
    "fan_levels": ("levels at the end of each month", "各月末水平值"),
    "fan_stock": ("after five years", "五年后"),
    "figure_fan_about": (
        (
            "{zone}, {what}. Blue: the option, dark half of the draws, light 90 %; grey: 90 % of draws of the "
            "base; chance events are the same in both."
        ),
        "{zone}，{what}。蓝色：方案（深色为一半样本，浅色为 90%）；灰色：基准的 90% 样本；两者随机因素相同。",
    ),
    "figure_fan_months": ("months after the first measure", "首项措施实施后的月数"),
    "figure_fan_reform": ("first measure", "首项措施实施"),
    "figure_flows_found": (
        (
            "{option}: on average the zone {net}, {sure} ({gained} gained, {region} of them from other zones; {lost} "
            "lost or not yet begun)"
        ),
        "{option}平均使本区{net}，{sure}（增加 {gained} 个，其中 {region} 个来自其他开发区；失去或尚未投产 {lost} 个）",
    ),
    "figure_flows_about": (
        (
            "{zone}: projects {event} within {months} months, each firm compared with and without the measures. Right: "
            "where those gained would have been without it; left: where those lost end with it. Bars: means; lines: "
            "90 % of draws."
        ),
        (
            "{zone}：{months} 个月内{event}项目，逐企业对照实施与不实施措施两种情形。右：所得项目不实施时的去处；"
            "左：所失项目实施后的去处。柱为均值，线为 90% 样本。"
        ),
    ),
    "figure_flows_axis": ("lost to (left), gained from (right) [projects]", "失去（左）、得到（右）［个］"),
    "flow_gained": ("gained from", "来自"),
    "flow_lost": ("lost to", "流向"),
    "flow_outside": ("outside the region", "区域之外"),
    "flow_lost_state": ("never begun: dropped or rejected", "未能落地：中止或未获通过"),
    "flow_unborn": ("never planned: followers, expansions", "不会出现：配套企业、增资扩产"),
    "flow_pending": ("not yet in production", "尚未投产，仍在推进"),
    "flow_other_zones": ("other zones, the rest", "其余开发区"),
    "figure_parts_found": (
        "{option}: {total} {unit} on average ({span}), {sure}; the largest part is {most} ({value})",
        "{option}合计平均为 {total} {unit}（{span}），{sure}；影响最大的是{most}（{value}）",
    ),
    "figure_parts_about": (
        (
            "“{outcome}” in {zone}, {months} months on. Bars: mean contribution of a part over all orders of adding "
            "parts (Shapley), each from where the last one ends; blue raises, orange lowers, grey with diamond: their "
            "sum; {lines}, of where a bar may end; at the right both as numbers."
        ),
        (
            "{zone}“{outcome}”，{months} 个月后。柱：各部分在所有加入次序中的平均作用（Shapley），可相加，"
            "从上一项的终点画起；蓝色为增，橙色为减，灰柱与菱形为合计；{lines}，表示柱末端可能的位置；右侧为数值。"
        ),
    ),
    "fan_more": (
        "surely more",
        "确定更多",
    ),
    "fan_less": (
        "surely less",
        "确定更少",
    ),
    "fan_open": (
        "no sure difference",
        "差异不能确定",
    ),
    "fan_since": (
        ", medians in this order from month {month} on",
        "，自第 {month} 个月起中位数高低顺序不变",
    ),
    "flows_sure": ("sure", "可以确定"),
    "flows_open": ("not sure", "不能确定"),
    "flows_less": (
        "loses {amount} more projects than it gains",
        "净减少 {amount} 个项目",
    ),
    "flows_more": (
        "gains {amount} more projects than it loses",
        "净增加 {amount} 个项目",
    ),
    "flows_same": (
        "gains as many projects as it loses",
        "项目不增不减",
    ),
}
