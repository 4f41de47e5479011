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
    "answer_open": (
        "open: fewer than 95 % of draws agree",
        "未定：同向的样本不足 95%",
    ),
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
    "subtitle": ("{title}. {question}", "{title}。{question}"),
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
    "higher": ("more", "数值越大越好"),
    "lower": ("less", "数值越小越好"),
    "caption_basis": (
        (
            "Under these assumptions: doses are chosen; {parameters}; no published figure has been fitted, "
            "so the answer rests on priors alone."
        ),
        "前提：措施力度为设定值，{parameters}，未按任何公开数据拟合；结论仅依据先验。",
    ),
    "caption_basis_posterior": (
        "Under these assumptions: doses are chosen; parameters are drawn from a posterior fitted to published figures.",
        "在这些假设之下：力度为设定值；参数取自按公开数据校准的后验。",
    ),
    "basis_posterior": ("parameters are drawn from a posterior", "参数取自后验"),
    "basis_prior": ("parameters are drawn from their priors", "参数取自先验"),
    "basis_median": ("parameters that are no factor stay at their prior medians", "未列为因素的参数取先验中位数"),
    "caption_synthetic": ("All zones are synthetic.", "各开发区均为虚构。"),
    "caption_modelled": (
        "Named places as modelled, not as published; nothing here is evidence of what their reform did.",
        "具名地区的数值为模型推算口径，并非公开口径，不构成其改革成效的证据。",
    ),
    "caption_batch": ("Batch {id}, digest {digest}.", "批次 {id}，校验码 {digest}。"),
    "phase_panel": ("{output}; {setting}", "{output}；{setting}"),
    "index_mu_star": ("mu* [{unit}]", "μ*［{unit}］"),
    "index_ST": ("total index S_T [share of variance]", "总效应指数 S_T［方差占比］"),
    "index_minus": (" minus ", "减"),
    "index_told": ("{value} ({low} to {high})", "{value}（{low} 至 {high}）"),
    "rests_figures": ("published figures can inform it", "可用公开数据校准"),
    "rests_literature": ("literature as cited, unchecked", "文献（所引，未核）"),
    "rests_judgement": ("judgement, unchecked", "判断，待核"),
    "rests_assumption": ("assumption, no source", "假设，无出处"),
    "rests_chosen": ("chosen dose", "设定力度"),
    "rests_on": ("rests on", "依据"),
    "parameter": ("parameter", "参数"),
    "index": ("index", "指数"),
    "finding_no_index": ("{output} does not vary: no factor moves it", "{output}没有变化：没有因素影响它"),
    "finding_few_index": (
        "{output}: {units} pieces of sample are too few to rank {count} factors",
        "{output}：样本仅 {units} 组，不足以给 {count} 个因素排序",
    ),
    "caption_alone": ("Influential and on the prior alone: {names}.", "有影响且仅依据先验者：{names}。"),
    "caption_alone_none": ("No influential parameter rests on the prior alone.", "没有仅依据先验的有影响参数。"),
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
    "pieces_pawn": ("points", "个样本点"),
    "method_pawn": ("PAWN, from the given sample", "由给定样本计算的 PAWN"),
    "index_pawn": ("PAWN index [0 to 1]", "PAWN 指数［0 至 1］"),
    "answer_sure": (
        "sure: 95 % of draws agree",
        "确定：至少 95% 的样本同向",
    ),
}
