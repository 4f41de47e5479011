"""What fits and validations say on the terminal, in English and Chinese; `interface.words` takes them in."""

WORDS_OF_CALIBRATION: dict[str, tuple[str, str]] = {
    "step_spread": ("runs over the priors", "先验空间上的模型运行"),
    "step_prior": ("runs of the prior", "先验抽样的模型运行"),
    "step_learn": ("learning", "拟合代理模型"),
    "step_chains": ("chains", "抽样链"),
    "step_draws": ("runs at the draws", "后验抽样的模型运行"),
    "step_truths": ("known truths", "已知真值的复原"),
    "fit_figures": ("Published figures and what the posterior prints", "公开数据与后验预测"),
    "fit_parameters": ("What the figures tell of the parameters", "公开数据对参数的约束"),
    "fit_parameter": ("parameter", "参数"),
    "fit_contraction": ("variance gone", "方差缩减"),
    "fit_width": ("width / prior's", "区间宽度/先验"),
    "fit_met": ("met", "相符"),
    "fit_yes": ("yes", "是"),
    "fit_no": ("NO", "否"),
    "fit_nothing": ("no output", "无输出"),
    "fit_informed": ("declared informed", "事先列为应收窄"),
    "fit_cannot": (
        "No staff, pay or channel effect is identified by these texts: what is said of them rests on priors alone.",
        "这些文本无法识别精简人员、按贡献付薪或招商渠道的效果：有关结论仅依据先验。",
    ),
    "validate_held_out": ("Figures that the fit was not given", "未参与校准的公开数据"),
    "validate_naive": ("Against forecasts that need no model (mean interval score, lower is better)",
                       "与无需模型的预测相比（平均区间得分，越低越好）"),
    "validate_rule": ("forecast", "预测方法"),
    "validate_count": ("figures", "数据个数"),
    "validate_ours": ("model", "模型"),
    "validate_theirs": ("forecast", "该预测"),
    "validate_difference": ("difference ± error", "差 ± 误差"),
    "validate_inside": (
        "{hits} of {of} inside their 90 % bands; 95 % interval of the share: {low:.0%} to {high:.0%}.",
        "{of} 个中有 {hits} 个落在 90% 区间内；该比例的 95% 区间：{low:.0%} 至 {high:.0%}。",
    ),
    "validate_prior": (
        "Against the prior's own bands: {difference:+.2f} ± {error:.2f} (negative: the fit is better).",
        "与先验区间相比：{difference:+.2f} ± {error:.2f}（负值表示校准后更好）。",
    ),
    "validate_recovery": (
        (
            "Known truths: of {truths} truths with {chains} draws each, the central 50 % hold {half:.1%} and 90 % hold "
            "{most:.1%}; the least p-value of ranks is {least:.3f} ({parameter}), asked: above {asked:.4f}."
        ),
        (
            "已知真值复原：{truths} 个真值、每个 {chains} 个抽样，50% 区间覆盖 {half:.1%}，90% 区间覆盖 {most:.1%}；"
            "秩的最小 p 值为 {least:.3f}（{parameter}），要求高于 {asked:.4f}。"
        ),
    ),
    "validate_no_recovery": (
        "Recovery of known truths is not stored beside this posterior; --truths 200 makes it.",
        "该后验未附已知真值的复原检验结果；可用 --truths 200 生成。",
    ),
    "validate_left_out": ("Each zone from a fit without its figures", "逐一剔除各开发区的公开数据后重新校准"),
}  # fmt: skip
