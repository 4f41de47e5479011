"""What the command on roll-outs says, in English and Chinese; `interface.words` takes them in."""

WORDS_OF_ROLLOUTS: dict[str, tuple[str, str]] = {
    "rollout_title": ("{title}: {outcome}", "{title}：{outcome}"),
    "rollout_setting": (
        (
            "{zones} zones, {reforming} of them reform; {before} periods of {period} months before the first turn, "
            "{after} from then on."
        ),
        "{zones} 个开发区，其中 {reforming} 个改革；首批之前 {before} 期、之后 {after} 期，每期 {period} 个月。",
    ),
    "rollout_at_once": ("at once, by lot", "同时推行（抽签）"),
    "rollout_staggered": ("in turn, by lot", "分批推行（抽签）"),
    "rollout_best_first": ("in turn, the best first", "分批推行（先好后差）"),
    "rollout_worst_first": ("in turn, the worst first", "分批推行（先差后好）"),
    "rollout_one_city": ("one city at once", "一个城市先行"),
    "estimator_twfe": ("two-way fixed effects", "双向固定效应"),
    "estimator_callaway_santanna": ("Callaway-Sant'Anna", "Callaway-Sant'Anna"),
    "estimator_synthetic_control": ("synthetic control", "合成控制"),
    "estimator_synthetic_did": ("synthetic DiD", "合成双重差分"),
    "panel_published": ("as published", "公开口径"),
    "panel_true": ("as modelled", "模型推算口径"),
    "panel_untouched": ("untouched controls", "对照组未受影响"),
    "rollout_truth": (
        (
            "true effect: {own} on zones that reform, {net} net on the region, {untreated} on zones that do not; "
            "{published} on the first as counted in public"
        ),
        "真实效果：改革开发区 {own}，全区域净效果 {net}，未改革开发区 {untreated}；按公开口径计为 {published}",
    ),
    "rollout_estimator": ("estimator", "估计方法"),
    "rollout_bias": ("error, own", "偏误·本区"),
    "rollout_bias_net": ("error, net", "偏误·净"),
    "rollout_coverage": ("own holds", "覆盖·本区"),
    "rollout_coverage_net": ("net holds", "覆盖·净"),
    "rollout_power": ("power", "检出率"),
    "rollout_alarms": ("false alarms", "误报率"),
    "rollout_verdict": ("intervals", "区间"),
    "alarms_as_meant": ("as meant", "符合名义值"),
    "alarms_too_often": ("BROKEN: too often", "失效：误报过多"),
    "alarms_too_rarely": ("too wide", "过宽"),
    "alarms_few": ("few draws", "样本过少"),
    "rollout_reading": (
        (
            "Effects and errors are in per cent of what a zone had before the first turn, ± the Monte Carlo standard "
            "error of the mean over draws. own: against the effect on zones that reform, spill-overs and all; net: "
            "against what the region gains. holds: share of 95 % intervals that hold the true effect, with Wilson's "
            "interval. power: share that leave zero out. false alarms: the same in the world without reform, where 5 % "
            "are meant; BROKEN: surely more."
        ),
        (
            "效果与偏误均为占首批之前水平的百分比，± 为样本均值的蒙特卡罗标准误。"
            "本区：对照改革开发区的效果（含外溢）；净效果：对照全区域所得。"
            "覆盖率：95% 区间含真实效果的占比，附 Wilson 区间。检出率：区间不含零的占比。"
            "误报率：不改革时的同一占比，名义值为 5%；失效：明显超出名义值。"
        ),
    ),
    "rollout_controls": (
        (
            "untouched controls: zones that never reform as they would be without any reform, which no analyst sees. "
            "What its lines err less than those as modelled is the work of spill-overs."
        ),
        "对照组未受影响：未改革开发区的数据取自不改革的模拟，现实中无法观测；与模型推算口径的偏误之差即外溢影响。",
    ),
    "rollout_chance": (
        "Of {rates} rates of false alarms {broken} are called broken; about {chance} would be by chance alone.",
        "共报告 {rates} 个误报率，其中 {broken} 个判为失效；纯属偶然者约 {chance} 个。",
    ),
    "rollout_prior": (
        "{draws} draws of luck and of parameters, from the prior; no posterior ships. Under these assumptions alone.",
        "参数与随机因素各抽样 {draws} 次，参数取自先验；尚无后验。结论仅在这些假设下成立。",
    ),
    "rollout_median": (
        "{draws} draws of luck, parameters at their prior medians. Under these assumptions alone.",
        "随机因素抽样 {draws} 次，参数取先验中位数。结论仅在这些假设下成立。",
    ),
    "rollout_failed": (
        "{failed} panels could not be estimated and are left out.",
        "有 {failed} 个面板无法估计，未计入。",
    ),
    "rollout_run": ("seed {seed}, digest {digest}, {seconds} s", "种子 {seed}，校验码 {digest}，用时 {seconds} 秒"),
    "rollout_figure_finding": (
        (
            "On {outcome}, estimates err by {own_low} to {own_high} points against the effect on zones that reform, "
            "by {net_low} to {net_high} against the region's gain; 95 % intervals hold the first in {low} to {high} "
            "of draws"
        ),
        (
            "{outcome}：估计值与改革开发区真实效果相差 {own_low} 至 {own_high} 个百分点，"
            "与全区域净效果相差 {net_low} 至 {net_high} 个百分点；95% 区间含前者的占比为 {low} 至 {high}"
        ),
    ),
    "rollout_figure_about": (
        (
            "{title}. Panels as published; true effects from the same world without reform. "
            "Lines: 95 % Monte Carlo intervals."
        ),
        "{title}。面板取公开口径，真实效果以同一模拟不改革为对照。线段为 95% 蒙特卡罗区间。",
    ),
    "rollout_figure_bias": ("error against the effect on reforming zones [points]", "对本区效果的偏误［百分点］"),
    "rollout_figure_bias_net": ("error against the region's net gain [points]", "对全区域净效果的偏误［百分点］"),
    "rollout_figure_coverage": ("intervals that hold the true effect [%]", "区间含真实效果的占比［%］"),
    "rollout_figure_alarms": ("false alarms where nothing happened [%]", "无改革时的误报率［%］"),
}
