/** Boxes: drawn, moved and trimmed by mouse, touch, keys or numbers. */

import { labelKeys, wireLabels } from "../../js/workbench/objects.js";
import { labelLook, onceAFrame, part } from "../../js/workbench/parts.js";
import { arrowStep, edgeForArrow, fit, follow, fromCorners, keepInSight, moveBox, moveEdge, pan, round, toBox, zoomAt, zoomTo } from "./geometry.js";
import { Hand } from "./hand.js";
import { drawList } from "./list.js";
import { drawLoupe, drawOverlay } from "./scene.js";
import { summary } from "./summary.js";

export const itemWord = "picture";
export const describe = summary;

const ZOOM_STEP = 1.4;
const PAN_PX = 60;
const KEYS = [
  { keys: ["n"], words: "key_new_box", command: "new" },
  { keys: ["Enter"], words: "key_corner", command: "corner" },
  { keys: ["Arrows"], words: "key_move", command: "arrow" },
  { keys: ["Shift+Arrows"], words: "key_grow", command: "grow" },
  { keys: ["Ctrl+Arrows", "Alt+Shift+Arrows"], shown: 2, words: "key_shrink", command: "shrink" },
  { keys: ["[", "]"], shown: 2, words: "key_objects", command: "walk" },
  { keys: ["Delete"], words: "key_remove", command: "remove" },
  { keys: ["z"], words: "key_zoom_to", command: "zoom" },
  { keys: ["+"], words: "key_zoom_in", command: "in" },
  { keys: ["-"], words: "key_zoom_out", command: "out" },
  { keys: ["0"], words: "key_fit", command: "fit" },
  { keys: ["Alt+Arrows"], words: "key_pan", command: "pan" },
  { keys: ["Space"], words: "key_hand", command: "hand" },
  { keys: ["h"], words: "key_hide", command: "hide" },
  { keys: ["x"], words: "key_nothing", command: "nothing" },
  { keys: ["Escape"], words: "key_escape", command: "escape" },
];
const TAKEN = new Set([..."nzhxsg"]);

export function mount(root, task, item, answer, host) {
  return new Boxes(root, task, item, answer, host);
}

/** Flags with a key each: the first letter of the name that nothing else uses. */
export function flagKeys(flags) {
  const taken = new Set(TAKEN);
  return flags.map((flag) => {
    const key = [...`${flag.name}${flag.id}`.toLowerCase()].find((mark) => /[a-z]/.test(mark) && !taken.has(mark));
    taken.add(key);
    return { ...flag, key };
  });
}

class Boxes {
  constructor(root, task, item, answer, host) {
    Object.assign(this, { root, task, item, host });
    this.stage = part(root, "stage");
    this.image = part(root, "image");
    this.size = { width: item.input.width, height: item.input.height };
    this.image.src = item.input.image;
    this.image.alt = item.input.alt ?? "";
    this.image.width = this.size.width;
    this.image.height = this.size.height;
    this.lookOf = labelLook(task.labels);
    this.flags = flagKeys(task.answer?.flags ?? []);
    this.keys = [
      ...labelKeys(task.labels),
      ...this.flags.filter(({ key }) => key).map(({ id, key }) => ({ keys: [key], command: "flag", data: id })),
      ...KEYS,
    ];
    this.active = task.labels[0].id;
    this.boxes = [];
    this.selected = this.draft = this.cross = this.placing = null;
    this.hidden = this.zoomed = this.hovering = false;
    this.lens = { point: null };
    this.redraw = onceAFrame(() => this.draw());
    this.showActive = wireLabels(part(root, "labels"), this.lookOf, {
      locked: host.locked,
      pick: (id, event) => {
        this.label(id);
        if (event.detail) this.stage.focus({ preventScroll: true });
      },
    });
    this.nothing = part(root, "nothing");
    this.nothing.disabled = host.locked;
    this.wire();
    this.set(answer);
  }

  wire() {
    this.hand = new Hand(this.stage, this);
    this.nothing.addEventListener("click", () => this.markNothing());
    const press = (event) => {
      const name = event.target.closest("[data-do]")?.dataset.do;
      if (name) this.command(name, {});
    };
    this.root.addEventListener("click", press);
    this.host.tools.addEventListener("click", press);
    this.unwire = () => {
      this.root.removeEventListener("click", press);
      this.host.tools.removeEventListener("click", press);
    };
    this.resize = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.stage;
      this.frame = { width, height };
      this.view = this.view && this.zoomed ? keepInSight(this.view, this.frame, this.size) : fit(this.frame, this.size);
      this.redraw();
    });
    this.frame = { width: this.stage.clientWidth || 1, height: this.stage.clientHeight || 1 };
    this.view = fit(this.frame, this.size);
    this.resize.observe(this.stage);
  }

  // ---- state ----

  set(answer) {
    const was = this.selected?.id;
    this.boxes = (answer?.boxes ?? []).map((one) => ({ ...one, flags: [...(one.flags ?? [])] }));
    this.empty = answer !== null && !this.boxes.length;
    this.selected = this.boxes.find(({ id }) => id === was) ?? null;
    this.draft = null;
    this.stale = true;
    this.redraw();
  }

  report(options) {
    this.empty = this.empty && !this.boxes.length;
    const boxes = this.boxes.map(({ id, box, label, flags }) => ({ id, box: [...box], label, flags: [...flags] }));
    this.host.change(boxes.length || this.empty ? { boxes } : null, options);
    this.stale = true;
    this.redraw();
  }

  nameOf(one, at = this.boxes.indexOf(one)) {
    return this.host.say("object_named", { label: this.lookOf(one.label).name, n: at + 1 });
  }

  tell(one = this.selected) {
    const [x, y, width, height] = one.box;
    this.host.announce(this.host.say("box_at", { name: this.nameOf(one), x, y, width, height }));
  }

  add(box) {
    const used = this.boxes.map(({ id }) => Number(/^b(\d+)$/.exec(id)?.[1] ?? 0));
    const one = { id: `b${Math.max(0, ...used) + 1}`, box, label: this.active, flags: [] };
    this.boxes.push(one);
    this.selected = one;
    this.hidden = false;
    this.tell();
    this.report();
  }

  select(one) {
    this.selected = one;
    if (one) {
      this.active = one.label;
      this.tell();
    }
    this.stale = true;
    this.redraw();
  }

  /** New geometry of the selected box while it is being dragged; commit() makes it count. */
  reshape(box) {
    this.selected.box = box;
    this.redraw();
  }

  commit() {
    this.tell();
    this.report();
  }

  change(box, merge) {
    if (!box || this.host.locked) return false;
    this.selected.box = box;
    this.tell();
    this.report({ merge: `${merge}-${this.selected.id}` });
    return true;
  }

  label(id) {
    if (this.host.locked) return false;
    this.active = id;
    if (this.selected && !this.placing) this.relabel(id);
    else this.redraw();
    return true;
  }

  relabel(id) {
    this.active = id;
    if (this.selected.label === id) return;
    this.selected.label = id;
    this.tell();
    this.report();
  }

  toggleFlag(id) {
    const one = this.selected;
    if (!one || this.host.locked) return false;
    one.flags = this.flags.map((flag) => flag.id).filter((flag) => one.flags.includes(flag) !== (flag === id));
    const flag = this.flags.find((known) => known.id === id);
    this.host.announce(this.host.say(one.flags.includes(id) ? "flag_on" : "flag_off", { flag: flag.name }));
    this.report();
    return true;
  }

  setNumber(at, typed) {
    const numbers = [...this.selected.box];
    numbers[at] = typed.trim() === "" ? NaN : Number(typed);
    if (!this.change(toBox(numbers, this.size), "number")) {
      this.stale = true;
      this.redraw();
    }
  }

  nudgeEdge(side, by) {
    return this.change(moveEdge(this.selected.box, side, by, this.size), `edge-${side}`);
  }

  remove() {
    if (!this.selected || this.host.locked) return false;
    const at = this.boxes.indexOf(this.selected);
    this.boxes.splice(at, 1);
    this.selected = null;
    this.host.announce(this.host.say("removed"));
    this.report();
    return true;
  }

  markNothing() {
    if (this.host.locked) return false;
    if (this.boxes.length) {
      this.host.announce(this.host.say("nothing_but_marked"));
      return true;
    }
    this.empty = !this.empty;
    this.report();
    return true;
  }

  // ---- drawing a new box ----

  sketch(box) {
    this.draft = { box, look: this.lookOf(this.active) };
    this.selected = null;
    this.redraw();
  }

  finishSketch() {
    const { draft } = this;
    this.dropSketch();
    if (draft) this.add(draft.box);
  }

  dropSketch() {
    this.draft = null;
    this.redraw();
  }

  /** Starts placing by corners: with the keys from the cross, by touch from the next tap. */
  startPlacing() {
    if (this.host.locked) return false;
    const seen = { x: this.view.x + this.frame.width / this.view.k / 2, y: this.view.y + this.frame.height / this.view.k / 2 };
    this.cross = this.hand.at && this.hovering ? this.cross : this.inSight(this.cross) ?? seen;
    this.aim(this.cross);
    this.placing = { first: null };
    this.selected = null;
    this.stale = true;
    this.stage.focus({ preventScroll: true });
    this.hint("place_first");
    this.redraw();
    return true;
  }

  inSight(point) {
    if (!point) return null;
    const { x, y, k } = this.view;
    const inside = point.x >= x && point.y >= y && point.x <= x + this.frame.width / k && point.y <= y + this.frame.height / k;
    return inside ? point : null;
  }

  aim(point) {
    const { width, height } = this.size;
    this.cross = { x: round(Math.min(Math.max(point.x, 0), width)), y: round(Math.min(Math.max(point.y, 0), height)) };
    if (this.placing?.first) this.draft = { box: fromCorners(this.placing.first, this.cross, this.size), look: this.lookOf(this.active) };
    this.redraw();
  }

  /** Sets a corner at the cross; the second one makes the box. `drag` is where a mouse drag began. */
  corner({ drag = null } = {}) {
    if (!this.placing) return false;
    const first = this.placing.first ?? drag;
    if (!first) {
      this.placing.first = this.cross;
      this.hint("place_second");
      return true;
    }
    const box = fromCorners(first, this.cross, this.size);
    this.stopPlacing();
    this.add(box);
    return true;
  }

  stopPlacing() {
    this.placing = this.draft = null;
    this.hint(null);
    this.redraw();
  }

  hint(id) {
    const place = part(this.root, "hint");
    place.hidden = id === null;
    place.textContent = id === null ? "" : this.host.say(id);
    if (id !== null) this.host.announce(place.textContent);
  }

  hover(point, cursor = "") {
    this.hovering = point !== null;
    if (point && !this.placing) this.cross = point;
    else if (point) this.aim(point);
    this.stage.style.cursor = cursor;
    this.redraw();
  }

  // ---- keys ----

  command(name, { name: key, data } = {}) {
    const arrow = key?.split("+").at(-1);
    switch (name) {
      case "new": return this.startPlacing();
      case "number": return this.addByNumbers();
      case "corner": return this.corner();
      case "arrow": return this.arrow(arrow);
      case "grow": return this.placing ? this.arrow(arrow, 10) : this.pushEdge(arrow, true);
      case "shrink": return this.pushEdge(arrow, false);
      case "label": return this.label(data);
      case "flag": return this.toggleFlag(data);
      case "walk": return this.walk(arrow === "]" ? 1 : -1);
      case "remove": return this.remove();
      case "zoom": return this.zoomToSelected();
      case "in": return this.zoomBy(ZOOM_STEP);
      case "out": return this.zoomBy(1 / ZOOM_STEP);
      case "fit": return this.fitAll();
      case "pan": return this.panBy(arrow);
      case "hand": return this.hand.hold(true) ?? true;
      case "hide": return this.hide();
      case "nothing": return this.markNothing();
      case "escape": return this.escape();
      default: return false;
    }
  }

  arrow(arrow, by = 1) {
    const [dx, dy] = arrowStep(arrow, by);
    if (this.placing) {
      this.aim({ x: this.cross.x + dx, y: this.cross.y + dy });
      this.view = follow(this.view, this.cross, this.frame);
      this.host.announce(this.host.say("cross_at", this.cross));
      return true;
    }
    return this.selected ? this.change(moveBox(this.selected.box, dx, dy, this.size), "move") : false;
  }

  pushEdge(arrow, grow) {
    if (!this.selected) return false;
    const [dx, dy] = arrowStep(arrow);
    return this.nudgeEdge(edgeForArrow(arrow, grow), dx + dy);
  }

  addByNumbers() {
    if (this.host.locked) return false;
    const { width, height } = this.size;
    this.add(toBox([width * 0.4, height * 0.4, width * 0.2, height * 0.2], this.size));
    this.draw();
    this.root.querySelector(`[data-key="${this.selected.id}:field_x"]`)?.focus();
    return true;
  }

  walk(by) {
    if (!this.boxes.length) return false;
    const at = this.boxes.indexOf(this.selected);
    const next = at < 0 ? (by > 0 ? 0 : this.boxes.length - 1) : (at + by + this.boxes.length) % this.boxes.length;
    this.select(this.boxes[next]);
    return true;
  }

  hide() {
    this.hidden = !this.hidden;
    this.host.announce(this.host.say(this.hidden ? "boxes_hidden" : "boxes_shown"));
    this.redraw();
    return true;
  }

  escape() {
    if (this.placing) this.stopPlacing();
    else if (this.selected) this.select(null);
    else return false;
    return true;
  }

  // ---- the view ----

  look(change) {
    this.view = change(this.view, this.frame, this.size);
    this.zoomed = true;
    this.redraw();
    return true;
  }

  /** Zooms at the pointer where it is over the picture, else at the cross or the selected box, else in the middle. */
  zoomBy(factor) {
    const { view, frame, hand, selected, placing } = this;
    const middle = { x: frame.width / 2, y: frame.height / 2 };
    const onStage = (point) => ({ x: (point.x - view.x) * view.k, y: (point.y - view.y) * view.k });
    const [x, y, width, height] = selected?.box ?? [];
    const keyed = placing ? onStage(this.cross) : selected ? onStage({ x: x + width / 2, y: y + height / 2 }) : middle;
    const spot = this.hovering && hand.at ? hand.at : keyed;
    return this.look((now, stage, size) => zoomAt(now, factor, spot.x, spot.y, stage, size));
  }

  fitAll() {
    this.look((view, stage, size) => fit(stage, size));
    this.zoomed = false;
    return true;
  }

  zoomToSelected() {
    const one = this.selected ?? this.boxes.at(-1);
    if (!one) return this.fitAll();
    if (!this.selected) this.select(one);
    return this.look((view, stage, size) => zoomTo(one.box, stage, size));
  }

  panBy(arrow) {
    const [dx, dy] = arrowStep(arrow, -PAN_PX);
    return this.look((view, stage, size) => pan(view, dx, dy, stage, size));
  }

  loupe(point, finger = null) {
    this.lens = { point, finger };
    this.redraw();
  }

  draw() {
    const { view, image } = this;
    image.style.transform = `translate(${-view.x * view.k}px, ${-view.y * view.k}px) scale(${view.k})`;
    image.classList.toggle("is-close", view.k > 3);
    const percent = part(this.host.tools, "percent");
    if (percent) percent.textContent = this.host.say("percent", { n: Math.round(view.k * 100) });
    const boxes = this.boxes.map((one, at) => {
      const look = this.lookOf(one.label);
      const selected = one === this.selected;
      return { box: one.box, look, selected, title: selected ? this.nameOf(one, at) : `${look.letter}${at + 1}` };
    });
    const aiming = this.placing || (this.hovering && !this.host.locked && !this.hand.act);
    drawOverlay(part(this.root, "overlay"), {
      view, stage: this.frame, size: this.size, boxes, draft: this.draft, hidden: this.hidden, cross: aiming ? this.cross : null,
    });
    drawLoupe(part(this.root, "loupe"), {
      ...this.lens, view, stage: this.frame, size: this.size, href: this.item.input.image,
      draft: this.draft ?? (this.hand.act?.kind === "handle" && this.selected ? { box: this.selected.box, look: this.lookOf(this.selected.label) } : null),
    });
    this.showActive(this.selected ? this.selected.label : this.active);
    this.nothing.setAttribute("aria-pressed", String(this.empty));
    if (!this.stale) return;
    this.stale = false;
    const list = part(this.root, "list");
    drawList(list, this);
    if (this.selected && !list.contains(document.activeElement)) list.querySelector(".is-selected")?.scrollIntoView({ block: "nearest" });
  }

  destroy() {
    this.hand.destroy();
    this.unwire();
    this.resize.disconnect();
    this.redraw.stop();
  }
}
