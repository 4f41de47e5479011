"""The levers of reform: the one table that rules, scenario files, checks, docs and pages read.

A lever is a number per zone that a scenario may change at a date. At its neutral value it multiplies by one or adds
nothing: a run that names it neutral and a run that does not name it are equal to the last byte.
"""

from typing import NamedTuple

import numpy as np

from agents.records import Field, record_type


class Lever(NamedTuple):
    """One lever: name, names for people, unit, allowed range, neutral value, fields it touches."""

    name: str
    title: str
    title_zh: str
    unit: str
    low: float
    high: float
    neutral: float
    touches: tuple[str, ...]


LEVERS = (
    Lever("posts_transferred", "posts that leave with divested functions", "随职能划转人员", "posts", 0, 5000, 0,
          ("staff",)),
    Lever("posts_lost", "posts lost in re-competition", "竞聘未上岗人员", "posts", 0, 5000, 0, ("staff", "selection")),
    Lever("posts_hired", "posts filled from outside", "面向全市选聘人员", "posts", 0, 5000, 0, ("staff",)),
    Lever("posts_competed", "share of kept posts that were re-competed", "全体起立竞聘上岗比例", "1", 0, 1, 0,
          ("selection", "effective_staff", "stage")),
    Lever("divest_social", "social functions handed to towns", "社会管理职能剥离", "1", 0, 1, 0,
          ("effective_staff", "land_process_months", "municipal_takeover")),
    Lever("divest_development", "development and operation handed to the platform", "开发运营职能剥离", "1", 0, 1, 0,
          ("effective_staff", "operating_cost")),
    Lever("pay_counted", "pay weight on counted output", "可量化业绩薪酬权重", "1", 0, 3, 1,
          ("effort_attraction", "effort_landing", "effort_diligence", "effort_aftercare")),
    Lever("pay_uncounted", "pay weight on uncounted output", "不可量化业绩薪酬权重", "1", 0, 3, 1,
          ("effort_attraction", "effort_landing", "effort_diligence", "effort_aftercare")),
    Lever("channel_alliance", "industry-alliance attraction community", "产业联盟招商共同体", "1", 0, 1, 0,
          ("contacts", "channel_cost")),
    Lever("channel_professional", "professional-agency attraction community", "专业机构招商共同体", "1", 0, 1, 0,
          ("contacts", "channel_cost")),
    Lever("channel_capital", "capital attraction community", "资本招商共同体", "1", 0, 1, 0,
          ("contacts", "channel_cost")),
    Lever("channel_townships", "township attraction community", "镇街联动招商共同体", "1", 0, 1, 0,
          ("contacts", "channel_cost")),
    Lever("industry_teams", "attraction teams by industry", "产业事业部与专班", "1", 0, 1, 0,
          ("contacts", "channel_cost")),
    Lever("commissioned_agents", "commissioned attraction agents", "委托招商公司", "1", 0, 1, 0,
          ("contacts", "channel_cost")),
    Lever("target_list", "named target list", "精准招商目标企业名单", "1", 0, 1, 0, ("contacts", "channel_cost")),
    Lever("lounge", "international lounges", "国际客厅", "1", 0, 1, 0, ("contacts", "channel_cost")),
    Lever("delegated_powers", "approval powers delegated to the zone", "赋权事项", "1", 0, 1, 0, ("permit_months",)),
    Lever("parallel_approval", "parallel approval", "并联审批", "1", 0, 1, 0, ("permit_months", "skipped")),
    Lever("take_land_and_start", "share of projects that take land and start", "拿地即开工比例", "1", 0, 1, 0,
          ("permit_months", "skipped")),
    Lever("whistle", "whistle mechanism between zone and towns", "吹哨报到", "1", 0, 1, 0, ("land_process_months",)),
    Lever("leader_coordination", "leaders coordinate listed projects", "领导顶格协调", "1", 0, 1, 0,
          ("permit_months", "dropped")),
    Lever("gate_coverage", "share of projects that pass the gate", "尽调评审覆盖率", "1", 0, 1, 0,
          ("stage", "diligence_backlog")),
    Lever("gate_rejection", "share of reviewed projects rejected", "尽调评审淘汰率", "1", 0, 0.9, 0, ("stage",)),
    Lever("standard_land", "share of new industrial land sold as standard land", "标准地比例", "1", 0, 1, 0,
          ("land", "permit_months")),
    Lever("standard_intensity", "minimum investment of standard land", "标准地投资强度下限", "万元/mu", 0, 2000, 0,
          ("land",)),
    Lever("recycle_transfer", "campaign: whole transfer of idle land", "盘活：整体出让", "1", 0, 1, 0, ("idle",)),
    Lever("recycle_judicial", "campaign: judicial sale of idle land", "盘活：司法途径", "1", 0, 1, 0, ("idle",)),
    Lever("recycle_upgrade", "campaign: owner converts or upgrades", "盘活：转换升级", "1", 0, 1, 0,
          ("idle", "low_efficiency")),
    Lever("recycle_platform", "campaign: platform-led recycling", "盘活：平台引领", "1", 0, 1, 0, ("idle",)),
    Lever("recycle_reserve", "campaign: taken back into reserve", "盘活：收回储备", "1", 0, 1, 0, ("idle", "reserve")),
    Lever("clear_approved_land", "campaign: supply approved land", "批而未供土地处置", "1", 0, 1, 0, ("approved",)),
    Lever("park_renewal", "park renewal", "园区更新", "1", 0, 1, 0, ("low_efficiency", "office_floor")),
    Lever("industry_upstairs", "industry upstairs (more floor per mu)", "工业上楼", "1", 0, 1, 0, ("land",)),
    Lever("town_incentive", "proceeds of recycled land go to towns", "镇街盘活激励", "1", 0, 1, 0, ("idle",)),
    Lever("town_threshold", "share a year below which new land is suspended", "镇街处置完成比例门槛", "1", 0, 1, 0,
          ("quota",)),
    Lever("platform_expansion", "platform building above upkeep, in units of the plan", "平台公司建设计划", "1",
          0, 5, 0, ("building",)),
    Lever("platform_plant_share", "shift of platform building towards plant", "标准厂房占比调整", "1", -0.5, 0.5, 0,
          ("plant_built",)),
    Lever("leverage_cap", "leverage above which the platform gets no credit", "平台公司资产负债率上限", "1", 0.3, 0.9,
          0.7, ("borrowed",)),
    Lever("fund_size", "fiscal money committed to the guidance fund", "引导基金规模", "亿元", 0, 500, 0,
          ("committed_fiscal",)),
    Lever("fund_leverage", "planned size of sub-funds over fiscal money", "子基金放大倍数", "1", 1, 20, 1,
          ("committed_fiscal",)),
    Lever("fund_sub_funds", "sub-funds that share the money", "子基金数量", "funds", 1, 50, 1, ("fees",)),
    Lever("reinvestment_ratio", "local equity required per fiscal yuan", "返投比例", "1", 0, 3, 0, ("invested_local",)),
    Lever("fund_mandate", "mandate: only the leading industries", "基金投向主导产业", "1", 0, 1, 0, ("fund_offer",)),
    Lever("fund_fiscal_first", "fiscal money is called first", "财政资金先行出资", "1", 0, 1, 0, ("called_fiscal",)),
    Lever("fund_buyback", "share of local deals with a buy-back promise", "明股实债回购比例", "1", 0, 1, 0,
          ("guaranteed",)),
    Lever("chain_focus", "attraction concentrated on leading chains", "链长制聚焦", "1", 0, 1, 0, ("contacts",)),
    Lever("enclave_share", "local tax share paid to the finder of an enclave project", "飞地税收分成", "1", 0, 1, 0,
          ("tax_shared_out", "zone")),
    Lever("enclave_partner", "row of the zone that hosts enclave projects (-1: none)", "飞地承接开发区", "row of ZONE",
          -1, 1e6, -1, ("zone",)),
    Lever("zone_town_fusion", "zone and town merged", "区镇融合", "1", 0, 1, 0,
          ("effective_staff", "land_process_months")),
    Lever("subsidy", "subsidy over investment", "补贴占投资比例", "1", 0, 0.3, 0, ("utility", "subsidy_paid")),
    Lever("industrial_internet", "industrial internet platform", "工业互联网", "1", 0, 1, 0,
          ("utility", "channel_cost")),
)
LEVER_NAMES = tuple(lever.name for lever in LEVERS)
LEVER_INDEX = {name: index for index, name in enumerate(LEVER_NAMES)}
LEVER = record_type([Field(lever.name, f"{lever.title} [{lever.unit}]") for lever in LEVERS])
NEUTRAL = np.array([lever.neutral for lever in LEVERS])

POSTS_COMPETED = LEVER_INDEX["posts_competed"]
RECYCLE_LEVERS = tuple(
    LEVER_INDEX[name]
    for name in ("recycle_transfer", "recycle_judicial", "recycle_upgrade", "recycle_platform", "recycle_reserve")
)
FIRST_RECYCLE, LAST_RECYCLE = RECYCLE_LEVERS[0], RECYCLE_LEVERS[-1]
