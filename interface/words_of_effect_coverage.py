"""What is said of bands of effects that known truths are held against, in English and Chinese."""

WORDS_OF_EFFECT_COVERAGE: dict[str, tuple[str, str]] = {
    "step_effects": ("effects of known truths", "已知真值的改革效果"),
    "effects_held": (
        (
            "Known effects: truths drawn from the priors are published and fitted again; the 90 % band of what "
            "{option} does by month {months} ({draws} draws) holds the truth's own effect: {told}. Asked: 85 to 95 %."
        ),
        (
            "已知效果的复原：从先验抽取真值，按公开口径发布后重新校准；{option} 在第 {months} 个月的效果，其 90% 区间"
            "（{draws} 个抽样）覆盖真值自身效果的情况：{told}。要求 85% 至 95%。"
        ),
    ),
    "effects_nothing": (
        (
            "Where {option} does nothing in the truth and the fit does not know it, the band holds nought: {told}. "
            "No share is promised there: nought lies outside where all draws but one, or all, have the same sign."
        ),
        (
            "真值中 {option} 毫无作用而校准并不知情时，区间覆盖零的情况：{told}。此处没有应达到的比例："
            "只有当全部抽样（或仅一个例外）同号时，零才落在区间之外。"
        ),
    ),
    "effects_one": (
        "{label}, {place}, {inside} of {truths} ({low:.0%}–{high:.0%})",
        "{place}{label} {truths} 个中 {inside} 个（{low:.0%}–{high:.0%}）",
    ),
    "effects_not_stored": (
        "Whether bands of effects hold known effects is not stored beside this posterior; --effects 200 finds out.",
        "该后验旁没有“效果区间是否覆盖已知效果”的结果；用 --effects 200 生成。",
    ),
}
