// The right side: the first row, charts with their sentences and numbers, tables.

import { bandGlyph, clearChart, draw as drawChart } from "/charts.js";
import { both, byId, make, post, say, save, table } from "/dom.js";

let page = null;
let ask = null;
const told = {};
const FANS = ["producing", "debt", "idle"];

export function begin(document, question) {
  page = document;
  ask = question;
}

function shown(value) {
  return value === null || value === undefined ? "–" : `${Number(Number(value).toPrecision(4))}`.replace("-", "−");
}

export function headline(line) {
  told.headline = line;
  byId("headline").replaceChildren(...line.headline.map((one) => {
    const levels = one.levels_matter ? make("p", { title: say("page_head_levels_about") },
      say("page_head_levels", { about: say("page_head_levels_about"), base: one.written.base, option: one.written.option })) : null;
    const verdict = make("p", { class: `verdict ${one.verdict}` }, one.verdict_written);
    return make("article", { class: "card", "data-verdict": one.verdict, "data-name": one.name },
      make("h3", {}, one.label),
      make("p", { class: "big" }, one.written.value, " ", make("span", {}, one.unit)),
      make("p", { class: "band" }, say("page_head_band", one.written)),
      bandGlyph(one.difference), levels, verdict,
      one.share_better === null ? null : make("p", {}, one.shares_written),
      make("p", { class: "quiet error", title: say("page_error_about") }, say("page_error_now", { error: one.error_written, unit: one.unit })),
      one.chance === null ? null : make("p", { class: "quiet" }, say("page_chance_share", { share: one.chance_written })),
      make("p", { class: "quiet" }, one.about));
  }));
}

function downloads(what, name, kinds) {
  return make("p", { class: "buttons" }, make("span", {}, say("page_download")), ...kinds.map((kind) => make("button", {
    type: "button", "data-file": `${name}.${kind}`, "aria-label": say("page_download_of", { what, kind: say(`page_download_${kind}`) }),
    on: { click: async (event) => {
      event.target.disabled = true;
      const address = kind === "csv" || kind === "xlsx" ? `/api/table/${kind}` : `/api/picture/${name}/${kind}`;
      try {
        const response = await post(address, ask(name));
        if (response.ok) await save(response);
        else fault((await response.json()).faults);
      } catch {
        fault([[say("page_offline"), say("page_offline")]]);
      }
      event.target.disabled = false;
    } },
  }, say(`page_download_${kind}`))));
}

let fault = () => {};
export function onFault(act) { fault = act; }

function frame(name, title, kinds) {
  const box = byId(`chart-${name}`);
  if (box.dataset.lang === document.documentElement.lang && box.firstChild) return box;
  box.dataset.lang = document.documentElement.lang;
  const old = byId(`picture-${name}`);
  if (old) clearChart(old);
  box.replaceChildren(make("figure", {}, make("figcaption", {}, make("p", { class: "finding" }), make("p", { class: "quiet about" })),
    make("div", { class: "chart", id: `picture-${name}` }),
    make("details", { class: "numbers" }, make("summary", {}, say("page_table_of")), make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": `${say("page_table_of")} ${title}` })),
    downloads(title, name, kinds)));
  return box;
}

function numbersOf(kind, chart) {
  const column = (key) => ({ text: say(`page_col_${key}`), number: true });
  if (kind === "fan") {
    return table([{ text: say("page_month") }, column("median"), column("low"), column("high"), column("base")],
      chart.rows.map((row) => [`${row.month}`, shown(row.median), shown(row.low), shown(row.high), shown(row.base)]), chart.axis);
  }
  const clean = (text) => text.replace(/\|/g, " ");
  if (kind === "flows") {
    return table([{ text: say("page_col_name") }, { text: say("page_col_side") }, column("mean"), { text: "5 %", number: true }, { text: "95 %", number: true }],
      chart.rows.map((row) => [clean(row.label), row.side, shown(row.mean), shown(row.low), shown(row.high)]), chart.axis);
  }
  return table([{ text: say("page_col_name") }, { text: say("page_col_mean"), number: true }, { text: "5 %", number: true }, { text: "95 %", number: true }],
    chart.rows.map((row) => [clean(row.label), row.said, shown(row.low - row.start), shown(row.high - row.start)]), chart.axis);
}

async function chart(name, kind, title, content) {
  const box = frame(name, title, ["csv", "xlsx", "png", "svg"]);
  box.querySelector(".finding").textContent = content.sentence;
  box.querySelector(".about").textContent = kind === "fan" ? say("page_fan_about") : content.about || "";
  box.querySelector(".numbers > .wide").replaceChildren(numbersOf(kind, content));
  await drawChart(byId(`picture-${name}`), kind, page.shapes[kind], content);
}

function labelOfFan(name) { return say(`page_path_${name}`); }

export async function charts(line) {
  told.charts = line;
  byId("summary").replaceChildren(...line.summary.flatMap(([head, text]) => [make("dt", {}, head), make("dd", {}, text)]));
  byId("rests-short").textContent = line.rests[0];
  byId("rests").replaceChildren(...line.rests.map((text) => make("li", {}, text)));
  byId("code").textContent = line.code;
  byId("code-about").textContent = line.done ? say("page_code_about", { digest: line.digest }) : "";
  origins(line.origins);
  effects(line);
  for (const name of FANS) await chart(name, "fan", labelOfFan(name), line.charts[name]);
  await chart("flows", "flows", say("page_flows"), line.charts.flows);
}

function origins(content) {
  const first = table([{ text: content.event }, ...content.heads.map((text) => ({ text, number: true }))],
    content.rows.map((row) => [row.event, ...row.cells]), content.caption);
  const second = table([...content.surface_heads.map((text) => ({ text })), { text: say("page_surface_draws"), number: true }, { text: say("page_surface_share"), number: true }],
    content.surface.map((cell) => [...cell.levels, `${cell.draws}`, cell.share]), content.surface_caption);
  const open = byId("surface") ? byId("surface").open : false;
  const region = (inner, label) => make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": label }, inner);
  byId("origins").replaceChildren(region(first, say("page_flows")),
    make("details", { id: "surface", open }, make("summary", {}, say("page_surface")), region(second, say("page_surface"))));
}

let horizon = null;
function effects(line) {
  if (!line.effects.length) {
    byId("effects").replaceChildren(make("p", { class: "quiet" }, say("page_effects_wait")));
    return;
  }
  const months = line.effects.map((one) => one.months);
  if (!months.includes(horizon)) horizon = months.includes(page.headline_months) ? page.headline_months : months[0];
  const select = make("select", { id: "horizon" }, ...months.map((one) => make("option", { value: one }, `${one}`)));
  select.value = horizon;
  select.onchange = () => { horizon = Number(select.value); effects(line); byId("horizon").focus(); };
  const found = line.effects.find((one) => one.months === horizon);
  const heads = ["outcome", "unit", "without", "difference", "band", "error", "chance", "better", "verdict"];
  const number = new Set(["without", "difference", "band", "error", "chance", "better"]);
  const rows = found.groups.flatMap((group) => [
    make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: heads.length }, group.title)),
    ...group.rows.map((row) => make("tr", { "data-name": row.name }, make("th", { scope: "row" }, row.label), make("td", {}, row.unit), ...["base", "middle", "band", "error", "chance", "better"].map((key) => make("td", { class: "n" }, row[key])),
      make("td", { class: row.verdict }, row.verdict_written))),
  ]);
  byId("effects").replaceChildren(
    make("div", { class: "field inline" }, make("label", { for: "horizon" }, say("page_horizon")), select),
    make("p", { class: "quiet" }, say("page_effects_about")),
    make("div", { class: "wide", tabindex: "0", role: "group", "aria-labelledby": "effects-title" },
      table(heads.map((name) => ({ text: say(`page_col_${name}`), number: number.has(name) })), rows)),
    downloads(say("page_effects"), "effects", ["csv", "xlsx"]));
}

export async function parts(line) {
  told.parts = line;
  if (!line.rows.length) {
    partsText(line.sentence);
    return;
  }
  await chart("parts", "parts", say("page_parts"), line);
}

export function partsText(text) {
  told.parts = null;
  if (byId("picture-parts")) clearChart(byId("picture-parts"));
  const box = byId("chart-parts");
  delete box.dataset.lang;
  box.replaceChildren(make("p", { class: "quiet" }, text));
}

export async function redrawCharts() {
  if (told.charts) {
    for (const name of FANS) await chart(name, "fan", labelOfFan(name), told.charts.charts[name]);
    await chart("flows", "flows", say("page_flows"), told.charts.charts.flows);
  }
  if (told.parts) await parts(told.parts);
}

export function notModelled() {
  const chinese = document.documentElement.lang === "zh";
  // What stands in a list has no semicolon of its own, so that its ends are seen.
  const list = (texts) => texts.map((text) => both(text).replaceAll(chinese ? "；" : "; ", chinese ? "，" : ", ")).join(chinese ? "；" : "; ");
  byId("not-modelled").textContent = say("page_not_modelled_about", { list: list(page.not_modelled) });
  byId("not-booked").textContent = say("page_not_booked_about", { list: list(page.not_booked) });
  byId("headline-title").textContent = say("page_headline", { months: page.headline_months });
}

export function published(state) {
  const box = byId("published");
  if (state.place !== "jimo") {
    box.replaceChildren(make("p", { class: "quiet" }, say("page_published_only")));
    return;
  }
  const button = make("button", { type: "button", id: "published-run" }, say("page_published_run"));
  button.onclick = async () => {
    button.disabled = true;
    button.textContent = say("page_published_wait");
    try {
      const response = await post("/api/published", { place: "jimo", lang: state.lang });
      const content = await response.json();
      if (!response.ok) {
        fault(content.faults);
        published(state);
        return;
      }
      const heads = ["figure", "published", "modelled", "unit", "inside", "quote"].map((name) => ({ text: say(`page_col_${name}`) }));
      const rows = content.rows.map((row) => [row.label, row.published, row.modelled, row.unit, row.inside,
        make("div", {}, make("blockquote", { lang: "zh" }, row.quote ? `“${row.quote}”` : "–"), make("p", { class: "quiet" }, [[row.zone, row.period].filter(Boolean).join(" "), row.source, row.id].join(" · ")))]);
      box.replaceChildren(make("div", { class: "wide", tabindex: "0", role: "group", "aria-labelledby": "published-title" }, table(heads, rows)),
        ...[content.note, content.rests, content.identified].map((text) => make("p", { class: "quiet" }, text)));
    } catch {
      fault([[say("page_offline"), say("page_offline")]]);
      published(state);
    }
  };
  box.replaceChildren(button);
}
