/** Spans: words of a text marked with labels, by mouse, touch or keys; nested and overlapping as needed. */

import { labelKeys, refill, wireLabels } from "../../js/workbench/objects.js";
import { el, labelLook, onceAFrame, part, tag } from "../../js/workbench/parts.js";
import { drawMarks, drawPlain, offsetAt, rectsOf } from "./layer.js";
import { Places, toAnswer, toUnits } from "./offsets.js";
import { summary } from "./summary.js";

export const itemWord = "text";
export const describe = summary;

const TAP_PX = 10;
const KEYS = [
  { keys: ["Arrows"], words: "key_word", command: "move" },
  { keys: ["Home"], command: "move" },
  { keys: ["End"], command: "move" },
  { keys: ["Shift+Arrows"], words: "key_extend", command: "extend" },
  { keys: ["Shift+Home"], command: "extend" },
  { keys: ["Shift+End"], command: "extend" },
  { keys: ["Alt+ArrowLeft", "Alt+ArrowRight"], shown: 2, words: "key_end_edge", command: "edge", data: "end" },
  { keys: ["Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight"], shown: 2, words: "key_start_edge", command: "edge", data: "start" },
  { keys: ["[", "]"], shown: 2, words: "key_objects", command: "walk" },
  { keys: ["Delete"], words: "key_remove", command: "remove" },
  { keys: ["x"], words: "key_nothing", command: "nothing" },
  { keys: ["Escape"], words: "key_escape", command: "escape" },
];

export function mount(root, task, item, answer, host) {
  return new Spans(root, task, item, answer, host);
}

class Spans {
  constructor(root, task, item, answer, host) {
    Object.assign(this, { root, task, item, host });
    this.text = part(root, "text");
    this.sheet = part(root, "sheet");
    this.text.textContent = item.input.text;
    this.text.dir = item.input.dir ?? "auto";
    this.places = new Places(item.input.text, this.text.lang);
    this.look = labelLook(task.labels);
    this.keys = [...labelKeys(task.labels), { keys: ["Enter"], command: "accept" }, ...KEYS];
    this.nothing = part(root, "nothing");
    this.nothing.disabled = host.locked;
    this.selected = null;
    this.pending = null;
    this.armed = null;
    this.caret = null;
    this.showActive = wireLabels(part(root, "labels"), this.look, { locked: host.locked, pick: (id) => this.label(id) });
    this.redraw = onceAFrame(() => this.draw());
    this.set(answer);
    this.wire();
  }

  // ---- state ----

  set(answer) {
    const was = this.selected;
    this.spans = toUnits(this.places, answer?.spans ?? []);
    this.empty = answer !== null && this.spans.length === 0;
    // Undoing a moved edge or another label keeps the span in hand.
    const alike = (span) => was && (span.start === was.start) + (span.end === was.end) + (span.label === was.label);
    this.selected = this.spans.find((span) => alike(span) === 3) ?? this.spans.find((span) => alike(span) === 2) ?? null;
    this.pending = null;
    this.redraw();
  }

  report(options) {
    this.dropTwins();
    const spans = toAnswer(this.places, this.spans);
    this.empty = this.empty && !spans.length;
    this.host.change(spans.length || this.empty ? { spans } : null, options);
    this.redraw();
  }

  /** Editing can turn one span into the twin of another; the one in hand stays. */
  dropTwins() {
    const kept = new Map(this.spans.map((span) => [`${span.start}:${span.end}:${span.label}`, span]));
    const mine = this.selected && this.spans.includes(this.selected) ? this.selected : null;
    if (mine) kept.set(`${mine.start}:${mine.end}:${mine.label}`, mine);
    this.spans = [...kept.values()];
  }

  quote({ start, end }) {
    return this.item.input.text.slice(start, end);
  }

  /** Gives a label: to the pending words, else to the selected span, else to the word under the caret. */
  label(id) {
    if (this.host.locked) return false;
    const target = this.pending ?? (this.selected ? null : this.caretRange());
    if (target) this.add(target, id);
    else if (this.selected) this.relabel(this.selected, id);
    else {
      this.armed = this.armed === id ? null : id;
      this.redraw();
    }
    return true;
  }

  add({ start, end }, label) {
    const twin = this.spans.find((span) => span.start === start && span.end === end && span.label === label);
    this.selected = twin ?? { start, end, label };
    this.pending = null;
    if (twin) {
      this.host.announce(this.host.say("already_marked"));
      this.redraw();
      return;
    }
    this.spans.push(this.selected);
    this.lastLabel = label;
    this.host.announce(this.host.say("span_as", { text: this.quote({ start, end }), label: this.look(label).name }));
    this.report();
  }

  relabel(span, label) {
    span.label = label;
    this.host.announce(this.host.say("span_as", { text: this.quote(span), label: this.look(label).name }));
    this.report();
  }

  remove(span = this.selected) {
    if (!span || this.host.locked) return false;
    this.spans = this.spans.filter((one) => one !== span);
    if (this.selected === span) this.selected = null;
    this.host.announce(this.host.say("removed"));
    this.report();
    return true;
  }

  /** Moves one edge by a grapheme, of the pending words or the selected span. */
  nudge(edge, by, target = this.pending ?? this.selected) {
    if (!target || this.host.locked) return false;
    const moved = this.places.step(target[edge], by);
    if (edge === "start" ? moved >= target.end : moved <= target.start) return true;
    target[edge] = moved;
    this.host.announce(this.quote(target));
    if (target === this.pending) this.redraw();
    else this.report({ merge: `edge-${edge}` });
    return true;
  }

  markNothing() {
    if (this.host.locked) return false;
    if (this.spans.length) {
      this.host.announce(this.host.say("nothing_but_marked"));
      return true;
    }
    this.empty = !this.empty;
    this.report();
    return true;
  }

  // ---- keys ----

  command(name, { name: key, data } = {}) {
    const pressed = key?.split("+").at(-1);
    switch (name) {
      case "move": return this.move(pressed, false);
      case "extend": return this.move(pressed, true);
      case "label": return this.label(data);
      case "edge": return this.nudge(data, this.forward(pressed) ? 1 : -1);
      case "accept": return this.accept();
      case "remove": return this.remove();
      case "nothing": return this.markNothing();
      case "walk": return this.walk(pressed === "]" ? 1 : -1);
      case "escape": return this.escape();
      default: return false;
    }
  }

  forward(key) {
    const rtl = getComputedStyle(this.text).direction === "rtl";
    return key === (rtl ? "ArrowLeft" : "ArrowRight");
  }

  caretRange() {
    return this.caret === null ? null : this.places.words[this.caret];
  }

  move(key, extend) {
    const { words } = this.places;
    if (!words.length) return false;
    const from = this.caret ?? (this.selected ? this.places.wordAt(this.selected.start) : -1);
    const to = this.target(key, from);
    if (extend) {
      this.anchor ??= Math.max(from, 0);
      this.caret = from < 0 ? 0 : to;
      const [a, b] = [words[this.anchor], words[this.caret]];
      this.pending = { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
    } else {
      this.caret = from < 0 ? 0 : to;
      this.anchor = null;
      this.pending = null;
    }
    this.selected = null;
    this.tellCaret();
    this.redraw();
    return true;
  }

  target(key, from) {
    const last = this.places.words.length - 1;
    if (key === "Home") return 0;
    if (key === "End") return last;
    if (key === "ArrowUp" || key === "ArrowDown") return this.lineStep(Math.max(from, 0), key === "ArrowUp" ? -1 : 1);
    return Math.min(last, Math.max(0, from + (this.forward(key) ? 1 : -1)));
  }

  /** The word above or below: the nearest one on the next line. */
  lineStep(from, by) {
    const rects = this.places.words.map(({ start, end }) => rectsOf(this.text.firstChild, start, end, this.sheet)[0]);
    const here = rects[from];
    const middle = (here.left + here.right) / 2;
    const gap = (rect) => (rect.top - here.top) * by;
    const lines = rects.filter((rect) => rect && gap(rect) > 4).map(gap);
    if (!lines.length) return from;
    const next = Math.min(...lines);
    let best = from;
    let distance = Infinity;
    for (const [at, rect] of rects.entries()) {
      if (!rect || Math.abs(gap(rect) - next) > 4) continue;
      const off = Math.abs((rect.left + rect.right) / 2 - middle);
      if (off < distance) [best, distance] = [at, off];
    }
    return best;
  }

  tellCaret() {
    const range = this.pending ?? this.caretRange();
    const inside = this.spans.filter((span) => span.start < range.end && range.start < span.end);
    const names = inside.map((span) => this.look(span.label).name).join(", ");
    const words = this.quote(range);
    this.host.announce(names ? this.host.say("word_in", { text: words, labels: names }) : words);
  }

  accept() {
    if (!this.pending) return false;
    return this.label(this.armed ?? this.lastLabel ?? this.task.labels[0].id);
  }

  escape() {
    if (!this.pending && !this.selected && this.armed === null && this.caret === null) return false;
    if (this.pending || this.selected) this.pending = this.selected = null;
    else this.armed = this.caret = null;
    this.anchor = null;
    this.redraw();
    return true;
  }

  walk(by) {
    const sorted = this.sorted();
    if (!sorted.length) return false;
    const at = sorted.indexOf(this.selected);
    const next = at < 0 ? (by > 0 ? 0 : sorted.length - 1) : (at + by + sorted.length) % sorted.length;
    this.select(sorted[next]);
    return true;
  }

  select(span) {
    this.selected = span;
    this.pending = null;
    this.caret = null;
    if (span) this.host.announce(this.host.say("span_as", { text: this.quote(span), label: this.look(span.label).name }));
    this.redraw();
  }

  sorted() {
    return [...this.spans].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  // ---- pointers ----

  wire() {
    const stop = new AbortController();
    this.stop = stop;
    const listen = (target, kind, callback) => target.addEventListener(kind, callback, { signal: stop.signal });
    this.nothing.addEventListener("click", () => this.markNothing());
    part(this.root, "clear").addEventListener("click", () => this.escape());
    this.resize = new ResizeObserver(() => this.redraw());
    this.resize.observe(this.text);
    document.fonts?.ready.then(() => this.redraw());
    if (this.host.locked) return;
    listen(this.sheet, "pointerdown", (event) => {
      this.down = { x: event.clientX, y: event.clientY };
      this.sheet.classList.toggle("is-touched", event.pointerType === "touch");
    });
    listen(document, "pointerup", (event) => this.down && event.pointerType !== "touch" && setTimeout(() => this.takeSelection(event)));
    listen(this.sheet, "click", (event) => event.pointerType === "touch" && this.tap(event));
    listen(document, "pointercancel", () => (this.down = null));
  }

  /** What the mouse selected, or the word or span it clicked on. */
  takeSelection(event) {
    const moved = this.down && Math.hypot(event.clientX - this.down.x, event.clientY - this.down.y) > 3;
    this.down = null;
    const selection = getSelection();
    const node = this.text.firstChild;
    if (!selection.isCollapsed && selection.containsNode(node, true)) {
      const range = selection.getRangeAt(0);
      const start = range.startContainer === node ? range.startOffset : 0;
      const end = range.endContainer === node ? range.endOffset : node.length;
      selection.removeAllRanges();
      const tidy = this.places.tidy(start, end);
      if (tidy) return this.choose(tidy);
    }
    if (!moved) this.click(offsetAt(node, event.clientX, event.clientY));
    return undefined;
  }

  choose(range) {
    this.selected = null;
    this.caret = null;
    this.pending = range;
    if (this.armed !== null) this.add(range, this.armed);
    else this.redraw();
  }

  /** A click selects the shortest span there; clicking again goes to the one around it. */
  click(unit) {
    if (unit === null) return this.select(null);
    const here = this.spansAt(unit);
    if (here.length) return this.select(here[(here.indexOf(this.selected) + 1) % here.length]);
    this.select(null);
    this.caret = this.places.wordAt(unit);
    this.redraw();
    return undefined;
  }

  spansAt(unit) {
    return this.spans.filter(({ start, end }) => start <= unit && unit < end).sort((a, b) => a.end - a.start - (b.end - b.start));
  }

  /** Touch: the first tap takes a word, the next one stretches to another; a tap on a span selects it first. */
  tap(event) {
    if (!this.down || Math.hypot(event.clientX - this.down.x, event.clientY - this.down.y) > TAP_PX) return;
    const unit = offsetAt(this.text.firstChild, event.clientX, event.clientY);
    if (unit === null) return;
    const word = this.places.words[this.places.wordAt(unit)];
    if (!word) return;
    const [span] = this.spansAt(Math.min(unit, word.end - 1));
    if (this.pending) {
      if (word.start < this.pending.start) this.pending.start = word.start;
      else this.pending.end = word.end;
    } else if (span && this.selected !== span) {
      this.select(span);
      return;
    } else {
      this.selected = null;
      this.pending = { ...word };
    }
    this.caret = null;
    this.host.announce(this.quote(this.pending));
    this.redraw();
  }

  grip(target, edge, at) {
    const node = el("div", { class: `grip is-${edge}` });
    Object.assign(node.style, { left: `${at.x}px`, top: `${at.y}px` });
    node.addEventListener("pointerdown", (down) => {
      down.preventDefault();
      down.stopPropagation();
      const layer = part(this.root, "grips");
      layer.setPointerCapture(down.pointerId);
      const stop = new AbortController();
      const options = { signal: stop.signal };
      layer.addEventListener("pointermove", (event) => this.drag(target, edge, event), options);
      for (const kind of ["pointerup", "pointercancel"]) {
        layer.addEventListener(kind, () => {
          stop.abort();
          if (target !== this.pending) this.report();
        }, options);
      }
    });
    return node;
  }

  drag(target, edge, { clientX, clientY, pointerType }) {
    const lift = pointerType === "touch" ? 26 : 14;
    const unit = offsetAt(this.text.firstChild, clientX, clientY - lift);
    if (unit === null) return;
    const snapped = this.places.edgeBefore(unit);
    if (edge === "start" ? snapped >= target.end : snapped <= target.start) return;
    target[edge] = snapped;
    this.redraw();
  }

  // ---- drawing ----

  draw() {
    const layer = part(this.root, "layer");
    const marks = this.sorted().map((span) => ({
      ...span, ...this.look(span.label), classes: span === this.selected ? "is-selected" : "",
    }));
    drawMarks(this.text, layer, marks);
    if (this.pending) drawPlain(this.text, layer, this.pending, "pending");
    else if (this.caret !== null && !this.selected) drawPlain(this.text, layer, this.caretRange(), "caret");
    this.drawGrips();
    this.drawList();
    this.showActive(this.selected && !this.pending ? this.selected.label : this.armed);
    this.nothing.setAttribute("aria-pressed", String(this.empty));
    const bar = part(this.root, "pending");
    bar.hidden = !this.pending;
    if (this.pending) part(bar, "pending-text").textContent = this.host.say("selected_text", { text: this.quote(this.pending) });
  }

  drawGrips() {
    const layer = part(this.root, "grips");
    const target = this.pending ?? this.selected;
    if (!target || this.host.locked) return layer.replaceChildren();
    const rects = rectsOf(this.text.firstChild, target.start, target.end, layer);
    if (!rects.length) return undefined;
    const rtl = getComputedStyle(this.text).direction === "rtl";
    const [first, last] = [rects[0], rects.at(-1)];
    const start = { x: rtl ? first.right : first.left, y: first.bottom };
    const end = { x: rtl ? last.left : last.right, y: last.bottom };
    return layer.replaceChildren(this.grip(target, "start", start), this.grip(target, "end", end));
  }

  drawList() {
    const rows = this.sorted().map((span, at) => this.row(span, at));
    refill(part(this.root, "list"), rows);
  }

  row(span, at) {
    const { locked } = this.host;
    const look = this.look(span.label);
    const on = span === this.selected;
    const head = el("button", {
      type: "button", class: "object-head", "aria-expanded": String(on), "data-key": `${at}:head`,
      onclick: () => this.select(on ? null : span),
    }, tag(look), el("span", { class: "object-name" }, el("q", { dir: "auto", text: this.quote(span) }), el("small", { text: look.name })));
    return el("li", { class: on ? "is-selected" : "" }, head, on && !locked ? this.editor(span, at) : null);
  }

  editor(span, at) {
    const { say } = this.host;
    const select = el("select", { "aria-label": say("field_label"), "data-key": `${at}:label`, onchange: () => this.relabel(span, select.value) },
      this.task.labels.map((label) => el("option", { value: label.id, selected: label.id === span.label, text: label.name })));
    const nudge = (edge, by, words, shown) =>
      el("button", { type: "button", class: "button quiet small", "aria-label": say(words), "data-key": `${at}:${words}`, text: shown,
        onclick: () => this.nudge(edge, by, span) });
    const pair = (edge, title) => el("div", { class: "nudges", role: "group", "aria-label": say(title) },
      el("span", { "aria-hidden": "true", text: say(title) }),
      nudge(edge, -1, `${edge}_earlier`, "−"), nudge(edge, 1, `${edge}_later`, "+"));
    return el("div", { class: "object-editor" }, select, pair("start", "field_start"), pair("end", "field_end"),
      el("button", { type: "button", class: "button quiet small", "data-key": `${at}:remove`, text: say("remove"), onclick: () => this.remove(span) }));
  }

  destroy() {
    this.stop?.abort();
    this.resize?.disconnect();
    this.redraw.stop();
  }
}
