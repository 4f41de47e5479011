// "My zone": the form, typed or from a workbook. Its numbers stay in this page and go to the server with each question.

import { both, byId, make, post, say, save } from "/dom.js";

let page = null;

export function begin(document) { page = document; }

function unitOf(state, field) {
  const held = state.form[field.name];
  return held && typeof held === "object" && !Array.isArray(held) && held.unit ? held.unit : field.units[0][0];
}

function plainValue(state, field) {
  const held = state.form[field.name];
  return held && typeof held === "object" && !Array.isArray(held) ? held.value : held;
}

function labelOf(field, cell) {
  const label = both(field.label);
  if (field.kind === "industries") return say("page_form_industry", { field: label, number: cell + 1 });
  if (field.kind !== "counts") return label;
  const back = field.cells - 1 - cell;
  return back ? say("page_form_year_back", { field: label, back }) : say("page_form_year_last", { field: label });
}

function cellInput(state, field, cell, act) {
  const held = plainValue(state, field);
  const value = Array.isArray(held) ? held[cell] : held;
  const id = `form-${field.name}-${cell}`;
  if (field.kind === "industries") {
    const select = make("select", { id, "aria-label": labelOf(field, cell) }, make("option", { value: "" }, say("page_form_none")),
      ...page.industries.map((one) => make("option", { value: one.name }, both(one.title))));
    select.value = value || "";
    select.onchange = () => act(cell, select.value || null);
    return select;
  }
  const number = field.kind !== "text";
  const input = make("input", { id, type: number ? "number" : "text", step: "any", maxlength: "200", "aria-label": labelOf(field, cell), autocomplete: "off" });
  input.value = value === undefined || value === null ? "" : value;
  input.onchange = () => act(cell, input.value === "" ? null : number ? Number(input.value) : input.value);
  return input;
}

function row(state, field, change) {
  const act = (cell, value) => {
    if (field.cells > 1) {
      const held = Array.isArray(state.form[field.name]) ? [...state.form[field.name]] : Array(field.cells).fill(null);
      held[cell] = value;
      if (held.every((one) => one === null)) delete state.form[field.name];
      else state.form[field.name] = held;
    } else if (value === null) delete state.form[field.name];
    else state.form[field.name] = field.units.length > 1 ? { value, unit: unitOf(state, field) } : value;
    change();
  };
  const cells = Array.from({ length: field.cells }, (_, cell) => cellInput(state, field, cell, act));
  const units = field.units.length > 1
    ? make("select", { "aria-label": say("page_form_unit", { field: both(field.label) }) }, ...field.units.map((unit) => make("option", { value: unit[0] }, both(unit))))
    : make("span", { class: "quiet" }, both(field.units[0]));
  if (field.units.length > 1) {
    units.value = unitOf(state, field);
    units.onchange = () => {
      const value = plainValue(state, field);
      if (value !== undefined) {
        state.form[field.name] = { value, unit: units.value };
        change();
      }
    };
  }
  const hints = [both(field.meaning), field.span ? say("page_form_range", { span: `${field.span} ${both(field.units[0])}`.trim() }) : "",
    field.unused[0] ? say("page_form_unused", { why: both(field.unused) }) : ""].filter(Boolean);
  const label = field.cells === 1 ? make("label", { for: `form-${field.name}-0` }, both(field.label)) : make("span", { class: "label" }, both(field.label));
  return make("div", { class: "form-row" }, label, make("div", { class: "cells" }, ...cells, units), make("span", { class: "quiet" }, hints.join(" · ")));
}

export function draw(state, change, tell) {
  const box = byId("form-box");
  box.hidden = state.place !== "mine";
  if (box.hidden) {
    box.replaceChildren();
    return;
  }
  const file = make("input", { type: "file", id: "form-file", accept: ".xlsx" });
  file.onchange = async () => {
    if (!file.files.length) return;
    const response = await fetch("/api/form", { method: "POST", body: file.files[0] });
    const content = await response.json();
    if (response.ok) {
      state.form = content.values;
      change(true);
    } else tell(content.faults);
    file.value = "";
  };
  const get = make("button", { type: "button", on: { click: async () => {
    const response = await post("/api/workbook", { lang: state.lang, form: state.form });
    if (response.ok) await save(response);
    else tell((await response.json()).faults);
  } } }, say("page_form_get"));
  const clear = make("button", { type: "button", on: { click: () => { state.form = {}; change(true); } } }, say("page_form_clear"));
  const keep = make("input", { type: "checkbox", id: "keep", checked: state.numbersInLink, on: { change: () => { state.numbersInLink = keep.checked; change(); } } });
  const groups = Object.entries(page.form_groups).map(([name, texts], at) => make("details", { open: at === 0 },
    make("summary", {}, both(texts)), ...page.form.filter((field) => field.group === name).map((field) => row(state, field, change))));
  const opened = [...box.querySelectorAll(":scope > .block > details")].map((one) => one.open);
  if (opened.length === groups.length) groups.forEach((one, at) => { one.open = opened[at]; });
  box.replaceChildren(make("section", { class: "block", "aria-labelledby": "form-title" },
    make("h3", { id: "form-title" }, say("page_place_mine")), make("p", { class: "quiet" }, say("page_form_intro")),
    make("div", { class: "field" }, make("label", { for: "form-file" }, say("page_form_fill")), file),
    make("div", { class: "buttons" }, get, clear),
    make("p", { id: "form-count", class: "quiet" }, say("page_form_filled", { count: Object.keys(state.form).length })),
    ...groups,
    make("label", {}, keep, " ", say("page_form_link"))));
}

export function count(state) {
  const box = byId("form-count");
  if (box) box.textContent = say("page_form_filled", { count: Object.keys(state.form).length });
}

// A fault names a field as files do; people know it by its label.
export function worded(text) {
  const at = text.search(/[:：]/);
  const field = at > 0 && page.form.find((one) => one.name === text.slice(0, at).replace(/\.unit$/, ""));
  return field ? `${both(field.label)}${text.slice(at)}` : text;
}
