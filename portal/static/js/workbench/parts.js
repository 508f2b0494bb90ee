/** Pieces the workbench, the widgets and the feedback are made of. They hold no words of their own. */

const SVG = "http://www.w3.org/2000/svg";
const CAPS = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Arrows: "← ↑ ↓ →",
  Enter: "↵", Escape: "Esc", Delete: "Del", Space: "␣",
};

/** A new element: `on…` props become listeners, `text` its text, false and null are left out. */
export function el(name, props = {}, ...children) {
  return dress(document.createElement(name), props, children);
}

export function svg(name, props = {}, ...children) {
  return dress(document.createElementNS(SVG, name), props, children);
}

function dress(node, props, children) {
  for (const [key, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (key === "text") node.textContent = value;
    else if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child != null));
  return node;
}

/** The element a template marked with data-part, or null. */
export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/** A function that finds a message by its id and fills in its {facts}. */
export function speaker(words) {
  return (id, facts = {}) =>
    (words[id] ?? id).replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** Key caps for "Shift+1" or "Alt+Arrows". */
export function keycaps(name) {
  const keys = name === "+" ? ["+"] : name.split("+");
  const shown = keys.map((key) => CAPS[key] ?? (key.length === 1 ? key.toUpperCase() : key));
  return el("kbd", { text: shown.join(" ") });
}

/** One letter for each label, as Map from id: the first of its name that no earlier label has taken. */
export function letters(labels) {
  const taken = new Set();
  const found = new Map();
  for (const label of labels) {
    const marks = [...label.name.toLocaleUpperCase()].filter((mark) => /[\p{L}\p{N}]/u.test(mark));
    const letter = marks.find((mark) => !taken.has(mark)) ?? String(labels.indexOf(label) + 1);
    taken.add(letter);
    found.set(label.id, letter);
  }
  return found;
}

/** What is shown of one label: its place, name, letter and the class that gives colour and pattern. */
export function labelLook(labels) {
  const marks = letters(labels);
  const looks = new Map(
    labels.map((label, at) => [
      label.id,
      { name: label.name, letter: marks.get(label.id), hue: `hue-${(at % 9) + 1}` },
    ]),
  );
  return (id) => looks.get(id) ?? { name: String(id), letter: "?", hue: "hue-9" };
}

/** The coloured letter tag of a label; the name stands beside it, so it says nothing to a screen reader. */
export function tag(look) {
  return el("span", { class: `mark-tag ${look.hue}`, "aria-hidden": "true", text: look.letter });
}

/** The sign on buttons that show an object large: drawn, since few fonts have one. */
export function target() {
  return svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" },
    svg("circle", { cx: 10, cy: 10, r: 5.5 }), svg("path", { d: "M10 1v6M10 13v6M1 10h6M13 10h6" }));
}

/** Calls back in time with the next picture, once however often it is asked. */
export function onceAFrame(callback) {
  let waiting = 0;
  const ask = () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      callback();
    });
  };
  ask.stop = () => cancelAnimationFrame(waiting);
  return ask;
}

export function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
