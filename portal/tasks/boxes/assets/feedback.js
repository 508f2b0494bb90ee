/** Boxes: yours in blue, the reference in dashed gold with a dark edge, each object under its number. */

import { el, onceAFrame, svg } from "../../js/workbench/parts.js";
import { legend, numbered } from "../../js/workbench/verdict.js";
import { chip, chipSize, outline } from "./scene.js";
import { zoomTo } from "./geometry.js";

const KEYS = [
  { keys: ["[", "]"], shown: 2, words: "key_objects", command: "walk" },
  { keys: ["z"], words: "key_zoom_to", command: "zoom" },
  { keys: ["0"], words: "key_fit", command: "fit" },
  { keys: ["h"], words: "key_hide", command: "hide" },
];

/** Draws into `place`. The account of the slips stands beside it and is not made here. */
export function show(place, task, item, result, host) {
  return new BoxFeedback(place, item, result, host);
}

class BoxFeedback {
  constructor(place, item, result, host) {
    Object.assign(this, { host, item });
    const { width, height, image, alt } = item.input;
    this.size = { width, height };
    this.objects = numbered(result);
    this.picked = this.zoomedTo = null;
    this.hidden = false;
    this.layer = svg("g", {});
    this.picture = svg("svg", { class: "boxes-picture", role: "img", "aria-label": alt ?? "", viewBox: `0 0 ${width} ${height}` },
      svg("image", { href: image, width, height }), this.layer);
    this.whole = el("button", { type: "button", class: "button quiet small whole", hidden: true, text: host.say("whole_picture"), onclick: () => this.zoom(null) });
    const figure = el("figure", { class: "feedback-figure boxes-figure" },
      el("div", { class: "boxes-window" }, this.picture, this.whole), legend(host.say));
    this.redraw = onceAFrame(() => this.draw());
    place.replaceChildren(figure);
    this.resize = new ResizeObserver(this.redraw);
    this.resize.observe(this.picture);
    this.redraw();
    this.keys = KEYS;
  }

  pick(number) {
    this.picked = number;
    this.redraw();
  }

  go(number) {
    this.zoom(this.zoomedTo === number ? null : number);
  }

  /** Shows one object large, or the whole picture for null. */
  zoom(number) {
    this.zoomedTo = number;
    this.whole.hidden = number === null;
    this.redraw();
    return true;
  }

  command(name, { name: key } = {}) {
    const shown = this.objects;
    if (name === "hide") this.hidden = !this.hidden;
    else if (name === "fit") return this.zoom(null);
    else if (!shown.length) return false;
    else if (name === "zoom") return this.zoom(this.zoomedTo === null ? this.picked ?? shown[0].number : null);
    else {
      const at = shown.findIndex(({ number }) => number === this.picked);
      const by = key === "]" ? 1 : -1;
      const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
      this.picked = shown[next].number;
      if (this.zoomedTo !== null) this.zoomedTo = this.picked;
      this.host.announce?.(shown[next].say);
    }
    this.redraw();
    return true;
  }

  draw() {
    const { width, height } = this.size;
    const shown = this.picture.clientWidth || width;
    const stage = { width: shown, height: (shown * height) / width };
    const object = this.objects.find(({ number }) => number === this.zoomedTo);
    const seen = object ? zoomTo(hull(object), stage, this.size) : { x: 0, y: 0, k: shown / width };
    this.picture.setAttribute("viewBox", `${seen.x} ${seen.y} ${stage.width / seen.k} ${stage.height / seen.k}`);
    const tags = this.tags(seen.k);
    const nodes = this.hidden ? [] : this.objects.map((one) => this.drawObject(one, seen, tags.get(one.number)));
    this.layer.replaceChildren(...nodes.sort((a, b) => Number(a.classList.contains("is-picked")) - Number(b.classList.contains("is-picked"))));
  }

  /** What stands on each object's tag: number and slip where there is room beside its neighbours, else the number. */
  tags(k) {
    const placed = [];
    const found = new Map();
    const picked = (one) => Number(one.number === this.picked);
    for (const one of [...this.objects].sort((a, b) => picked(b) - picked(a))) {
      const [x, y] = (one.yours ?? one.gold).box;
      const spot = (text) => [x * k, y * k, ...chipSize(text)];
      const long = `${one.number} ${this.host.say(`tag_${one.tag}`)}`;
      const fits = one.tag !== "right" && !placed.some((other) => meet(other, spot(long)));
      const text = fits || picked(one) ? long : String(one.number);
      placed.push(spot(text));
      found.set(one.number, text);
    }
    return found;
  }

  drawObject({ tag, yours, gold, number }, seen, text) {
    const name = `is-${tag} ${number === this.picked ? "is-picked" : ""}`;
    const corner = (yours ?? gold).box;
    return svg("g", { class: `graded ${name}` },
      yours ? outline(yours.box, "yours") : null,
      gold ? outline(gold.box, "gold") : null,
      chip(text, corner, seen.k, seen.y, `tagged is-${tag}`));
  }

  set() {}

  destroy() {
    this.resize.disconnect();
    this.redraw.stop();
  }
}

function meet([ax, ay, aw, ah], [bx, by, bw, bh]) {
  return ax < bx + bw && bx < ax + aw && ay < by + bh && by < ay + ah;
}

/** The box around both, as [x, y, width, height]. */
function hull({ yours, gold }) {
  const boxes = [yours, gold].filter(Boolean).map(({ box }) => box);
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , width]) => x + width));
  const bottom = Math.max(...boxes.map(([, y, , height]) => y + height));
  return [left, top, right - left, bottom - top];
}
