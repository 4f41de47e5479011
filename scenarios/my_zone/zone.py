"""From a filled form to a zone among rivals, and what of the form could enter."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from agents.zones.endowment import OPENINGS
from scenarios.load import load_scenario
from scenarios.my_zone.fields import COUNTS, FIELDS, FormField, Text
from scenarios.my_zone.form import Form
from scenarios.values import ENDOWMENTS
from scenarios.world_files import load_world
from sim.specification import LeverChange, ScenarioSpecification, ZoneSpecification

RIVALS = "typical-county"
REFORMED = "typical-county-reform"
ZONE_ID = "county"
FORWARD_MONTHS = 60
"""Months after now over which packages are compared."""
GIVEN_WAY = ("attractiveness", "reach")
"""Judgements about the synthetic zone that give way to their priors where the form has counts, which speak of them."""
KNOWN = {*ENDOWMENTS, *(opening.name for opening in OPENINGS)}
PARAMETERS = ("interest_rate", "local_tax_share", "key_threshold")
"""What the form sets for the whole region, because the model has no number of its own for a zone."""
LEVERS = ("reinvestment_ratio",)

REGION: Text = (
    "held for all zones of the region, the model has no rate of one zone",
    "全区域统一取此值，模型不分区设定",
)
INSTEAD: Text = ("stands for the built area, which is blank", "代替空白的建成面积")
CHECKED: Text = ("used to check the other areas only; the built area is what the model's roads serve",
                 "仅用于核对其他面积；模型道路服务的是建成面积")  # fmt: skip
IN_PACKAGE: Text = ("enters the package called fund", "进入基金组合")
OPENS: Text = ("the zone opens with it", "开发区以此开账")
MEASURE: Text = ("which simulated projects are counted", "决定哪些模拟项目计入")
WINDOW: Text = ("which months of the last year are counted", "决定最后一年计入的月份")
HEADING: Text = ("heading only", "仅作标题")
CONDITIONS: Text = ("what is believed is conditioned on it", "据此调整先验")
RIVALS_KEEP: Text = ("what the zone leads in; its rivals keep theirs", "本区主导产业，竞争者不变")
NO_COUNTS: Text = ("no count of the three years is given", "未填近三年项目数")


class Use(NamedTuple):
    """What became of a field that was filled in."""

    field: FormField
    used: bool
    how: Text


class MadeZone(NamedTuple):
    """A zone among rivals: what is simulated, the packages to set against it, and what of the form was used."""

    scenario: ScenarioSpecification
    form: Form
    uses: tuple[Use, ...]

    @property
    def zone(self) -> ZoneSpecification:
        """The zone itself."""
        return self.scenario.world.zones[self.scenario.world.row_of(ZONE_ID)]

    @property
    def posts(self) -> float:
        """Its posts: those typed, else those of the synthetic zone."""
        return self.zone.known["staff_before"]


class Package(NamedTuple):
    """Levers that belong together, with names for people."""

    name: str
    label: Text
    levers: tuple[str, ...]


PACKAGES = (
    Package("staff", ("fewer posts, re-competed, functions divested", "竞聘上岗、精简人员、剥离职能"),
            ("posts_transferred", "posts_lost", "posts_competed", "divest_social", "divest_development")),
    Package("pay", ("pay by contribution", "按贡献付薪"), ("pay_counted",)),
    Package("attraction", ("attraction communities, teams, chain focus", "招商共同体、专班、链长制"),
            ("channel_alliance", "channel_professional", "channel_townships", "industry_teams", "chain_focus")),
    Package("approval", ("delegated, parallel and faster approvals", "赋权、并联审批、拿地即开工"),
            ("delegated_powers", "parallel_approval", "take_land_and_start", "whistle")),
    Package("land", ("idle land recycled, standard land", "盘活闲置土地、标准地"),
            ("standard_land", "recycle_transfer", "recycle_upgrade", "recycle_judicial", "recycle_platform",
             "town_incentive")),
    Package("fund", ("a small guidance fund", "设立小规模引导基金"),
            ("fund_size", "fund_leverage", "fund_sub_funds", "reinvestment_ratio", "fund_mandate")),
    Package("all", ("all of these, with a gate and half a platform's plan",
                    "以上全部，并含尽调评审与平台公司半额建设计划"), ()),
)  # fmt: skip
PACKAGE_NAMES = tuple(package.name for package in PACKAGES)


def make_zone(form: Form) -> MadeZone:
    """Return the zone among rivals that a form describes; a blank form gives the typical county zone itself."""
    world = load_world(RIVALS)
    row = world.row_of(ZONE_ID)
    zone = world.zones[row]
    known = dict(zone.known)
    sources = dict(zone.sources)
    if form.has_counts:
        for name in GIVEN_WAY:
            known.pop(name, None)
            sources.pop(name, None)
    for entry in FIELDS:
        value = form.number(entry.name)
        if value is not None and entry.sets in KNOWN and not _stands_back(entry, form):
            known[entry.sets] = value * entry.scale
            sources[entry.sets] = form.sources.get(entry.name, "typed")
    title = form.values.get("name")
    leading = form.values.get("leading")
    zone = dataclasses.replace(
        zone,
        known=known,
        sources=sources,
        name=title if isinstance(title, str) else zone.name,
        name_zh=title if isinstance(title, str) else zone.name_zh,
        leading=tuple(str(v) for v in leading) if isinstance(leading, tuple) else zone.leading,
    )
    zones = (*world.zones[:row], zone, *world.zones[row + 1 :])
    held = {f.sets: v * f.scale for f in FIELDS if f.sets in PARAMETERS and (v := form.number(f.name)) is not None}
    scenario = ScenarioSpecification(
        name="my-zone",
        title=zone.name,
        title_zh=zone.name_zh,
        world=dataclasses.replace(world, zones=zones),
        macro="constant",
        months=FORWARD_MONTHS,
        parameters=held,
        focus=ZONE_ID,
    )
    return MadeZone(scenario, form, tuple(_use(entry, form) for entry in FIELDS if entry.name in form.values))


def _stands_back(entry: FormField, form: Form) -> bool:
    """Tell whether a planned area stands back behind a built one."""
    return entry.name == "planned_area" and form.number("built_area") is not None


def _use(entry: FormField, form: Form) -> Use:
    """Say what became of a field that was filled in."""
    if entry.unused[0]:
        return Use(entry, used=False, how=entry.unused)
    if entry.name == "planned_area":
        stands_back = _stands_back(entry, form)
        return Use(entry, used=not stands_back, how=CHECKED if stands_back else INSTEAD)
    if entry.name in {"months_counted", "smallest_counted"}:
        how = WINDOW if entry.name == "months_counted" else MEASURE
        return Use(entry, used=form.has_counts, how=how if form.has_counts else NO_COUNTS)
    by_name = {"name": HEADING, "last_year": HEADING, "leading": RIVALS_KEEP, **dict.fromkeys(COUNTS, CONDITIONS)}
    otherwise = REGION if entry.sets in PARAMETERS else IN_PACKAGE if entry.sets in LEVERS else OPENS
    return Use(entry, used=True, how=by_name.get(entry.name, otherwise))


def with_package(made: MadeZone, package: str) -> ScenarioSpecification:
    """Return the zone's scenario with a package from now on.

    The levers stand at the values of the shipped scenario of the usual package, posts in proportion to the zone's own,
    and the reinvestment ratio as typed where it is. KeyError names an unknown package.
    """
    chosen = {p.name: p for p in PACKAGES}[package]
    ratio = made.form.number("reinvestment_ratio")
    shipped = load_scenario(REFORMED)
    usual_posts = shipped.world.zones[shipped.world.row_of(ZONE_ID)].known["staff_before"]
    changes = []
    for change in shipped.changes:
        if chosen.levers and change.lever not in chosen.levers:
            continue
        value = change.value
        if change.lever in {"posts_transferred", "posts_lost"}:
            value *= made.posts / usual_posts
        if change.lever == "reinvestment_ratio" and ratio is not None:
            value = ratio
        changes.append(LeverChange(ZONE_ID, change.lever, 0, value, source=change.source))
    return dataclasses.replace(made.scenario, changes=tuple(changes))
