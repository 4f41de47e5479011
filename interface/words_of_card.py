"""What the calibration card says, in English and Chinese; `interface.words` takes it in."""

WORDS_OF_CARD: dict[str, tuple[str, str]] = {
    "card_title": ("Calibration card: {title}", "校准说明卡：{title}"),
    "card_made": (
        "{calls:,} runs of the model, {draws:,} draws; digest `{digest}`, model version `{version}`.",
        "模型运行 {calls:,} 次，后验抽样 {draws:,} 个；校验码 `{digest}`，模型版本 `{version}`。",
    ),
    "card_cannot": (
        "**No staff, pay or channel effect is identified by these texts.** What is said of them rests on priors.",
        "**这些文本无法识别精简人员、按贡献付薪或招商渠道的效果。** 有关结论仅依据先验。",
    ),
    "card_fitted": ("Figures it was fitted to", "用于校准的公开数据"),
    "card_figure": ("figure", "公开数据"),
    "card_published": ("as published", "公开口径"),
    "card_before": ("prior, 90 % band", "先验 90% 区间"),
    "card_after": ("posterior, 90 % band", "后验 90% 区间"),
    "card_met": ("met", "相符"),
    "card_yes": ("yes", "是"),
    "card_no": ("**no**", "**否**"),
    "card_nothing": ("no such output", "模型无此输出"),
    "card_misfits": ("Misfits", "不相符之处"),
    "card_no_misfit": (
        "Every figure lies inside its own band.",
        "各项公开数据均落在各自的后验区间内。",
    ),
    "card_misfit": (
        "{label}: the whole band lies {side} what was published; no parameter that may move reaches it.",
        "{label}：后验区间整体{side}公开数据；调整参数也无法吻合。",
    ),
    "card_below": ("below", "低于"),
    "card_above": ("above", "高于"),
    "card_learnt": ("What was pinned down", "已确定的内容"),
    "card_parameter": ("parameter", "参数"),
    "card_attractiveness": ("attractiveness of {zone}", "{zone}的吸引力"),
    "card_over_prior": ("width over the prior's", "宽度为先验的"),
    "card_contraction": ("variance gone", "方差缩减"),
    "card_little": (
        "Of these the figures tell little (less than {share:.0%} of the variance gone): {names}.",
        "公开数据对下列参数几乎没有约束（方差缩减不足 {share:.0%}）：{names}。",
    ),
    "card_cut": (
        "{count} more parameters, the cut block, stay at their priors by design: no figure speaks of them.",
        "另有 {count} 个参数（截断块）按设计保持先验：公开数据均未涉及。",
    ),
    "card_pairs": ("Told apart badly", "难以区分的参数"),
    "card_pair": ("{first} and {second}: correlation {value:+.2f}", "{first} 与 {second}：相关 {value:+.2f}"),
    "card_no_pair": ("No two parameters go together strongly.", "没有两个参数强相关。"),
    "card_skill": ("On figures it was not fitted to", "对未参与校准的公开数据"),
    "card_inside": (
        "{hits} of {of} held-out figures lie inside their 90 % bands (interval of the share {low:.0%}–{high:.0%}).",
        "{of} 项留出检验数据中有 {hits} 项落在 90% 区间内（该比例的 95% 区间：{low:.0%} 至 {high:.0%}）。",
    ),
    "card_narrowed": (
        "Bands of the figures that it should inform are {ratios} of the prior's wide (asked: {asked:g} at most).",
        "事先列为应收窄的数据，其区间宽度为先验的 {ratios}（要求不超过 {asked:g}）。",
    ),
    "card_score": (
        "Mean interval score {ours:.2f}; less the prior's: {difference:+.2f} ± {error:.2f} (lower is better).",
        "平均区间得分 {ours:.2f}；与先验之差：{difference:+.2f} ± {error:.2f}（越低越好）。",
    ),
    "card_naive": (
        'Against "{rule}" on {figures} figures: {ours:.2f} against {theirs:.2f}; {verdict}.',
        "与“{rule}”相比（{figures} 项数据）：{ours:.2f} 对 {theirs:.2f}；{verdict}。",
    ),
    "card_beats": ("the model is better", "模型更好"),
    "card_loses": ("the model is **not** better", "模型**并不**更好"),
    "card_few": ("too few figures to tell", "数据太少，无法判断"),
    "card_unsure": ("they cannot be told apart", "无法区分"),
    "card_effects": ("Effects of known truths", "已知真值的改革效果"),
    "card_limits": ("Limits", "局限"),
    "card_limits_text": (
        (
            "The texts are promotional and tell of what went well: no band cures that. The figures compared "
            "come from {texts} texts and are of {years}. Intervals take a text at its word. Zones that no text "
            "tells of are drawn from priors."
        ),
        (
            "这些文本属宣传报道，只讲成绩：区间不能消除这种选择性。参与对照的公开数据出自 {texts} 篇文本，"
            "时间为 {years} 年。"
            "区间按字面理解文本。文本未提到的开发区均取自先验。"
        ),
    ),
}  # fmt: skip
