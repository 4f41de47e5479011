"""What titles, captions and axes of an answer's figures say, in English and Chinese; `interface.words` takes it in."""

WORDS_OF_FIGURES: dict[str, tuple[str, str]] = {
    "unit_projects": ("projects", "个"),
    "unit_firms": ("firms", "家"),
    "unit_months": ("months", "个月"),
    "short_signed_binding": ("signatures", "签约项目"),
    "short_producing": ("projects in production", "投产项目"),
    "short_spending": ("investment spent", "实际完成投资"),
    "short_debt": ("consolidated debt", "合并债务"),
    "short_idle": ("idle land", "闲置土地"),
    "short_closed": ("firms closed", "关停企业"),
    "short_wait": ("wait shown to firms", "企业面对的等待"),
    "short_good_rejected": ("good projects rejected", "被淘汰的好项目"),
    "short_platform_distressed": ("months of distress", "流动性紧张月数"),
    "short_occupancy": ("occupied share of plant", "厂房入驻率"),
    "short_effective_staff": ("effective economic staff", "有效经济工作力量"),
    "moved_up": ("up", "增加"),
    "moved_down": ("down", "减少"),
    "sentence": ("{told}.", "{told}。"),
    "clause_end": ("; ", "；"),
    "told_and": (", ", "、"),
    "in_brackets": ("({told})", "（{told}）"),
    "brief_posts": ("−{amount} posts", "−{amount} 个岗位"),
    "dose_is": ("dose 1 of {factor}: {told}", "{factor}力度 1 为：{told}"),
    "member_strength": ("{title} {amount} %", "{title} {amount}%"),
    "member_amount": ("{title} {amount}", "{title} {amount}"),
    "span": ("{low} to {high}", "{low} 至 {high}"),
    "number_band": ("{median} ({low} to {high})", "{median}（{low} 至 {high}）"),
    "setting_beside": ("{setting}, at {given}", "{setting}，{given}"),
    "setting_given": ("{setting}, at {given}", "{setting}（{given}）"),
    "finding_of": ("{contrast}: {told}", "{contrast}：{told}"),
    "sure_yes": ("surely {moved} ({share} of draws)", "确定{moved}（{share} 的样本）"),
    "sure_no": ("sign open ({moved} in {share} of draws)", "方向未定（{share} 的样本{moved}）"),
    "sure_few": ("too few draws to say ({draws})", "样本过少（{draws}），无法判断"),
    "sure_nothing": ("no change in any draw", "所有样本均无变化"),
    "mix_line": ("best for {output}: {mix}, {numbers}", "{output}的最优组合：{mix}，{numbers}"),
    "caption_answer": ("Answer: {told}.", "答案：{told}。"),
    "caption_sure": (
        "How sure: {told}.",
        "可信程度：{told}。",
    ),
    "caption_assumption": ("Assuming: {told}.", "前提：{told}。"),
    "own_line": ("{output}, most: {contrast} {numbers}", "{output}变化最大者为{contrast}：{numbers}"),
    "own_nothing": ("{output}: no change in any draw", "{output}：所有样本均无变化"),
    "own_told": ("{output} {numbers}", "{output} {numbers}"),
    "turn_told": (
        "most draws turn from {before} to {after} in {output} at {axis} {at}",
        "{axis}达到 {at} 时，{output}由多数样本{before}转为多数样本{after}",
    ),
    "turn_rise": ("a rise", "增加"),
    "turn_fall": ("a fall", "减少"),
    "spread_told": (
        "{output} {median} at the median of all points and draws, 90 % of them at {span}",
        "{output}在所有样本点与抽样中的中位数为 {median}，90% 介于 {span}",
    ),
    "ends_told": ("{output} from {low} to {high}", "{output}由 {low}至 {high}"),
    "surety_one": ("{output} {better} / {worse}", "{output} {better} / {worse}"),
    "surety_some_settings": ("{output} in {sure} of {of} settings", "{output}在 {of} 种设定中有 {sure} 种确定"),
    "surety_none_settings": ("{output} in none of {of} settings", "{output}在 {of} 种设定中无一确定"),
    "surety_all_settings": ("{output} in all {of} settings", "{output}在 {of} 种设定中全部确定"),
    "surety_some_factors": ("{output} of {sure} of {of} factors", "{output}在 {of} 个因素中有 {sure} 个确定"),
    "surety_none_factors": ("{output} of none of {of} factors", "{output}在 {of} 个因素中无一确定"),
    "surety_all_factors": ("{output} of all {of} factors", "{output}在 {of} 个因素中全部确定"),
    "sure_rule": (
        "a sign is sure where at least 95 % of the {draws} draws agree: {told}",
        "至少 95% 的样本（共 {draws} 组）同向才算确定：{told}",
    ),
    "sure_shares": (
        "shares of {draws} draws better / worse for the zone: {told}",
        "{draws} 组样本中对本区更优 / 更差的占比：{told}",
    ),
    "errors_told": (
        "simulation error of the medians with so many draws: {told}",
        "因样本有限，中位数的模拟误差：{told}",
    ),
    "expense_at": ("{told} ({contrast})", "{told}（{contrast}）"),
    "expense_same": ("in the same setting", "同一设定下"),
    "numbers_sure": ("{numbers}, {sure}", "{numbers}，{sure}"),
    "assumed_doses": ("chosen doses", "力度为设定值"),
    "assumed_prior": ("priors alone, nothing is fitted", "仅依据先验，未按公开数据拟合"),
    "assumed_median": ("prior medians alone, nothing is fitted", "仅依据先验中位数，未按公开数据拟合"),
    "assumed_posterior": (
        "parameters of a posterior that was fitted to published figures",
        "参数取自按公开数据校准的后验",
    ),
    "assumed_synthetic": ("all zones are synthetic", "各开发区均为虚构"),
    "assumed_modelled": (
        "named places as modelled, no evidence of what their reform did",
        "具名地点为模型推算口径，不构成其改革成效的证据",
    ),
    "reading_rows": (
        (
            "Marker: median difference; bar: its 90 % band. Beside it: median (band), then in how many draws "
            "better / worse for the zone."
        ),
        "标记：差额中位数；横条：90% 区间。右侧：中位数（区间），其下为对本区更优 / 更差的样本占比。",
    ),
    "reading_halves": (
        "A factor's name: mean over the upper half of its range less that over the lower half.",
        "因素名：取值较高一半的均值减较低一半的均值。",
    ),
    "reading_base": ("Compared with: {first}.", "比较基准：{first}。"),
    "reading_best": (
        "Best mix: chosen in all other draws, judged in the draw left out.",
        "最优组合：用其余样本选出，以留出样本评价。",
    ),
    "reading_maps": (
        (
            "Number: median difference from no reform at the same parameters. Blue: better for the zone; orange: "
            "worse. Hatched: sign not sure."
        ),
        "数字：同一参数下与不改革之差的中位数。蓝色：对本区更优；橙色：更差。斜线：方向不能确定。",
    ),
    "row_share": ("better {better}, worse {worse}", "更优 {better}，更差 {worse}"),
    "row_still": (
        "{count} settings that change nothing in any draw are not drawn.",
        "{count} 种设定在所有样本中均无变化，未画出。",
    ),
    "colour_of": ("median difference [{unit}]; blue: better", "中位数差额［{unit}］；蓝色更优"),
    "colour_pure": ("median difference; blue: better", "中位数差额；蓝色更优"),
    "influence_for": ("{factor} ({outputs})", "{factor}（对{outputs}）"),
    "influence_firsts": ("most influential: {told}", "影响最大的是{told}"),
    "influence_among": ("among the first: {told}", "影响居于前列的是{told}"),
    "influence_effect": (
        "what the package adds to {output}",
        "改革组合对{output}的影响",
    ),
    "influence_in": (
        "{output} {scenario}",
        "{scenario}时的{output}",
    ),
    "influence_first": (
        "{factor} ({told})",
        "{factor}（{told}）",
    ),
    "influence_count": (
        (
            "{output}: {count} of {of} factors matter (surely above {least} % of the largest), first {factors}; "
            "{alone} of them rest on the prior alone"
        ),
        (
            "{output}：{of} 个因素中 {count} 个有影响（确定高于最大者的 {least}%），居前的是{factors}；其中 {alone} "
            "个仅依据先验"
        ),
    ),
    "influence_constant": ("{output} is the same in every run", "{output}在所有运行中相同"),
    "influence_few": (
        "{output}: {units} {pieces} are too few (fewer than {least})",
        "{output}：样本仅 {units} {pieces}，少于 {least}，过小",
    ),
    "influence_order_sure": (
        "{output}: first surely above fourth ({units} {pieces}, intervals up to {width} % of the largest)",
        "{output}：首位确定高于第四位（{units} {pieces}，区间宽度至多为最大值的 {width}%）",
    ),
    "influence_order_unsure": (
        "{output}: order not sure ({units} {pieces}, intervals up to {width} % of the largest)",
        "{output}：排序尚不能确定（{units} {pieces}，区间宽度至多为最大值的 {width}%）",
    ),
    "influence_assumed": (
        "parameters vary over the ranges sampled; {parameters}",
        "参数在抽样范围内变动；{parameters}",
    ),
    "reading_morris": (
        (
            "mu*: mean change, whatever its sign, as a parameter crosses its sampled range; bar: 90 % interval. "
            "Colour and shape: what its value rests on."
        ),
        ("μ*：参数走完抽样范围引起变化的均值（不计方向）；横条：90% 区间。颜色与形状：取值依据。"),
    ),
    "reading_sobol": (
        (
            "S_T: share of the output's variance in which a parameter takes part (shares overlap); bar: 90 % interval. "
            "Colour and shape: what its value rests on."
        ),
        ("S_T：该参数参与的方差份额（各份额有重叠）；横条：90% 区间。颜色与形状：取值依据。"),
    ),
    "reading_pawn": (
        (
            "PAWN: how far knowing a factor shifts the output's distribution, from 0 to 1; bar: 90 % interval. "
            "Colour and shape: what its value rests on."
        ),
        ("PAWN：已知该因素后输出分布的改变程度（0 至 1）；横条：90% 区间。颜色与形状：取值依据。"),
    ),
    "reading_shown": (
        "Drawn: the {shown} most influential of {count}.",
        "所示为 {count} 个中影响最大的 {shown} 个。",
    ),
    "unit_debt": ("CNY 100 million", "亿元"),
    "line_assumption": ("Assuming: {told}", "前提：{told}"),
    "line_sure": (
        (
            "{option}: better in {better}, worse in {worse} of {draws} draws after {months} months (95 % would be "
            "sure); simulation error of the median {error}"
        ),
        (
            "{option}：{months} 个月后，{draws} 组样本中 {better} 更优、{worse} 更差（达到 95% 方称确定）；中位数的模"
            "拟误差 {error}"
        ),
    ),
    "line_sure_neutral": (
        (
            "{option}: up in {up}, down in {down} of {draws} draws after {months} months; simulation error of "
            "the median {error}"
        ),
        "{option}：{months} 个月后，{draws} 组样本中 {up} 增加、{down} 减少；中位数的模拟误差 {error}",
    ),
    "line_sure_fan": (
        (
            "at the end above the base in {up}, below it in {down} of {draws} draws; difference within draws {median} "
            "({span}); lines are medians, shading is the spread of the levels, not what the reform changes"
        ),
        (
            "期末 {draws} 组样本中 {up} 高于基准、{down} 低于基准；同组样本之差中位数 {median}（{span}）；实线与虚线为"
            "中位数，阴影为数值本身的波动范围，不是改革带来的增减"
        ),
    ),
    "line_sure_flows": (
        (
            "lines hold 90 % of {draws} draws; more gained than lost in {up}, less in {down} of them; against other "
            "zones alone on average {zones}"
        ),
        "线为 {draws} 组样本的 90% 区间；其中 {up} 的样本净增、{down} 净减；与其他开发区之间平均{zones}",
    ),
    "line_sure_cloud": (
        "{shares} of {draws} draws; 95 % would be sure; medians {effect} projects and {cost} spent",
        "{draws} 组样本中 {shares}；达到 95% 方称确定；中位数：项目 {effect} 个，支出 {cost}",
    ),
    "cloud_share": ("{share} {quarter}", "{share} {quarter}"),
    "line_sure_debt": (
        "median {option} % ({span}) against {base} % after five years, of {draws} draws",
        "五年后中位数 {option}%（{span}），不改革 {base}%，共 {draws} 组样本",
    ),
    "line_sure_front": (
        "points are means of {draws} draws, lines hold 90 % of them; who beats whom is judged on means{beaten}",
        "点为 {draws} 组样本的均值，线为 90% 区间；优劣按均值判定{beaten}",
    ),
    "line_sure_parts": (
        "{lines}, {draws} draws; all together {span}",
        "{lines}（共 {draws} 组样本）；合计 {span}",
    ),
    "line_sure_parts_few": (
        "{draws} draws are too few for a band; all together they lie at {span}",
        "样本仅 {draws} 组，不足以给出区间；合计介于 {span}",
    ),
    "expense_told": (
        (
            "by month {months} other zones together have {others} projects in production on average ({others_span}); "
            "{taken} of this zone's would otherwise be there, firm by firm; the zone's consolidated debt {debt} at the "
            "median ({span}), worse in {worse} of draws"
        ),
        (
            "至第 {months} 个月，其他开发区投产项目合计平均{others}（{others_span}）；逐企业对照，本区有 {taken} 个系由"
            "其他开发区转来；本区合并债务中位数 {debt}（{span}），{worse} 的样本更差"
        ),
    ),
    "expense_beside": (
        (
            "by month {months} other zones together have {others} projects in production on average ({others_span}); "
            "the zone's consolidated debt {debt} at the median ({span}), worse in {worse} of draws"
        ),
        (
            "至第 {months} 个月，其他开发区投产项目合计平均{others}（{others_span}）；本区合并债务中位数 {debt}（"
            "{span}），{worse} 的样本更差"
        ),
    ),
    "front_beats": (
        ", and {other} beats {name} in all three in {share} of draws",
        "，“{other}”三项都不比“{name}”差的样本占 {share}",
    ),
    "figure_front_beaten": (
        "Beaten on average: {names}; all other options are trade-offs between projects, debt and land",
        "按均值三项均不及另一方案：{names}；其余方案在项目、债务、用地之间互有取舍",
    ),
    "line_sure_regret": (
        (
            "{option} is best in {best} of {draws} futures; it gives up at most {high} {unit} in nine futures of ten, "
            "{most} in the worst"
        ),
        "{option}在 {draws} 种情景中的 {best} 最优；九成情景中少得不超过 {high} {unit}，最差的情景少得 {most} {unit}",
    ),
    "front_axis_projects": ("projects in production, difference [projects]", "投产项目差额 [个]"),
    "front_axis_debt": ("consolidated debt, difference [CNY million]", "合并债务差额 [亿元]"),
    "front_axis_land": ("new land taken, difference [mu]", "新增用地差额 [亩]"),
    "front_on": (
        "a trade-off: no other is as good or better in all three",
        "互有取舍：没有方案三项都不比它差且至少一项更好",
    ),
    "front_off": (
        "beaten: another is as good or better in all three",
        "另有方案三项都不比它差且至少一项更好",
    ),
    "factor_social_time": (
        "staff time on social functions",
        "社会事务占用时间",
    ),
    "factor_dissimilarity": (
        "dissimilarity of zones",
        "开发区差异",
    ),
    "factor_coverage": (
        "contacts a prospect",
        "每个潜在项目的接触数",
    ),
    "factor_regional_share": (
        "regional share of prospects",
        "潜在项目的区域份额",
    ),
    "factor_gate_auc": (
        "what the gate can see",
        "评审识别力",
    ),
    "factor_local_share": ("funds' local share", "基金本地占比"),
    "factor_macro": (
        "growth after 2022",
        "2022年后增速",
    ),
    "factor_all": (
        "all",
        "全部情景",
    ),
    "half_low": ("low", "低"),
    "half_high": ("high", "高"),
    "caption_expense": (
        "At whose expense: {told}.",
        "影响与代价：{told}。",
    ),
    "ends_up_to": (
        "{output} up to {numbers}",
        "{output}最多 {numbers}",
    ),
    "ends_down_to": (
        "{output} down to {numbers}",
        "{output}最低 {numbers}",
    ),
    "expense_mix": (
        "at the best mix",
        "最优组合下",
    ),
    "others_gain": (
        "Others: other zones sign {amount} more {unit} ({span}), {sure}",
        "对其他开发区的影响：多签约 {amount} {unit}（{span}），{sure}",
    ),
    "others_lose": (
        "At the expense of other zones: they sign {amount} fewer {unit} ({span}), {sure}",
        "代价由其他开发区承担：少签约 {amount} {unit}（{span}），{sure}",
    ),
    "others_open": (
        "Others: at the median other zones sign {amount} {more} {unit} ({span}), {sure}",
        "对其他开发区的影响：签约中位数{more} {amount} {unit}（{span}），{sure}",
    ),
    "others_more": ("more", "增加"),
    "others_fewer": ("fewer", "减少"),
    "others_same": (
        "Others: other zones sign no more and no fewer at the median (more in {up}, fewer in {down} of draws)",
        "对其他开发区的影响：签约中位数不变（{up} 的样本增加，{down} 减少）",
    ),
    "zone_pays": (
        "the zone itself: {told}",
        "本区自身：{told}",
    ),
    "paid_posts": (
        "{amount} posts cut",
        "精简 {amount} 个岗位",
    ),
    "paid_fund": (
        "{amount} of fiscal money committed",
        "财政出资 {amount}",
    ),
    "batch_mark": (
        "batch {id}",
        "批次 {id}",
    ),
    "reading_neutral": (
        "Marker: median difference; bar: its 90 % band. Beside it: median (band), then in how many draws up / down.",
        "标记：差额中位数；横条：90% 区间。右侧：中位数（区间），其下为增加 / 减少的样本占比。",
    ),
    "reading_turns": (
        "Black line: as many draws rise as fall.",
        "黑线：增加与减少的样本一样多。",
    ),
    "row_up_down": (
        "up {up}, down {down}",
        "增加 {up}，减少 {down}",
    ),
    "influence_alone": (
        "{output}: the most influential is {factor}",
        "{output}：影响最大的是{factor}",
    ),
    "influence_rivals": (
        "{output}: first among the most influential is {factor}, not told apart from {rivals}",
        "{output}：影响最大的几个因素以{factor}居首，与{rivals}难分高下",
    ),
    "influence_count_rivals": (
        "{output}: first among the most influential is {factor}, not told apart from {count} more",
        "{output}：影响最大的几个因素以{factor}居首，另有 {count} 个与之难分高下",
    ),
    "run_mark": (
        "run {id}",
        "运行 {id}",
    ),
    "unit_million": (
        "CNY million",
        "百万元",
    ),
    "unit_wan": (
        "CNY 10,000",
        "万元",
    ),
    "net_less": (
        "{amount} fewer",
        "净减少 {amount} 个",
    ),
    "net_more": (
        "{amount} more",
        "净增加 {amount} 个",
    ),
    "net_same": (
        "neither more nor fewer",
        "不增不减",
    ),
    "parts_band": (
        "lines hold 90 %",
        "线为 90% 区间",
    ),
    "parts_range": (
        "lines: lowest to highest draw of the few",
        "样本很少，线为各样本的最小值至最大值",
    ),
    "front_beaten_by": (
        "{name} by {other} (as good or better in all three)",
        "{name}（不及“{other}”）",
    ),
    "line_regret_equal": (
        "cannot be told from doing nothing (mean difference within its simulation error): {names}",
        "平均差额在模拟误差之内、与不改革难分高下的：{names}",
    ),
    "parts_alone": ("{output}, each alone: {told}", "{output}单项：{told}"),
    "parts_rest": ("all together minus the sum of each alone: {numbers}", "组合效果减各单项之和：{numbers}"),
    "member_each": ("{titles}, each at {amount} %", "{titles}，各 {amount}%"),
    "member_posts_lost": ("{amount} posts lost in re-competition", "竞聘上岗落聘人员 {amount} 人"),
    "member_posts_transferred": ("{amount} posts leave with divested functions", "随职能划转人员 {amount} 人"),
    "neutral_is": ("{title}: {value} is its value without reform", "{title}：{value} 为不改革时的取值"),
    "money_band": ("{median} ({span})", "{median}（{span}）"),
}
