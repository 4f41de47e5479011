// Small things that every part of the page uses: elements, words, requests and files.

let words = {};
let language = 0;

export function setWords(given) { words = given; }
export function setLanguage(lang) { language = lang === "zh" ? 1 : 0; }
export function both(texts) { return texts[language]; }
export function say(name, values = {}) {
  const text = words[name] ? words[name][language] : name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name in element && name !== "list" && typeof value !== "string") element[name] = value;
    else if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function byId(name) { return document.getElementById(name); }

export function table(heads, rows, caption) {
  const number = (at) => (heads[at].number ? { class: "n" } : {});
  const head = make("tr", {}, ...heads.map((one, at) => make("th", { scope: "col", ...number(at) }, one.text)));
  const body = rows.map((row) => (row.nodeType ? row : make("tr", {}, ...row.map((cell, at) => (at === 0
    ? make("th", { scope: "row" }, cell) : make("td", number(at), cell))))));
  return make("table", {}, caption ? make("caption", {}, caption) : null, make("thead", {}, head), make("tbody", {}, ...body));
}

export async function post(address, content, signal) {
  return fetch(address, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(content), signal,
  });
}

// Calls `each` with every line of a stream as soon as it is there.
export async function readLines(response, each) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    rest += value;
    const lines = rest.split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) each(JSON.parse(line));
  }
}

export async function save(response) {
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") || "");
  const address = URL.createObjectURL(await response.blob());
  const link = make("a", { href: address, download: name ? name[1] : "zonereform" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
