"""What answers, sensitivities and their figures say, in English and Chinese."""

from __future__ import annotations

ANSWER_WORDS: dict[str, tuple[str, str]] = {
    "answer_contrast": ("what is compared", "比较内容"),
    "answer_better_in": ("better in", "更优占比"),
    "answer_error": ("simulation error", "模拟误差"),
    "answer_draws": ("draws", "样本"),
    "answer_verdict": ("verdict", "结论"),
    "answer_better": ("better", "更优"),
    "answer_worse": ("worse", "更差"),
    "answer_open": ("open: may go either way", "未定：方向尚不能确定"),
    "answer_few": ("too few draws to say", "样本过少，无法判断"),
    "answer_nothing": ("changes nothing", "没有变化"),
    "answer_without": ("without {factor}", "剔除{factor}"),
    "answer_at": ("{setting} | {given}", "{setting}｜{given}"),
    "answer_together": ("all together", "全部组合"),
    "answer_interaction": ("together minus the sum of each alone", "组合效果减各单项之和"),
    "answer_scenario": ("{title}, not: {first}", "“{title}”较“{first}”"),
    "answer_upper_half": ("{factor}: upper half, not lower", "{factor}：取值较高一半较较低一半"),
    "answer_best_mix": ("best mix, not the mean mix", "最优组合较平均组合"),
    "answer_told": (
        "{median} ({low} to {high}); {better} / {worse}",
        "{median}（{low} 至 {high}）；{better} / {worse}",
    ),
    "answer_change": ("difference in {output}", "{output}之差"),
    "answer_axis": ("difference [{unit}]", "差额［{unit}］"),
    "answer_axis_pure": ("difference", "差额"),
    "answer_saved": ("answer stored in {file}", "结果已存入 {file}"),
    "answer_is_better": ("better in {share} of draws", "{share} 的样本更优"),
    "answer_is_worse": ("worse in {worse} of draws", "{worse} 的样本更差"),
    "answer_is_open": (
        "sign open: better in {share}, worse in {worse} of draws",
        "方向尚不能确定：{share} 的样本更优，{worse} 更差",
    ),
    "answer_is_few": ("too few draws to say ({draws})", "样本过少（{draws}），无法判断"),
    "answer_is_nothing": ("nothing changes in any draw", "所有样本均无变化"),
    "finding_effect": (
        "{contrast}: {output} {median} {unit} ({low} to {high}); {verdict}",
        "{contrast}：{output} {median} {unit}（{low} 至 {high}），{verdict}",
    ),
    "finding_nothing": (
        "{contrast}: {output}: nothing changes in any draw",
        "{contrast}：{output}在所有样本中均无变化",
    ),
    "subtitle": ("{title}. {question}", "{title}。{question}"),
    "finding_settings": (
        "Of {count} settings {better} are better, {worse} worse, {open} open, {nothing} change nothing.",
        "{count} 种设置中，更优 {better} 种，更差 {worse} 种，未定 {open} 种，无变化 {nothing} 种。",
    ),
    "caption_effects": (
        (
            "Sign: median of the differences; bar: their 90 % band over {draws} draws of {varied} that both "
            "sides share; upright line: no difference. Beside it: median (band); share of draws better / "
            "worse. Better or worse is said only where 95 % of draws agree."
        ),
        (
            "符号为差额中位数，横条为 90% 区间；{draws} 组{varied}由比较双方共用；竖线表示无差别。"
            "右侧依次为中位数（区间）、更优/更差样本占比。95% 以上样本一致时才称更优或更差。"
        ),
    ),
    "caption_halves": (
        (
            "A factor's name alone: upper half of its range, not lower, that is the mean over the points "
            "with the factor above its middle less the mean over the others, all other factors as sampled."
        ),
        ("仅列因素名者为“取值较高一半较较低一半”：该因素高于中点的样本点均值减其余样本点均值，其他因素照抽样取值。"),
    ),
    "caption_best_mix": (
        (
            "Best mix: chosen in all other draws and judged in the draw left out, so that no mix looks good "
            "by luck alone: {mix}."
        ),
        "最优组合：用其余样本选出、以留出样本评价，避免因偶然而入选：{mix}。",
    ),
    "caption_spread": (
        "Over all points and draws {output} has median {median} and 90 % band {low} to {high} {unit}.",
        "在全部样本点上，{output}中位数 {median}，90% 区间 {low} 至 {high} {unit}。",
    ),
    "caption_number": (
        (
            "{contrast}: {output} {median} {unit}, 90 % band {low} to {high}, mean {mean}; better "
            "({direction}) in {share}, worse in {worse} of {draws} draws; simulation error of the median "
            "{error}."
        ),
        (
            "{contrast}：{output}中位数 {median} {unit}，90% 区间 {low} 至 {high}，均值 {mean}；{draws} "
            "个样本中 {share} 更优（{direction}），{worse} 更差；中位数模拟误差 {error}。"
        ),
    ),
    "caption_number_nothing": (
        "{contrast}: {output} does not change in any of {draws} draws.",
        "{contrast}：{output}在 {draws} 个样本中均无变化。",
    ),
    "caption_nothing": (
        "{count} of {of} effects shown are nothing: not small, but the same number in every draw.",
        "所示 {of} 项效应中有 {count} 项为零：不是数值很小，而是每个样本都完全相同。",
    ),
    "caption_conditions": ("Beside the bar |: {conditions}.", "“｜”之后：{conditions}。"),
    "higher": ("more", "数值越大越好"),
    "lower": ("less", "数值越小越好"),
    "varied_prior": ("parameters and luck", "参数与随机数"),
    "varied_median": ("luck, at prior medians of the parameters", "随机数（参数取先验中位数）"),
    "caption_basis": (
        (
            "Under these assumptions: doses are chosen; {parameters}; no published figure has been fitted, "
            "so the answer rests on priors alone."
        ),
        "前提：措施力度为设定值，{parameters}，未按任何公开数据拟合；结论仅依据先验。",
    ),
    "basis_prior": ("parameters are drawn from their priors", "参数取自先验"),
    "basis_median": ("parameters that are no factor stay at their prior medians", "未列为因素的参数取先验中位数"),
    "caption_synthetic": ("All zones are synthetic.", "各开发区均为虚构。"),
    "caption_modelled": (
        "Named places as modelled, not as published; nothing here is evidence of what their reform did.",
        "具名地区的数值为模型推算口径，并非公开口径，不构成其改革成效的证据。",
    ),
    "caption_batch": ("Batch {id}, digest {digest}.", "批次 {id}，校验码 {digest}。"),
    "finding_phase": (
        "{output}: {up} of {count} cells rise, {down} fall, {unknown} have no sure sign; {turn}",
        "{output}：{count} 格中上升 {up} 格，下降 {down} 格，方向不明 {unknown} 格；{turn}",
    ),
    "phase_turns": ("the sign turns for sure", "可以确定：既有上升也有下降的情形"),
    "phase_may_turn": ("the sign may turn, but nowhere for sure", "方向可能改变，但尚不能确定"),
    "phase_no_turn": ("no change of sign is seen", "未见方向改变"),
    "phase_few": ("too few draws to say", "样本过少，无法判断"),
    "caption_phase": (
        (
            "Colour and number: median difference from no reform at the same parameters, over {draws} draws "
            "of {varied} that both sides share. Not hatched: at least 95 % of all draws move that way. "
            "Hatched: sign unknown. Black line: as many draws rise "
            "as fall{no_line}. Levels stand at equal distances."
        ),
        (
            "颜色与数字为相同参数下与不改革之差的中位数，{draws} 组{varied}由比较双方共用。无斜线："
            "至少 95% 的样本同向变动；斜线：方向不明。黑线："
            "上升与下降的样本一样多{no_line}。各档等距排列。"
        ),
    ),
    "phase_no_line": (", which happens nowhere here", "（本图未出现）"),
    "caption_cell": (
        (
            "{output}: largest median {highest} ({highest_low} to {highest_high}) at {highest_at}; smallest "
            "{lowest} ({lowest_low} to {lowest_high}) at {lowest_at}; simulation error of a median up to "
            "{error} {unit}."
        ),
        (
            "{output}：中位数最大 {highest}（{highest_low} 至 {highest_high}），位于{highest_at}；最小 "
            "{lowest}（{lowest_low} 至 {lowest_high}），位于{lowest_at}；中位数模拟误差至多 {error} {unit}。"
        ),
    ),
    "phase_colour": ("median difference [{unit}]", "中位数差额［{unit}］"),
    "phase_panel": ("{output}; {setting}", "{output}；{setting}"),
    "index_mu_star": ("mu* [{unit}]", "μ*［{unit}］"),
    "index_ST": ("total index S_T [share of variance]", "总效应指数 S_T［方差占比］"),
    "index_minus": (" minus ", "减"),
    "index_told": ("{value} ({low} to {high})", "{value}（{low} 至 {high}）"),
    "rests_figures": ("figures may teach it", "公开数据可校准"),
    "rests_literature": ("literature, as cited", "文献（所引，未核）"),
    "rests_judgement": ("judgement, unchecked", "判断，待核"),
    "rests_assumption": ("assumption, no source", "假设，无出处"),
    "rests_chosen": ("chosen dose", "设定力度"),
    "rests_on": ("rests on", "依据"),
    "parameter": ("parameter", "参数"),
    "index": ("index", "指数"),
    "finding_index": (
        ("{factor} moves {output} most: {told}; {alone} of {count} influential parameters rest on the prior alone"),
        "对{output}影响最大的是{factor}：{told}；{count} 个影响较大的参数中有 {alone} 个仅依据先验",
    ),
    "finding_no_index": ("{output} does not vary: no factor moves it", "{output}没有变化：没有因素影响它"),
    "finding_few_index": (
        "{output}: {units} pieces of sample are too few to rank {count} factors",
        "{output}：样本仅 {units} 组，不足以给 {count} 个因素排序",
    ),
    "caption_morris": (
        (
            "mu*: mean change of the output, whatever its sign, when a parameter moves over its sampled "
            "range, the others as drawn; bar: 90 % interval over {units} trajectories."
        ),
        (
            "μ*：其他参数照抽样取值时，该参数走完其抽样范围引起的变化（不计方向）之均值；横条为 {units} "
            "条轨迹的 90% 区间。"
        ),
    ),
    "caption_sobol": (
        (
            "S_T: share of the output's variance in which a parameter takes part; shares overlap and may add "
            "up to more than 1; bar: 90 % interval over {units} base points."
        ),
        "S_T：该参数参与的方差份额，各份额有重叠，合计可大于 1；横条为 {units} 个基点的 90% 区间。",
    ),
    "caption_evidence": (
        (
            "Colour and shape: what a value rests on. 'Figures may teach it' is so once the model is "
            "calibrated; these runs are drawn from the prior. The {shown} most influential of {count} are "
            "shown."
        ),
        (
            "颜色与形状表示取值依据。“公开数据可校准”须待模型校准后才成立，此处均取自先验。所示为 {count} "
            "个中影响最大的 {shown} 个。"
        ),
    ),
    "caption_alone": ("Influential and on the prior alone: {names}.", "影响较大且仅依据先验的参数：{names}。"),
    "caption_alone_none": (
        "No influential parameter rests on the prior alone.",
        "影响较大的参数中，没有仅依据先验的。",
    ),
    "verdict_few_units": (
        "Too small a sample: {units} {pieces}; intervals below {least} mean little.",
        "样本过小：仅 {units} {pieces}，少于 {least} 时区间意义不大。",
    ),
    "verdict_separated": ("The largest index is surely larger than the fourth.", "可以确定最大的指数大于第四位。"),
    "verdict_mixed": (
        "The interval of the largest index reaches that of the fourth: their order is not sure.",
        "最大指数的区间与第四位重叠：排序尚不能确定。",
    ),
    "verdict_narrow": (
        "Intervals of the four largest are at most {width} of the largest index wide: narrow enough.",
        "前四位区间宽度不超过最大指数的 {width}：足够窄。",
    ),
    "verdict_wide": (
        (
            "Intervals of the four largest are up to {width} of the largest index wide: wide; {runs} runs in "
            "all would halve them."
        ),
        "前四位区间宽度达最大指数的 {width}：偏宽；总计 {runs} 次运行可使其减半。",
    ),
    "verdict_noise": (
        "{count} of {of} factors are surely above noise ({floor}).",
        "{of} 个因素中可以确定有 {count} 个高于噪声（{floor}）。",
    ),
    "verdict_dropped": (
        "{dropped} pieces of the sample were left out: a run of theirs failed or is missing.",
        "样本中有 {dropped} 组因运行失败或缺失而未计入。",
    ),
    "verdict_constant": (
        "{output} is the same in every run: there is nothing to explain.",
        "{output}在所有模拟中相同，没有可解释的差异。",
    ),
    "pieces_morris": ("trajectories", "条轨迹"),
    "pieces_sobol": ("base points", "个基点"),
    "sensitivity_title": (
        "{output}, {of}: {method}, {units} {pieces}, {runs} runs",
        "{output}，{of}：{method}，{units} {pieces}，{runs} 次运行",
    ),
    "method_morris": ("Morris' elementary effects", "Morris 基本效应"),
    "method_sobol": ("Sobol' indices", "Sobol' 指数"),
    "phase_all_up": ("no change of sign: everywhere more draws rise than fall", "方向不变：各格上升的样本均多于下降"),
    "phase_all_down": (
        "no change of sign: everywhere more draws fall than rise",
        "方向不变：各格下降的样本均多于上升",
    ),
    "caption_shares": (
        ("{output}: it rises in {up_least} to {up_most} of draws and falls in {down_least} to {down_most}, by cell."),
        "{output}：各格中上升样本占 {up_least} 至 {up_most}，下降样本占 {down_least} 至 {down_most}。",
    ),
    "finding_together": (
        "{output}: {parts}; all together {median} {unit} ({low} to {high}); {verdict}",
        "{output}：{parts}；全部组合 {median} {unit}（{low} 至 {high}），{verdict}",
    ),
    "caption_pawn": (
        (
            "PAWN: how far knowing a factor shifts the output's distribution, from 0 to 1, from {units} "
            "points; a factor that does nothing reaches up to {floor} here; bar: 90 % interval."
        ),
        (
            "PAWN：已知该因素后输出分布的改变程度（0 至 1），取自 {units} 个样本点；毫无作用的因素在此也可达到 "
            "{floor}；横条为 90% 区间。"
        ),
    ),
    "pieces_pawn": ("points", "个样本点"),
    "method_pawn": ("PAWN, from the given sample", "由给定样本计算的 PAWN"),
    "index_pawn": ("PAWN index [0 to 1]", "PAWN 指数［0 至 1］"),
    "caption_of": ("In {of}: {told}", "{of}：{told}"),
}
