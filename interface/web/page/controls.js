// The left side: place, option and base, levers, assumptions. Every change goes through `change`.

import { both, byId, make, say } from "/dom.js";

let page = null;
let change = null;
const rows = new Map();

export function begin(document, onChange) {
  page = document;
  change = onChange;
}

export function placeOf(state) { return page.places.find((one) => one.name === state.place); }
export function startOf(state, settings = state.option) {
  const starts = placeOf(state).starts;
  return starts.find((one) => one.name === settings.from) || starts[0];
}

function bandValue(lever, value) {
  const band = lever.bands.find((one) => one.name === value);
  return band ? band.value : value;
}

// What a lever is set to: by the user, else by what the option starts from, else left alone.
export function settingOf(state, lever) {
  const own = state.option.set[lever.name];
  const started = startOf(state).levers[lever.name];
  const value = own ? bandValue(lever, own.value) : started ? started.value : lever.neutral;
  const date = own && own.date !== undefined ? own.date : started ? started.date : undefined;
  const latest = !(own && own.date !== undefined) && started ? started.latest : null;
  return { value, date, latest, own: Boolean(own), used: value !== lever.neutral };
}

function defaultDate(state) {
  if (state.place === "mine") return 0;
  const dates = Object.values(startOf(state).levers).map((one) => one.date).sort();
  return dates.length ? dates[0] : "2019-01";
}

function set(state, lever, value, date) {
  const started = startOf(state).levers[lever.name];
  const before = state.option.set[lever.name];
  const when = date === undefined && before ? before.date : date;
  const band = lever.bands.find((one) => one.value === value);
  const setting = { value: band ? band.name : value };
  if (when !== undefined && when !== null && when !== "") setting.date = when;
  else if (!started) setting.date = defaultDate(state);
  const asStarted = started ? started.value === value && (setting.date === undefined || setting.date === started.date) : value === lever.neutral;
  if (asStarted) delete state.option.set[lever.name];
  else state.option.set[lever.name] = setting;
  change();
}

function options(select, entries, chosen) {
  select.replaceChildren(...entries.map(([value, text]) => make("option", { value }, text)));
  select.value = chosen;
}

export function draw(state) {
  const places = page.places.map((place) => {
    const input = make("input", { type: "radio", name: "place", value: place.name, checked: place.name === state.place,
      on: { change: () => change({ place: place.name }) } });
    return make("label", {}, input, say(`page_place_${place.name.replace(/-/g, "_")}`));
  });
  byId("places").replaceChildren(...places);
  const starts = placeOf(state).starts;
  options(byId("start"), starts.map((one) => [one.name, both(one.title)]), state.option.from);
  byId("start").onchange = (event) => {
    state.option = { from: event.target.value, set: {} };
    change({ redraw: true });
  };
  drawBase(state);
  options(byId("package"), [["", say("page_choose")], ...page.packages.map((one) => [one.name, both(one.title)])], "");
  byId("package").onchange = (event) => {
    const chosen = page.packages.find((one) => one.name === event.target.value);
    if (chosen) {
      for (const [name, value] of Object.entries(chosen.levers)) {
        const lever = page.levers.find((one) => one.name === name);
        const setting = settingOf(state, lever);
        const band = lever.bands.find((one) => one.value === value);
        state.option.set[name] = { value: band ? band.name : value };
        if (setting.date === undefined) state.option.set[name].date = defaultDate(state);
      }
      change({ redraw: true });
    }
  };
  byId("reset").onclick = () => {
    state.option.set = {};
    change({ redraw: true });
  };
  byId("search").oninput = (event) => find(event.target.value);
  drawLevers(state);
  find(byId("search").value);
  drawAssumptions(state);
  refresh(state);
}

export function drawBase(state) {
  const starts = placeOf(state).starts.map((one) => [`start ${one.name}`, both(one.title)]);
  const saved = state.saved.map((one, at) => [`saved ${at}`, say("page_base_saved", { name: one.name })]);
  const same = state.saved.findIndex((one) => JSON.stringify(one.option) === JSON.stringify(state.base));
  const plain = Object.keys(state.base.set).length === 0;
  const chosen = plain ? `start ${state.base.from}` : `saved ${same}`;
  options(byId("base"), [...starts, ...saved], chosen);
  if (byId("base").selectedIndex < 0) {
    byId("base").append(make("option", { value: "link" }, say("page_base")));
    byId("base").value = "link";
  }
  byId("base").onchange = (event) => {
    const [kind, name] = event.target.value.split(" ");
    if (kind === "start") state.base = { from: name, set: {} };
    else if (kind === "saved") state.base = structuredClone(state.saved[Number(name)].option);
    change();
  };
}

function drawLevers(state) {
  rows.clear();
  const groups = page.groups.map((group, at) => {
    const levers = page.levers.filter((lever) => lever.group === group.name);
    const count = make("span", { class: "count" });
    const details = make("details", { open: at === 0 && window.innerWidth > 800 }, make("summary", {}, `${both(group.title)} `, count),
      ...levers.map((lever) => drawLever(state, lever)));
    details.countBox = count;
    details.levers = levers;
    return details;
  });
  const opened = [...byId("levers").children].map((one) => one.open);
  if (opened.length === groups.length) groups.forEach((one, at) => { one.open = opened[at]; });
  byId("levers").replaceChildren(...groups);
}

function statusAt(lever, date) {
  let held = lever.law[0].since ? { status: "to_be_checked", about: ["", ""], document: ["", ""] } : lever.law[0];
  for (const ruling of lever.law) {
    const size = Math.min(date.length, ruling.since.length);
    if (ruling.since.slice(0, size) <= date.slice(0, size)) held = ruling;
  }
  return held;
}

function badge(lever, date) {
  const held = statusAt(lever, date);
  return make("span", { class: `badge ${held.status}` }, both(page.statuses[held.status].title));
}

function drawLever(state, lever) {
  const name = both(lever.title);
  const [low, high, step] = lever.slider;
  const band = make("select", { "aria-label": say("page_band", { lever: name }) });
  const slider = make("input", { type: "range", min: `${low}`, max: `${high}`, step: `${step}`, "aria-label": say("page_slider", { lever: name }) });
  const number = make("input", { type: "number", min: `${lever.range[0]}`, max: `${lever.range[1]}`, step: "any", "aria-label": say("page_number", { lever: name }) });
  const mine = state.place === "mine";
  const date = make("input", mine
    ? { type: "number", min: "0", max: `${page.dates.most}`, step: "1", "aria-label": say("page_months_from_now", { lever: name }) }
    : { type: "month", min: page.dates.first, max: page.dates.last, "aria-label": say("page_date_of", { lever: name }) });
  const spread = make("span", { class: "quiet" });
  const when = make("div", { class: "when" }, make("span", {}, say(mine ? "page_date_months" : "page_date")), date, spread);
  band.onchange = () => { if (band.value !== "own") set(state, lever, bandValue(lever, band.value)); };
  slider.oninput = () => set(state, lever, Number(slider.value));
  number.onchange = () => {
    const value = Number(number.value);
    const good = number.value !== "" && value >= lever.range[0] && value <= lever.range[1];
    number.setAttribute("aria-invalid", `${!good}`);
    if (good) set(state, lever, value);
  };
  date.onchange = () => {
    const value = mine ? Number(date.value) : date.value;
    set(state, lever, settingOf(state, lever).value, value);
  };
  const more = make("details", {}, make("summary", {}, say("page_lever_more")));
  more.addEventListener("toggle", () => { if (more.open && more.children.length === 1) more.append(about(lever)); });
  const box = make("div", { class: "lever" },
    make("div", {}, make("span", { class: "lever-name" }, name), " ", badge(lever, page.law_date)),
    make("p", { class: "quiet" }, both(lever.about)),
    make("div", { class: "setting" }, band, slider, make("span", {}, number, make("span", { class: "unit" }, both(lever.unit)))), when, more);
  box.text = `${lever.title.join(" ")} ${lever.about.join(" ")}`.toLowerCase();
  rows.set(lever.name, { lever, box, band, slider, number, date, when, spread });
  return box;
}

function costLine(cost) {
  const parts = [both(cost.about), both(cost.unit_costs).join("; "),
    say("page_pot", { pot: both(cost.pot), payer: both(cost.payer) })];
  if (!cost.booked) parts.push(say("page_not_booked"));
  return make("dd", {}, parts.filter(Boolean).join(" · "));
}

function about(lever) {
  const list = make("dl", {}, make("dt", {}, say("page_cost")));
  if (lever.costs.length) list.append(...lever.costs.map(costLine));
  else list.append(make("dd", {}, both(lever.no_cost)));
  if (lever.saves.length) list.append(make("dt", {}, say("page_saves")), ...lever.saves.map(costLine));
  if (lever.limits.length) {
    list.append(make("dt", {}, say("page_limits")), ...lever.limits.map((one) => make("dd", {}, `${both(one.title)}: ${both(one.about)}`)));
  }
  const now = statusAt(lever, page.law_date);
  list.append(make("dt", {}, say("page_law")),
    make("dd", {}, say("page_law_now", { date: page.law_date, status: both(page.statuses[now.status].title) })));
  for (const ruling of lever.law) {
    list.append(make("dd", {}, [ruling.since, both(page.statuses[ruling.status].title), both(ruling.about), both(ruling.document)].filter(Boolean).join(" · ")));
  }
  list.append(make("dt", {}, say("page_bands_from")), make("dd", {}, both(lever.source)));
  return list;
}

function find(text) {
  const wanted = text.trim().toLowerCase();
  for (const { box } of rows.values()) box.hidden = Boolean(wanted) && !box.text.includes(wanted);
  for (const group of byId("levers").children) {
    const some = group.levers.some((lever) => !rows.get(lever.name).box.hidden);
    group.hidden = !some;
    if (wanted && some) group.open = true;
  }
}

function short(value) { return `${Number(value.toPrecision(6))}`; }

// Bring every control to the state, without taking away what the user is typing in.
export function refresh(state) {
  for (const { lever, box, band, slider, number, date, when, spread } of rows.values()) {
    const setting = settingOf(state, lever);
    const known = lever.bands.find((one) => one.value === setting.value);
    options(band, [...lever.bands.map((one) => [one.name, both(one.title)]), ...(known ? [] : [["own", say("page_custom")]])], known ? known.name : "own");
    if (document.activeElement !== slider) slider.value = setting.value;
    slider.setAttribute("aria-valuetext", `${short(setting.value)} ${both(lever.unit)}`);
    if (document.activeElement !== number) number.value = short(setting.value);
    box.classList.toggle("used", setting.used);
    when.hidden = !setting.used;
    when.style.display = setting.used ? "" : "none";
    if (document.activeElement !== date) date.value = setting.date === undefined ? "" : setting.date;
    spread.textContent = setting.latest ? say("page_date_spread", { first: setting.date, last: setting.latest }) : "";
  }
  for (const group of byId("levers").children) {
    const used = group.levers.filter((lever) => settingOf(state, lever).used).length;
    group.countBox.textContent = used ? `· ${say("page_in_use", { count: used })}` : "";
  }
  byId("changed").textContent = say("page_changed", { count: Object.keys(state.option.set).length });
  byId("reset").disabled = Object.keys(state.option.set).length === 0;
}

function drawAssumptions(state) {
  const choice = (id, label, entries, chosen, act) => {
    const select = make("select", { id });
    options(select, entries, chosen);
    select.onchange = () => { act(select.value); change(); };
    return make("div", { class: "field" }, make("label", { for: id }, label), select);
  };
  byId("assumptions").replaceChildren(
    choice("macro", say("page_macro"), ["", ...page.macros].map((one) => [one, say(`page_macro_${one}`)]), state.macro, (value) => { state.macro = value; }),
    choice("who", say("page_who"), ["zone", "all", "rivals"].map((one) => [one, say(`page_who_${one}`).replace(/[.。]$/, "")]), state.who, (value) => { state.who = value; }),
    ...page.beliefs.map((belief) => choice(`belief-${belief.name}`, say(`page_belief_${belief.name}`),
      [["", say("page_belief_drawn")], ...Object.entries(belief.levels).map(([level, value]) => [level, say(`page_belief_${level}`, { value })])],
      state.beliefs[belief.name] || "", (value) => { if (value) state.beliefs[belief.name] = value; else delete state.beliefs[belief.name]; })),
    choice("draws", say("page_draws"), ["50", "200", "400"].concat([50, 200, 400].includes(state.draws) ? [] : [`${state.draws}`]).map((one) => [one, one]), `${state.draws}`, (value) => { state.draws = Number(value); }),
  );
}
