// The state of the page and its form in the link. Everything is in the hash, which no browser sends to a server; a
// user's own numbers are in it only if asked.

export const MOST_SAVED = 6;

export function fresh() {
  return {
    lang: navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en",
    place: "typical-county",
    option: { from: "typical-county-reform", set: {} },
    base: { from: "typical-county", set: {} },
    macro: "",
    who: "zone",
    beliefs: {},
    draws: 200,
    form: {},
    saved: [],
    numbersInLink: false,
  };
}

export const DEFAULT_OPTION = { "typical-county": "typical-county-reform", jimo: "jimo", mine: "all" };

function written(settings) {
  const levers = Object.entries(settings.set).map(([lever, setting]) => {
    const date = setting.date === undefined || setting.date === null ? "" : `@${setting.date}`;
    return `${lever}:${setting.value}${date}`;
  });
  return [settings.from, ...levers].join(";");
}

function read(text, place, page, notes) {
  const [from, ...levers] = text.split(";");
  const starts = page.places.find((one) => one.name === place).starts.map((one) => one.name);
  const found = { from: starts.includes(from) ? from : starts[0], set: {} };
  if (!starts.includes(from)) notes.push(from);
  for (const part of levers) {
    const match = /^([a-z_]+):([^@]+)(?:@(.+))?$/.exec(part);
    const lever = match && page.levers.find((one) => one.name === match[1]);
    if (!lever) {
      notes.push(part);
      continue;
    }
    const value = lever.bands.some((band) => band.name === match[2]) ? match[2] : Number(match[2]);
    const date = match[3] === undefined ? undefined : place === "mine" ? Number(match[3]) : match[3];
    if (typeof value === "number" && !Number.isFinite(value)) notes.push(part);
    else found.set[lever.name] = date === undefined ? { value } : { value, date };
  }
  return found;
}

export function toHash(state) {
  const found = new URLSearchParams();
  found.set("lang", state.lang);
  found.set("place", state.place);
  found.set("option", written(state.option));
  found.set("base", written(state.base));
  if (state.macro) found.set("macro", state.macro);
  if (state.who !== "zone") found.set("who", state.who);
  for (const [name, level] of Object.entries(state.beliefs)) found.set(name, level);
  if (state.draws !== 200) found.set("draws", state.draws);
  for (const one of state.saved) found.append("saved", `${one.name}~${written(one.option)}`);
  if (state.numbersInLink && Object.keys(state.form).length) found.set("form", JSON.stringify(state.form));
  return `#${found}`;
}

export function fromHash(hash, page) {
  const state = fresh();
  const notes = [];
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const known = new Set(["lang", "place", "option", "base", "macro", "who", "draws", "saved", "form"]);
  for (const belief of page.beliefs) known.add(belief.name);
  for (const name of given.keys()) if (!known.has(name)) notes.push(name);
  const pick = (name, allowed) => {
    const value = given.get(name);
    if (value === null) return;
    if (allowed.includes(value)) state[name] = value;
    else notes.push(`${name}=${value}`);
  };
  pick("lang", ["en", "zh"]);
  pick("place", page.places.map((one) => one.name));
  pick("macro", ["", ...page.macros]);
  pick("who", ["zone", "all", "rivals"]);
  const place = page.places.find((one) => one.name === state.place);
  state.option = given.has("option")
    ? read(given.get("option"), state.place, page, notes)
    : { from: DEFAULT_OPTION[state.place], set: {} };
  state.base = given.has("base") ? read(given.get("base"), state.place, page, notes) : { from: place.starts[0].name, set: {} };
  for (const belief of page.beliefs) {
    const level = given.get(belief.name);
    if (level === null) continue;
    if (level in belief.levels) state.beliefs[belief.name] = level;
    else notes.push(`${belief.name}=${level}`);
  }
  if (given.has("draws")) {
    const draws = Number(given.get("draws"));
    if (Number.isInteger(draws) && draws >= 4 && draws <= 400) state.draws = draws;
    else notes.push(`draws=${given.get("draws")}`);
  }
  for (const one of given.getAll("saved").slice(0, MOST_SAVED)) {
    const at = one.indexOf("~");
    if (at > 0) state.saved.push({ name: one.slice(0, at).slice(0, 60), option: read(one.slice(at + 1), state.place, page, notes) });
    else notes.push(one);
  }
  if (given.has("form")) {
    try {
      const form = JSON.parse(given.get("form"));
      if (form && typeof form === "object" && !Array.isArray(form)) {
        for (const [name, value] of Object.entries(form)) {
          if (page.form.some((field) => field.name === name)) state.form[name] = value;
          else notes.push(name);
        }
        state.numbersInLink = true;
      }
    } catch {
      notes.push("form");
    }
  }
  return { state, notes };
}

// What a request for a comparison carries.
export function asked(state, option = state.option) {
  const found = {
    place: state.place, option, base: state.base, macro: state.macro, who: state.who, beliefs: state.beliefs,
    draws: state.draws, seed: 1, lang: state.lang,
  };
  if (state.place === "mine" && Object.keys(state.form).length) found.form = state.form;
  return found;
}
