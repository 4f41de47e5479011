// Charts: a declaration without numbers comes from the server once, rows come with every line of a stream.

import { make, say } from "/dom.js";

const views = new Map();
const LINE = 34;

function wide(sign) { return sign.codePointAt(0) > 0x2e7f ? 2 : 1; }

// Break a label into lines of so many columns, between words or between Chinese signs.
export function broken(text, columns) {
  const plain = text.replace(/\|/g, (bar, at) => (wide(text[at - 1] || " ") === 2 ? "" : " "));
  const pieces = plain.match(/[\u2e80-\uffff][，。；：、）”]?|[^\s\u2e80-\uffff]+\s?|\s+/gu) || [plain];
  const lines = [""];
  let width = 0;
  for (const piece of pieces) {
    const size = [...piece.trimEnd()].reduce((sum, sign) => sum + wide(sign), 0);
    if (width + size > columns && lines[lines.length - 1]) {
      lines.push("");
      width = 0;
    }
    lines[lines.length - 1] += piece;
    width += [...piece].reduce((sum, sign) => sum + wide(sign), 0);
  }
  return lines.map((line) => line.trim()).join("|");
}

function filled(part, texts) {
  if (Array.isArray(part)) return part.map((one) => filled(one, texts));
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value, texts)]));
  }
  return typeof part === "string" && part in texts ? texts[part] : part;
}

function wrappedTitle(text, columns) { return broken(text, columns).split("|"); }

// Move the names of two line ends apart where they would lie on each other.
function apart(ends, rows) {
  const [first, second] = [...ends].map((one) => ({ ...one })).sort((a, b) => a.value - b.value);
  const top = Math.max(...rows.map((row) => row.high));
  const height = top - Math.min(0, ...rows.map((row) => row.low));
  const lack = 0.075 * height - (second.value - first.value);
  if (lack > 0) {
    first.value -= lack / 2;
    second.value += lack / 2;
  }
  return [first, second];
}

function fanSpec(shape, chart, width) {
  const narrow = width < 480;
  const longest = Math.max(...chart.ends.map((end) => [...end.said].reduce((sum, sign) => sum + wide(sign), 0)));
  const spec = filled(shape, { "#axis": "", "#months": say("page_fan_months"), "#reform": say("page_first_lever") });
  // What the upright axis counts stands above it, level, where it is read at a glance and need not break.
  spec.title = { text: wrappedTitle(chart.axis, Math.floor(width / 7)), anchor: "start", frame: "bounds", fontSize: 12, fontWeight: 400, offset: 10 };
  spec.width = Math.max(150, width - 75 - 6.4 * longest);
  spec.height = narrow ? 210 : 260;
  spec.datasets = { rows: chart.rows, ends: apart(chart.ends, chart.rows) };
  return spec;
}

function rowsSpec(shape, chart, width) {
  const narrow = width < 480;
  const columns = narrow ? 16 : 34;
  const rows = chart.rows.map((row) => ({ ...row, label: broken(row.label, columns) }));
  const labels = [...new Set(rows.map((row) => row.label))];
  const longest = Math.max(...labels.flatMap((label) => label.split("|")).map((line) => [...line].reduce((sum, sign) => sum + wide(sign), 0)));
  const sides = chart.sides || ["", ""];
  const spec = filled(shape, { "#axis": wrappedTitle(chart.axis, narrow ? 30 : 60), "#gained": sides[0], "#lost": sides[1] });
  spec.width = Math.max(120, width - 30 - 6.6 * longest - (rows.some((row) => row.said) ? 50 : 0));
  spec.height = labels.reduce((sum, label) => sum + Math.max(LINE, 15 * label.split("|").length + 10), 0);
  spec.datasets = { rows };
  return spec;
}

export function clearChart(box) {
  const held = views.get(box.id);
  if (held) held.finalize();
  views.delete(box.id);
  box.replaceChildren();
}

// Draw a chart into its box; the picture is one image to a screen reader, and its sentence is what it says.
export async function draw(box, kind, shape, chart) {
  const width = Math.floor(box.getBoundingClientRect().width);
  if (!chart.rows.length || width < 50) {
    clearChart(box);
    return;
  }
  const spec = (kind === "fan" ? fanSpec : rowsSpec)(shape, chart, width);
  const inner = make("div", {});
  const held = await window.vegaEmbed(inner, spec, {
    mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false,
  });
  const svg = inner.querySelector("svg");
  for (const element of [svg, ...svg.querySelectorAll("*")]) {
    for (const name of ["role", "aria-roledescription", "aria-label", "tabindex", "aria-hidden"]) element.removeAttribute(name);
  }
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const before = views.get(box.id);
  if (before) before.finalize();
  views.set(box.id, held);
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", chart.sentence);
  box.replaceChildren(svg);
}

// A small band: from 5 % to 95 %, the median, and where nothing changes.
export function bandGlyph(band) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 200 26");
  svg.setAttribute("aria-hidden", "true");
  if (band.low === null || band.high === null) return svg;
  const low = Math.min(0, band.low);
  const span = Math.max(0, band.high) - low || 1;
  const at = (value) => 8 + (184 * (value - low)) / span;
  const line = (x1, y1, x2, y2, colour, width) => {
    const element = document.createElementNS(space, "line");
    for (const [name, value] of Object.entries({ x1, y1, x2, y2, stroke: colour, "stroke-width": width })) element.setAttribute(name, value);
    svg.append(element);
  };
  line(at(0), 2, at(0), 24, "#7a858f", 1.5);
  line(at(band.low), 13, at(band.high), 13, "#7fb2d1", 9);
  line(at(band.median), 5, at(band.median), 21, "#1d2329", 3);
  return svg;
}
