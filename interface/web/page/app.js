// The page: draws itself from what the server sends, asks for comparisons, keeps its state in the link.

import * as controls from "/controls.js";
import * as form from "/form.js";
import * as results from "/results.js";
import { byId, make, post, readLines, say, setLanguage, setWords, table, both } from "/dom.js";
import { DEFAULT_OPTION, MOST_SAVED, asked, fromHash, toHash } from "/state.js";

const WAIT = 40;
let page = null;
let state = null;
let running = null;
let timer = null;
let explaining = null;

function words() {
  setLanguage(state.lang);
  document.documentElement.lang = state.lang === "zh" ? "zh" : "en";
  document.title = say("page_title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  byId("language").lang = state.lang === "zh" ? "en" : "zh";
}

function faults(texts) {
  const lines = texts.map((pair) => form.worded(both(pair)));
  byId("faults").replaceChildren(...(lines.length ? [make("ul", {}, ...lines.map((line) => make("li", {}, line)))] : []));
}

function status(text, share = null) {
  byId("status").textContent = text;
  byId("jump-status").textContent = text;
  byId("progress").value = share === null ? 0 : share;
  document.body.dataset.state = share === 1 ? "settled" : "running";
}

function keepInLink() { history.replaceState(null, "", toHash(state)); }

// Everything that the user changes comes here.
function change({ place, redraw } = {}) {
  if (place) {
    const known = page.places.find((one) => one.name === place);
    Object.assign(state, { place, option: { from: DEFAULT_OPTION[place], set: {} }, base: { from: known.starts[0].name, set: {} }, saved: [] });
    drawAll();
  } else if (redraw) controls.draw(state);
  else controls.refresh(state);
  keepInLink();
  schedule();
}

function schedule() {
  clearTimeout(timer);
  document.body.dataset.state = "running"; // what stands there is of the state before, from the first movement on
  byId("results").classList.add("stale");
  if (running) running.abort();
  if (explaining) explaining.abort();
  timer = setTimeout(compare, WAIT);
}

async function compare() {
  const mine = new AbortController();
  running = mine;
  results.partsText(say("page_parts_wait"));
  document.body.dataset.begun = performance.now();
  status(say("page_running", { draws: 0, planned: state.draws }), 0);
  let drawing = Promise.resolve();
  try {
    const response = await post("/api/compare", asked(state), mine.signal);
    if (!response.ok) {
      faults((await response.json()).faults);
      status(say("page_stopped"));
      return;
    }
    faults([]);
    await readLines(response, (line) => {
      if (mine.signal.aborted) return;
      if (line.kind === "hearing") status(line.text, 0);
      else if (line.kind === "numbers") {
        byId("results").classList.remove("stale");
        results.headline(line);
        const text = line.done ? say("page_settled", line) : say("page_running", line);
        status(text, line.done ? 0.999 : line.draws / line.planned);
      } else if (line.kind === "charts") {
        drawing = drawing.then(() => (mine.signal.aborted ? null : results.charts(line)));
      } else if (line.kind === "failed") faults([line.text]);
    });
    await drawing;
    if (!mine.signal.aborted) {
      status(say("page_settled", { draws: state.draws }), 1);
      explain();
    }
  } catch (error) {
    if (error.name === "AbortError" || mine.signal.aborted) return;
    faults([[say("page_offline"), say("page_offline")]]);
    status(say("page_stopped"));
  }
}

async function explain() {
  if (explaining) explaining.abort();
  const mine = new AbortController();
  explaining = mine;
  results.partsText(say("page_parts_running", { draws: 0 }));
  let drawing = Promise.resolve();
  try {
    const response = await post("/api/explain", question("parts"), mine.signal);
    if (!response.ok) {
      results.partsText(((await response.json()).faults || []).map(both).join(" "));
      return;
    }
    await readLines(response, (line) => {
      if (line.kind === "failed") faults([line.text]);
      else drawing = drawing.then(() => (mine.signal.aborted ? null : results.parts({ ...line, about: `${line.about || ""} ${say("page_parts_running", line)}` })));
    });
    await drawing;
    document.body.dataset.explained = "yes";
  } catch (error) {
    if (!mine.signal.aborted) results.partsText(say("page_offline"));
  }
}

// What is asked for the parts, or for a file of a chart.
function question(name) {
  return { ...asked(state), output: byId("explained").value, table: name };
}

function drawExplained() {
  const select = byId("explained");
  const chosen = select.value;
  select.replaceChildren(...page.explained.map((one) => make("option", { value: one.name }, both(one.label))));
  if (chosen) select.value = chosen;
  select.onchange = explain;
}

// Saved options, side by side.
function drawSaved() {
  const name = make("input", { id: "save-name", maxlength: "40", autocomplete: "off" });
  name.value = say("page_save_default", { number: state.saved.length + 1 });
  const saveButton = make("button", { type: "button", id: "save", disabled: state.saved.length >= MOST_SAVED, on: { click: () => {
    state.saved.push({ name: (name.value.trim() || name.value).replace(/~/g, "-").slice(0, 40), option: structuredClone(state.option) });
    keepInLink();
    drawSaved();
    controls.drawBase(state);
  } } }, say("page_save"));
  const list = state.saved.map((one, at) => make("li", {}, `${one.name} `,
    make("button", { type: "button", "aria-label": say("page_saved_loads", one), on: { click: () => { state.option = structuredClone(one.option); change({ redraw: true }); } } }, say("page_saved_load")), " ",
    make("button", { type: "button", "aria-label": say("page_saved_removes", one), on: { click: () => { state.saved.splice(at, 1); keepInLink(); drawSaved(); controls.drawBase(state); } } }, say("page_saved_remove"))));
  const run = make("button", { type: "button", id: "saved-run", disabled: !state.saved.length, on: { click: compareSaved } }, say("page_saved_run"));
  byId("saved").replaceChildren(
    make("div", { class: "field inline" }, make("label", { for: "save-name" }, say("page_save_name")), name, saveButton),
    state.saved.length ? make("ul", {}, ...list) : make("p", { class: "quiet" }, say("page_saved_none")),
    state.saved.length >= MOST_SAVED ? make("p", { class: "quiet" }, say("page_saved_full", { most: MOST_SAVED })) : "",
    run, make("div", { id: "side-by-side", class: "wide", tabindex: "0", role: "group", "aria-labelledby": "saved-title" }));
}

async function compareSaved() {
  const columns = [];
  const button = byId("saved-run");
  button.disabled = true;
  const show = () => {
    const names = columns.length ? columns[0].headline.map((one) => [one.label, one.unit]) : [];
    byId("side-by-side").replaceChildren(make("p", { class: "quiet" }, say("page_saved_same")), table(
      [{ text: say("page_col_outcome") }, ...columns.map((column) => ({ text: column.name, number: true }))],
      names.map(([label, unit], at) => [`${label} (${unit})`, ...columns.map((column) => make("span", { class: column.headline[at].verdict },
        `${column.headline[at].written.value} (${column.headline[at].written.low} … ${column.headline[at].written.high}) · ${column.headline[at].verdict_written}`))])));
  };
  try {
    for (const one of state.saved) {
      const response = await post("/api/compare", asked(state, one.option));
      if (!response.ok) {
        faults((await response.json()).faults);
        break;
      }
      await readLines(response, (line) => {
        if (line.kind !== "numbers") return;
        const held = columns.find((column) => column.of === one);
        if (held) held.headline = line.headline;
        else columns.push({ of: one, name: one.name, headline: line.headline });
        show();
      });
    }
    document.body.dataset.sideBySide = "done";
  } catch {
    faults([[say("page_offline"), say("page_offline")]]);
  }
  button.disabled = false;
}

// The form of a zone of one's own: checked by the server, which also says what packages mean in such a zone.
let checking = null;
async function formChanged(redraw = false) {
  if (redraw) form.draw(state, formChanged, faults);
  form.count(state);
  keepInLink();
  clearTimeout(checking);
  checking = setTimeout(async () => {
    try {
      const response = await post("/api/zone", { form: state.form, lang: state.lang });
      const content = await response.json();
      if (!response.ok) {
        if (running) running.abort();
        faults(content.faults);
        status(say("page_stopped"));
        return;
      }
      for (const start of page.places.find((one) => one.name === "mine").starts) start.levers = content.starts[start.name];
      controls.refresh(state);
      schedule();
    } catch {
      faults([[say("page_offline"), say("page_offline")]]);
    }
  }, 250);
}

function drawAll() {
  words();
  form.draw(state, formChanged, faults);
  controls.draw(state);
  drawExplained();
  drawSaved();
  results.notModelled();
  results.published(state);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

async function begin() {
  page = await (await fetch("/api/page")).json();
  setWords(page.words);
  const read = fromHash(location.hash, page);
  state = read.state;
  controls.begin(page, change);
  form.begin(page);
  results.begin(page, question);
  results.onFault(faults);
  drawAll();
  keepInLink();
  byId("language").onclick = () => {
    state.lang = state.lang === "zh" ? "en" : "zh";
    drawAll();
    keepInLink();
    schedule();
  };
  byId("link").onclick = async () => {
    const good = await copy(location.href);
    byId("link-box").hidden = good;
    byId("link-text").value = location.href;
    if (!good) byId("link-text").select();
    status(say(good ? "page_link_copied" : "page_link_shown"), byId("progress").value);
  };
  byId("code-copy").onclick = async () => {
    if (await copy(byId("code").textContent)) status(say("page_copied"), byId("progress").value);
  };
  window.addEventListener("hashchange", () => {
    state = fromHash(location.hash, page).state;
    drawAll();
    schedule();
  });
  let resized = null;
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(resized);
    resized = setTimeout(results.redrawCharts, 150);
  });
  if (read.notes.length) byId("notice").textContent = `${say("page_fault_link")} ${read.notes.join(state.lang === "zh" ? "、" : ", ")}`;
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "/vega.js";
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  if (state.place === "mine" && Object.keys(state.form).length) await formChanged();
  else schedule();
}

begin();
