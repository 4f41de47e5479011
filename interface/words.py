"""What the command line says, in English and Chinese."""

from __future__ import annotations

import os
from typing import Literal

from interface.answer_words import ANSWER_WORDS
from interface.report.words_of_report import WORDS_OF_REPORT
from interface.web.words_of_page import WORDS_OF_PAGE
from interface.words_of_calibration import WORDS_OF_CALIBRATION
from interface.words_of_calibration_figures import WORDS_OF_CALIBRATION_FIGURES
from interface.words_of_card import WORDS_OF_CARD
from interface.words_of_comparisons import WORDS_OF_COMPARISONS
from interface.words_of_effect_coverage import WORDS_OF_EFFECT_COVERAGE
from interface.words_of_figures import WORDS_OF_FIGURES
from interface.words_of_headline import WORDS_OF_HEADLINE
from interface.words_of_money import WORDS_OF_MONEY
from interface.words_of_robustness import WORDS_OF_ROBUSTNESS
from interface.words_of_rollouts import WORDS_OF_ROLLOUTS
from interface.words_of_terminal import WORDS_OF_TERMINAL
from interface.words_of_titles import WORDS_OF_TITLES

Language = Literal["en", "zh"]

WORDS: dict[str, tuple[str, str]] = {
    "compiling": (
        "compiling, once (one to three minutes; later runs start at once)",
        "首次运行正在编译（约一至三分钟，之后即时启动）",
    ),
    "running": ("simulating", "模拟中"),
    "title": (
        "{title}: as it would be published, beside what was published",
        "{title}：模拟的公开口径与已公开数据对照",
    ),
    "figure": ("published figure", "公开数据"),
    "median": ("median", "中位数"),
    "band": ("90 % band", "90% 区间"),
    "printed": ("published", "已公开"),
    "inside": ("inside", "是否吻合"),
    "unit": ("unit", "单位"),
    "yes": ("yes", "是"),
    "no": ("NO", "否"),
    "input": ("given", "设定"),
    "modelled": (
        "{zone} as modelled: flows of the last twelve months, stocks at the end of {month}",
        "{zone}模型推算口径：流量为最近十二个月合计，存量截至 {month} 月末",
    ),
    "output": ("as modelled", "模型推算口径"),
    "inside_note": (
        (
            "inside: the published interval and the 90 % band share a number (a wide one easily does); given: set from "
            "the text; –: nothing is said."
        ),
        "吻合：公开数据所容许的区间与 90% 区间有交集（区间越宽越容易吻合）；设定：按文本直接设定；–：本情景不涉及。",
    ),
    "units": (
        "亿元: 100 million yuan at constant prices; mu: a fifteenth of a hectare.",
        "金额按不变价，单位亿元；土地单位亩。",
    ),
    "prior": (
        "Parameters: {draws} draws from the prior. Nothing here was fitted to these figures.",
        "参数：先验抽样 {draws} 组。此处没有任何数值按这些公开数据拟合。",
    ),
    "posterior": (
        "Parameters: {draws} draws fitted to these figures and others (zonereform validate tells how well).",
        "参数：按这些及其他公开数据校准的 {draws} 组抽样（校准质量见 zonereform validate）。",
    ),
    "identified": (
        "These texts identify no effect of staff, pay or channels: what the reform caused is not shown by this table.",
        "仅凭这些文本无法识别人员、薪酬或招商渠道的效果：本表不说明改革带来了什么。",
    ),
    "accounts": (
        "Accounts: every one balanced in every month; the largest difference is {worst} of its turnover.",
        "账目：各主体每月收支全部平衡，最大误差为周转额的 {worst}。",
    ),
    "not_modelled": (
        "Not modelled: jobs, GDP, safety, environment, provincial ranking.",
        "模型未考虑：就业、地区生产总值、安全、环境、全省考核排名。",
    ),
    "synthetic": (
        "The zones of this world are synthetic: no number here is about a real place.",
        "本情景中的开发区均为虚构：此处数字不涉及任何真实地方。",
    ),
    "run": ("Run: seed {seed}, digest {digest}, {seconds} s.", "运行：种子 {seed}，校验码 {digest}，{seconds} 秒。"),
    "written": ("written to {folder}", "已写入 {folder}"),
    "failed": ("failed: {error} ({hint})", "失败：{error}（{hint}）"),
    "hint": ("run again with --debug for the traceback", "加 --debug 可查看详情"),
    "simulated": ("simulated as published: median and 90 % band", "模拟的公开口径：中位数与 90% 区间"),
    "figure_note_prior": ("{draws} draws from the prior; run {digest}", "先验抽样 {draws} 组；运行 {digest}"),
    "figure_note_posterior": (
        "{draws} draws fitted to these figures; run {digest}",
        "按这些数据校准的 {draws} 组抽样；运行 {digest}",
    ),
    "no_font": (
        "no Chinese font is installed: the figure is in English; to have one: {how}",
        "未找到中文字体，图中文字改用英文；安装方法：{how}",
    ),
    "no_figures": ("No published figure speaks of this zone.", "没有公开数据涉及本开发区。"),
    "scenario": ("scenario", "情景"),
    "world": ("world", "区域设定"),
    "focus": ("focus", "关注对象"),
    "about": ("about", "说明"),
    "lever": ("lever", "政策杠杆"),
    "zone": ("zone", "开发区"),
    "date": ("date", "日期"),
    "value": ("value", "取值"),
    "source": ("source", "来源"),
    "file_good": ("{file}: good", "{file}：无误"),
    "check": ("check", "检查项"),
    "ok": ("ok", "正常"),
    "wrong": ("WRONG", "异常"),
    "detail": ("detail", "详情"),
    "role": ("role", "用途"),
    "period": ("period", "时期"),
    "period_span": ("{first} to {last}", "{first} 至 {last}"),
    "period_until": ("up to {last}", "截至 {last}"),
    "period_since": ("from {first}", "{first} 起"),
    "id": ("id", "编号"),
    "quote": ("quote", "原文"),
    "interval": ("interval", "措辞区间"),
    "indicator": ("indicator", "指标"),
    "stage_word": ("word for the stage", "阶段用词"),
    "filter": ("only", "口径限定"),
    "expression": ("follows from", "推算式"),
    "readings": ("readings (weight)", "可能读法（权重）"),
    "through": ("compared through", "对照的模型输出"),
    "missing_output": ("output missing", "模型缺少的输出"),
    "links": ("same elsewhere", "他处同一数据"),
    "conflicts": ("conflicts", "相互矛盾"),
    "note": ("note", "备注"),
    "known_of": ("inputs and targets of", "输入与校准指标"),
    "figures": ("figures", "数据"),
    "arithmetic": ("arithmetic", "算术"),
    "treatment": ("treatment", "处理"),
    "levers_title": (
        "{levers} levers: settings, who pays, and the law on {date}",
        "{levers} 个政策杠杆：档位、资金来源、{date} 合规状态",
    ),
    "bands": ("bands", "档位"),
    "pot": ("paid from", "资金来源"),
    "law": ("law", "合规"),
    "no_payment": ("no payment", "不涉及支付"),
    "packages": ("Packages: levers that belong together", "组合：配套使用的杠杆"),
    "star": (
        "*: a real cost that the model does not book, so that no result shows it.",
        "*：真实成本，但模型未计入，结果中看不到。",
    ),
    "lever_units": (
        "亿元: 100 million yuan; 万元: 10 thousand; mu: 1/15 ha; no unit: share or factor; costs: median (90 % band).",
        "无单位者为比例或倍数。成本为先验中位数与 90% 区间。",
    ),
    "not_advice": (
        "The standing is a reading of the documents named, not legal advice.",
        "合规状态是对所列文件的解读，不构成法律意见。",
    ),
    "lever_detail": (
        "One lever or package in full: zonereform scenario levers NAME; at another date: --date 2021-06.",
        "查看单个杠杆或组合：zonereform scenario levers 名称；其他日期：--date 2021-06。",
    ),
    "lever_range": ("May be set to {span}; {neutral} leaves it alone.", "取值范围 {span}；{neutral} 即不动。"),
    "costs": ("Costs", "成本"),
    "saves": ("Falls in return", "相应减少"),
    "limits": ("Limits that are not money", "非资金约束"),
    "law_as_of": ("What the law says", "合规依据"),
    "stands": ("On {date}:", "{date} 状态："),
    "paid_for": ("what is paid", "支出内容"),
    "payer": ("who pays", "出资方"),
    "per_unit": ("per unit [as the model names it]", "单位成本 [模型参数名]"),
    "not_booked": ("not booked by the model", "模型未计入"),
    "lever_is_money": ("the lever's own value", "即杠杆取值"),
    "in_a_scenario": ("In a scenario: {example}", "情景文件写法：{example}"),
    "role_input": ("input", "输入"),
    "role_calibrate": ("calibrate", "校准"),
    "role_held_out": ("held out", "留出检验"),
    "role_plausibility_only": ("plausibility only", "仅供参照"),
    "sweeping": ("simulating", "模拟中"),
    "sweep_done": (
        "{folder}: {done} runs done, {skipped} were there, {failed} failed, of {planned}; digest {digest}, {seconds} s",
        "{folder}：计划 {planned}，完成 {done}，已有 {skipped}，失败 {failed}；校验码 {digest}，{seconds} 秒",
    ),
    "sweep_failed": (
        "{failed} of {planned} runs failed; see why: {command}",
        "{planned} 次中有 {failed} 次失败；查看原因：{command}",
    ),
    "sweep_stopped": (
        "stopped; finished chunks are stored. Go on with: {command}",
        "已停止；完成的部分均已保存。继续运行：{command}",
    ),
    "sweep_estimate": (
        "{planned} runs, {skipped} of them there: about {duration} on {workers} workers, {size}. Nothing written.",
        "共 {planned} 次，已有 {skipped} 次；{workers} 路并行约需 {duration}，占磁盘 {size}；未写入任何内容。",
    ),
    "batch": ("batch", "批次"),
    "name": ("name", "名称"),
    "state": ("state", "状态"),
    "state_running": ("running or cut off", "运行中或被中断"),
    "state_partial": ("partial", "部分完成"),
    "state_complete": ("complete", "完成"),
    "runs_done": ("runs", "次数"),
    "runs_failed": ("failed", "失败"),
    "digest": ("digest", "校验码"),
    "begun": ("begun (UTC)", "开始时间（UTC）"),
    "model": ("model version", "模型版本"),
    "model_other": ("another", "其他版本"),
    "model_same": ("this one", "当前版本"),
    "no_batches": ("{store} holds no batch", "{store} 中没有任何批次"),
    "varied": ("varied", "变动因素"),
    "shown_rows": (
        "{shown} of {rows} rows are shown; --json or `results export --sql` gives all",
        "显示 {rows} 行中的 {shown} 行；全部数据用 --json 或 results export --sql",
    ),
    "batch_about": (
        "{name}: {done} of {planned} runs, {failed} failed; digest {digest}; model version {version}; {seconds} s",
        (
            "{name}：{planned} 次中完成 {done} 次，失败 {failed} 次；校验码 {digest}；模型版本 {version}；用时 "
            "{seconds} 秒"
        ),
    ),
    "batch_files": ("{tables} in {folder}", "{folder} 中的 {tables}"),
    "zone_written": (
        "{file} written. Fill it in, then: zonereform zone check {file}",
        "已生成 {file}。填写后运行：zonereform zone check {file}",
    ),
    "zone_good": ("{file}: good, {filled} fields filled in", "{file}：无误，已填 {filled} 项"),
    "zone_title": ("{zone}: what was typed, and what became of it", "{zone}：所填数据及其用途"),
    "zone_field": ("field", "项目"),
    "zone_value": ("typed", "所填"),
    "zone_used": ("used", "是否采用"),
    "zone_how": ("how, or why not", "用途或原因"),
    "zone_blank": (
        "Every other field is blank and stays what is believed of a typical county zone.",
        "其余各项空白，按典型县级开发区的一般情况处理。",
    ),
    "zone_unused": ("NOT USED", "未采用"),
    "zone_backcast": (
        "Backcast: your last three years beside the model's, before and after it heard of them",
        "回溯：近三年实际数与模型模拟对照（据此调整之前与之后）",
    ),
    "zone_kind": ("projects", "项目"),
    "zone_year": ("year", "年份"),
    "zone_before": ("before: median, 90 % band", "调整前：中位数、90% 区间"),
    "zone_after": ("after: median, 90 % band", "调整后：中位数、90% 区间"),
    "zone_inside": ("inside", "是否落入"),
    "zone_all_years": ("all typed", "所填合计"),
    "zone_signings": ("signings", "签约"),
    "zone_starts": ("starts", "开工"),
    "zone_completions": ("completions", "竣工"),
    "zone_steady": (
        (
            "The model's three years run under today's policy with land enough and neither boom nor slump; what a year "
            "differs from the next is luck there and is not fitted."
        ),
        "模型的三年按现行政策、土地充足、经济平稳推演；各年之间的差异视为随机，不作拟合。",
    ),
    "zone_effective": (
        "Conditioning: {tried} draws tried, {effective:.0f} effective ones left, {distinct} distinct ones compared.",
        "调整：共试 {tried} 组参数，有效样本 {effective:.0f} 组，其中 {distinct} 组不同者用于下表比较。",
    ),
    "zone_rough": (
        (
            "TOO FEW: below {fewest} effective draws the bands are rough and a verdict may turn with another seed. "
            "Try more --draws; where a typed count stays outside its band, or few draws are left for long, the model "
            "with its priors hardly reaches it, and what follows is about a zone that is less like yours."
        ),
        (
            "样本过少：有效样本不足 {fewest} 组，区间粗略，换一个种子结论可能改变。请增大 --draws；"
            "若所填数仍在区间之外，或有效样本始终过少，说明模型在现有先验下达不到该水平，以下结果与贵区相似程度有限。"
        ),
    ),
    "zone_nothing_heard": (
        "No count of the three years was given: nothing conditions the draws, and all below rests on priors alone.",
        "未填近三年项目数：无从调整，以下结果全部仅依据先验。",
    ),
    "zone_clipped": (
        (
            "Low-efficiency land as typed is more than the zone has in use in {share:.0%} of draws; there all land in "
            "use is taken for low-efficient."
        ),
        "在 {share:.0%} 的样本中，所填低效用地多于在用土地；此时按全部在用土地均为低效处理。",
    ),
    "zone_compared": (
        "Comparison: each package from now on against no reform, over {months} months (stocks at their end)",
        "比较：各组合自现在起实施，与不改革相比，{months} 个月累计（存量为期末）",
    ),
    "zone_no_reform": ("no reform", "不改革"),
    "zone_difference": ("difference", "差额"),
    "zone_better_in": ("better in", "更优占比"),
    "zone_firm_spending": ("investment spent by new projects", "新项目实际完成投资"),
    "zone_verdict": ("verdict", "结论"),
    "zone_verdict_nothing": ("changes nothing", "没有变化"),
    "zone_verdict_better": ("better", "更优"),
    "zone_verdict_worse": ("worse", "更差"),
    "zone_verdict_few": ("too few draws", "样本过少"),
    "zone_verdict_open": ("open", "未定"),
    "zone_rests": ("rests on", "依据"),
    "zone_rests_priors": ("priors alone", "仅先验"),
    "zone_rests_years": ("your years too", "含近三年"),
    "zone_verdicts": (
        (
            "better, worse: in at least 95 % of draws; open: it may go either way. Rests on priors alone: your three "
            "years moved or narrowed this effect no more than chance; your years too: they set the zone's size, and "
            "effects with it. Debt and idle land: less is better."
        ),
        (
            "更优、更差：至少 95% 的样本如此；未定：方向可正可负。仅先验：近三年数据对该效应的影响不超过偶然；"
            "含近三年：近三年数据决定了开发区规模，效应随之而变。债务与闲置土地以数值越小越好。"
        ),
    ),
    "zone_not_identified": (
        (
            "Three years of counts say how fast a zone works, not what a reform does to it: effects of staff, pay and "
            "channels are what theory and priors say."
        ),
        "三年项目数只反映开发区的运转快慢，不反映改革效果：人员、薪酬、招商渠道的效应来自理论与先验。",
    ),
    "zone_rivals": (
        "Rivals and the region are synthetic (world typical-county); your zone is simulated among them.",
        "竞争者与区域均为虚构（区域设定 typical-county）；贵区置于其中模拟。",
    ),
    **WORDS_OF_COMPARISONS,
    **WORDS_OF_CALIBRATION,
    **WORDS_OF_CARD,
    **WORDS_OF_CALIBRATION_FIGURES,
    **WORDS_OF_EFFECT_COVERAGE,
    **WORDS_OF_HEADLINE,
    **WORDS_OF_ROLLOUTS,
    **WORDS_OF_MONEY,
    **WORDS_OF_ROBUSTNESS,
    **WORDS_OF_TERMINAL,
}

WORDS |= ANSWER_WORDS | WORDS_OF_FIGURES | WORDS_OF_TITLES
WORDS |= WORDS_OF_PAGE
WORDS |= WORDS_OF_REPORT

UNITS_ZH = {
    "CNY 1e8": "亿元",
    "ratio": "倍",
    "projects": "个",
    "staff": "人",
    "percent": "%",
    "mu": "亩",
    "km2": "平方公里",
    "firms": "个",
    "months": "月",
    "posts": "人",
    "contacts": "个",
    "posts months / firm": "人月/项目",
    "1": "",
    "亿元": "亿元",
    "万元/mu": "万元/亩",
    "万元/post/year": "万元/岗·年",
    "万元/project": "万元/项目",
    "亿元/year": "亿元/年",
    "1 / year": "/年",
    "1 / month": "/月",
    "funds": "支",
    "row of ZONE": "开发区编号",
}
UNITS_EN = {
    "CNY 1e8": "亿元",
    "percent": "%",
    "firms": "projects",
    "ratio": "times",
    "亿元": "亿元",
    "1": "",
    "万元/post/year": "万元/post a year",
    "亿元/year": "亿元 a year",
    "1 / year": "a year",
    "row of ZONE": "id of a zone",
}


def published_unit(unit: str, language: Language) -> str:
    """Return the unit of a published figure: newspapers count companies, the model's firms are projects."""
    if unit == "firms":
        return "家" if language == "zh" else "firms"
    return unit_name(unit, language)


def figure_unit(unit: str, language: Language) -> str:
    """Return how a unit is written in a figure, where English has no Chinese font to rely on."""
    return unit_name(unit, language) if language == "zh" else {"CNY 1e8": "CNY 100 million"}.get(unit, unit)


def say(key: str, language: Language, **values: object) -> str:
    """Return a sentence in a language, with its values filled in; Chinese writes a percent sign without a space."""
    said = WORDS[key][language == "zh"].format(**values)
    return said.replace(" %", "%") if language == "zh" else said


def unit_name(unit: str, language: Language) -> str:
    """Return how a unit is written in a language."""
    return (UNITS_ZH if language == "zh" else UNITS_EN).get(unit, unit)


def language_of_locale() -> Language:
    """Return zh where the locale is Chinese, else en."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
