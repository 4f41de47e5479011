"""The form's fields, each declared once: the sheet, the YAML file, the checks and the zone all read this list.

A field says what it is called, in which units it may be given, what it means, where an office finds it, within which
range it is believed, and what of the model it sets. A number that the model cannot take is asked for all the same and
declared with the reason, so that nobody wonders where it went.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from agents.industries import INDUSTRIES

Text = tuple[str, str]
"""A text in English and in Chinese."""
Kind = Literal["text", "whole", "number", "industries", "counts"]

COUNTED_YEARS = 3
MOST_LEADING = 4


class Unit(NamedTuple):
    """A unit that a number may be given in: its names, and how many of the field's first unit it holds."""

    name: str
    name_zh: str
    factor: float = 1.0

    def called(self, text: str) -> bool:
        """Tell whether a text names the unit, in either language."""
        return text.strip().lower() in {self.name.lower(), self.name_zh.lower()}


class FormField(NamedTuple):
    """One field. ``sets`` is what it sets; where that is nothing, ``unused`` says why."""

    name: str
    group: str
    kind: Kind
    label: Text
    units: tuple[Unit, ...]
    low: float
    high: float
    meaning: Text
    where: Text
    example: tuple[float | str, ...]
    sets: str = ""
    scale: float = 1.0
    """Units of what is set in one first unit of the field."""
    unused: Text = ("", "")

    @property
    def cells(self) -> int:
        """How many cells of the sheet it takes."""
        return {"industries": MOST_LEADING, "counts": COUNTED_YEARS}.get(self.kind, 1)


GROUPS: dict[str, Text] = {
    "zone": ("The zone and the years", "开发区与年份"),
    "staff": ("Posts", "人员"),
    "land": ("Land", "土地"),
    "industry": ("Industries", "产业"),
    "fund": ("Guidance fund", "引导基金"),
    "platform": ("Platform company", "平台公司"),
    "tax": ("Tax", "税收"),
    "years": ("Projects of the last three years", "近三年项目"),
}

NONE = (Unit("", ""),)
POSTS = (Unit("posts", "人"),)
PERCENT = (Unit("%", "%"),)
KM2 = (Unit("km²", "平方公里"), Unit("hectare", "公顷", 0.01), Unit("mu", "亩", 1 / 1500))
MU = (Unit("mu", "亩"), Unit("hectare", "公顷", 15.0), Unit("km²", "平方公里", 1500.0))
PRICE = (Unit("万元/mu", "万元/亩"), Unit("yuan/m²", "元/平方米", 2 / 30))
MONEY = (Unit("亿元", "亿元"), Unit("万元", "万元", 1e-4))
FLOOR = (Unit("m²", "平方米"), Unit("10,000 m²", "万平方米", 1e4))
PROJECTS = (Unit("projects", "个"),)
QUOTA = (Unit("mu/year", "亩/年"), Unit("hectare/year", "公顷/年", 15.0))

FIELDS = (
    FormField("name", "zone", "text", ("name of the zone", "开发区名称"), NONE, 0, 0,
        ("only a heading", "仅用作标题"), ("", ""), ("county zone",)),
    FormField("last_year", "zone", "whole", ("last of the three years", "近三年的最后一年"), NONE, 2000, 2100,
        ("the stocks on this sheet are those at its end, and a reform would begin just after it",
         "本表存量均为该年年末数，改革从其后开始"),
        ("the last year whose numbers are complete", "数据齐全的最近一年"), (2025,)),
    FormField("months_counted", "zone", "whole", ("months of that year that are counted", "该年已统计的月数"),
        (Unit("months", "个月"),), 1, 12,
        ("12 for a whole year, 11 where the numbers are those of January to November", "全年填12；1—11月数据填11"),
        ("the cut-off date of the report", "统计报表截止日期"), (12,)),
    FormField("smallest_counted", "zone", "number", ("smallest project counted", "纳入统计的最小项目投资额"), MONEY,
        0.01, 10,
        ("contract investment from which a project enters the counts below; all three counts use it",
         "计划总投资达到多少的项目计入下列签约、开工、竣工数（三者同一口径）"),
        ("the definition of key projects in the zone's own reports", "本区重点项目的认定标准"), (0.5,),
        sets="key_threshold"),
    FormField("posts", "staff", "whole", ("posts", "在岗人员"), POSTS, 1, 2000,
        ("people working for the management committee now, contracts and secondments included",
         "管委会现有在岗人员，含聘用与借调"),
        ("staffing register of the personnel office", "组织人事部门人员台账"), (80,), sets="staff_before"),
    FormField("social_share", "staff", "number", ("share of time on social affairs", "社会事务占用时间比例"), PERCENT,
        0, 98,
        ("share of all working time that goes to social and other functions and not to projects",
         "用于社会管理及其他非项目事务的工作时间占比"),
        ("an estimate of the heads of department, or posts by function", "各部门负责人估计，或按职能统计岗位"), (60,),
        sets="social_time", scale=0.01),
    FormField("planned_area", "land", "number", ("planned area", "规划面积"), KM2, 0.1, 1500,
        ("area within the approved boundary; stands for the built area where that is blank",
         "批复四至范围内面积；建成面积空白时以此代替"),
        ("approval of the zone's boundary", "开发区四至范围批复"), (25,), sets="area"),
    FormField("built_area", "land", "number", ("built area", "建成面积"), KM2, 0.1, 1500,
        ("area that roads and networks already serve", "路网与市政设施已覆盖的面积"),
        ("yearly evaluation of intensive land use", "开发区土地集约利用评价"), (12,), sets="area"),
    FormField("available_land", "land", "number", ("available land", "可供地面积"), MU, 0, 1_000_000,
        ("industrial land that could be sold to a project today", "当前即可向项目供应的工业用地"),
        ("land reserve office", "土地储备机构"), (600,), sets="available"),
    FormField("approved_land", "land", "number", ("approved, not supplied land", "批而未供土地"), MU, 0, 1_000_000,
        ("land whose conversion is approved and that is not yet supplied", "已批准转用征收、尚未供应的土地"),
        ("natural resources bureau, list of approved, not supplied land", "自然资源部门批而未供台账"), (350,),
        sets="approved"),
    FormField("idle_land", "land", "number", ("idle land", "闲置土地"), MU, 0, 1_000_000,
        ("land legally found idle; low-efficiency land is not part of it", "依法认定的闲置土地，不含低效用地"),
        ("natural resources bureau, list of idle land", "自然资源部门闲置土地台账"), (420,), sets="idle"),
    FormField("low_efficiency_land", "land", "number", ("low-efficiency land", "低效用地"), MU, 0, 1_000_000,
        ("land in use below the standard of output or tax", "已利用但产出或税收未达标的用地"),
        ("survey of low-efficiency land", "低效用地调查认定成果"), (900,), sets="low_efficiency"),
    FormField("land_price", "land", "number", ("price of industrial land", "工业用地价格"), PRICE, 0.1, 500,
        ("mean price of industrial land sold in the last year", "近一年工业用地平均成交价"),
        ("land transactions of the year", "当年土地出让成交记录"), (14,), sets="land_price"),
    FormField("land_quota", "land", "number", ("land quota a year", "年新增用地指标"), QUOTA, 0, 100_000,
        ("new construction land that the zone gets in an ordinary year", "正常年份下达本区的新增建设用地指标"),
        ("yearly land-use plan", "年度土地利用计划"), (300,), sets="quota", scale=1 / 12),
    FormField("leading", "industry", "industries", ("leading industries", "主导产业"), NONE, 0, 0,
        ("industries that the zone leads in, the first ones first", "本区主导产业，按重要性排列"),
        ("industry plan of the zone", "开发区产业规划"), ("consumer", "materials")),
    FormField("anchors", "industry", "whole", ("anchors in the zone", "链主企业数"), (Unit("firms", "家"),), 0, 500,
        ("firms of 20亿 of investment or more that suppliers have followed",
         "投资20亿元以上、已带动配套企业的龙头企业"),
        ("list of chain leaders", "链主企业名单"), (1,),
        unused=(("followers of anchors that settled earlier are in the counts already, and the model promises "
                 "followers only to anchors that come later"),
                "以往龙头带来的配套项目已体现在项目数中，模型只对新落户龙头推演配套")),
    FormField("fund_paid_in", "fund", "number", ("fiscal money paid into the fund", "引导基金财政实缴额"),
        MONEY, 0, 1000,
        ("money of the budget that has reached the fund", "财政已实际缴付到基金的金额"),
        ("fund manager's quarterly report", "基金管理人季报"), (0.5,),
        unused=("what a fund has invested draws no further project; new money is the package called fund",
                "已投出资金不再吸引新项目；新增出资见基金组合")),
    FormField("reinvestment_ratio", "fund", "number", ("reinvestment ratio", "返投比例"), (Unit("times", "倍"),), 0, 3,
        ("local investment that the fund demands for each yuan of fiscal money", "每1元财政出资要求的本地投资额"),
        ("fund agreement", "基金合伙协议"), (1.5,), sets="reinvestment_ratio"),
    FormField("platform_debt", "platform", "number", ("platform debt", "平台公司有息债务"), MONEY, 0, 10_000,
        ("interest-bearing debt of the platform company and its subsidiaries", "平台公司合并口径有息债务"),
        ("audited accounts", "审计报告"), (30,), sets="platform_debt"),
    FormField("interest_rate", "platform", "number", ("interest rate", "平均利率"), (Unit("% a year", "%/年"),), 2, 20,
        ("mean rate on that debt", "上述债务平均利率"), ("list of loans and bonds", "融资台账"), (5.2,),
        sets="interest_rate", scale=0.01),
    FormField("platform_cash", "platform", "number", ("platform cash", "平台公司货币资金"), MONEY, 0, 10_000,
        ("cash that is not pledged", "未受限货币资金"), ("audited accounts", "审计报告"), (0.8,), sets="platform_cash"),
    FormField("platform_due", "platform", "number", ("debt due within a year", "一年内到期债务"), MONEY, 0, 10_000,
        ("part of the debt that falls due within twelve months", "十二个月内到期的有息债务"),
        ("list of loans and bonds", "融资台账"), (6,), sets="platform_due"),
    FormField("plant_floor", "platform", "number", ("standard plant", "标准厂房面积"), FLOOR, 0, 100_000_000,
        ("floor of plant that the platform company has built to let or sell", "平台公司建成可租售的厂房建筑面积"),
        ("asset register", "资产台账"), (150_000,), sets="plant"),
    FormField("plant_occupancy", "platform", "number", ("plant occupied", "厂房入驻率"), PERCENT, 0, 100,
        ("share of that floor that is let or sold", "上述厂房已租售面积占比"), ("asset register", "资产台账"), (62,),
        sets="occupancy", scale=0.01),
    FormField("tax_retention", "tax", "number", ("local share of tax", "地方留成比例"), PERCENT, 20, 50,
        ("share of all tax paid by the zone's firms that stays in the county", "园区企业税收全口径中县级留成占比"),
        ("finance bureau", "财政部门"), (35,), sets="local_tax_share", scale=0.01),
    FormField("signings", "years", "counts", ("signings", "签约项目"), PROJECTS, 0, 100_000,
        ("projects signed for the first time in the year, framework agreements included",
         "当年首次签约项目，含框架协议"), ("list of signed projects", "签约项目台账"), (22, 26, 24)),
    FormField("starts", "years", "counts", ("starts", "开工项目"), PROJECTS, 0, 100_000,
        ("projects that began building in the year", "当年开工项目"), ("list of projects started", "开工项目台账"),
        (14, 15, 17)),
    FormField("completions", "years", "counts", ("completions", "竣工项目"), PROJECTS, 0, 100_000,
        ("projects that finished building in the year", "当年竣工项目"), ("list of projects completed", "竣工项目台账"),
        (10, 12, 11)),
)  # fmt: skip
FIELD: dict[str, FormField] = {field.name: field for field in FIELDS}
COUNTS = tuple(field.name for field in FIELDS if field.kind == "counts")


def industry_named(text: str) -> str | None:
    """Return the industry of a name in either language, or None."""
    wanted = text.strip().lower()
    for industry in INDUSTRIES:
        if wanted in {industry.name, industry.name_zh.lower()}:
            return industry.name
    return None


def industry_label(name: str, chinese: bool) -> str:
    """Return the name of an industry in a language."""
    return next(i.name_zh if chinese else i.name for i in INDUSTRIES if i.name == name)


def years_of(last: float | None) -> tuple[str, ...]:
    """Return the three years by number, or as -2, -1, 0 where the last one is not given."""
    if last is None:
        return tuple(str(back) for back in range(1 - COUNTED_YEARS, 1))
    return tuple(str(int(last) + back) for back in range(1 - COUNTED_YEARS, 1))
