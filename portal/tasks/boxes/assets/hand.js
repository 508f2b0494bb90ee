/** Mouse, pen and fingers on the stage, turned into what the widget can do. */

import { contains, dragHandle, fromCorners, handleAt, moveBox, onEdge, pan, toPicture, under, zoomAt } from "./geometry.js";

const CLICK_PX = 4;

export class Hand {
  constructor(stage, widget) {
    Object.assign(this, { stage, widget });
    this.pointers = new Map();
    this.act = null;
    this.at = null;
    this.space = false;
    this.stop = new AbortController();
    const listen = (target, kind, callback, options = {}) =>
      target.addEventListener(kind, callback, { signal: this.stop.signal, ...options });
    listen(stage, "pointerdown", (event) => this.down(event));
    listen(stage, "pointermove", (event) => this.move(event));
    listen(stage, "pointerup", (event) => this.up(event));
    listen(stage, "pointercancel", (event) => this.cancel(event));
    listen(stage, "pointerleave", () => {
      this.at = null;
      widget.hover(null);
    });
    listen(stage, "wheel", (event) => this.wheel(event), { passive: false });
    listen(stage, "contextmenu", (event) => this.act && event.preventDefault());
    listen(document, "keyup", (event) => event.key === " " && this.hold(false));
    listen(window, "blur", () => this.hold(false));
  }

  place(event) {
    const frame = this.stage.getBoundingClientRect();
    return { x: event.clientX - frame.left - this.stage.clientLeft, y: event.clientY - frame.top - this.stage.clientTop };
  }

  hold(on) {
    this.space = on;
    this.stage.classList.toggle("is-grabbing", on);
  }

  wheel(event) {
    event.preventDefault();
    const { x, y } = this.place(event);
    const speed = event.ctrlKey ? 0.01 : 0.0016;
    const pixels = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
    this.widget.look((view, stage, size) => zoomAt(view, Math.exp(-pixels * speed), x, y, stage, size));
  }

  down(event) {
    const { widget } = this;
    const spot = this.place(event);
    this.pointers.set(event.pointerId, spot);
    this.stage.focus({ preventScroll: true });
    if (event.pointerType === "touch" && this.pointers.size === 2) return this.beginPinch();
    if (event.button === 1 || this.space) this.act = { kind: "pan", spot };
    else if (event.button === 0 && this.pointers.size === 1) this.act = this.begin(event, spot);
    else return undefined;
    this.stage.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (this.act?.touch) widget.loupe(this.act.kind === "tap" ? null : toPicture(widget.view, spot.x, spot.y), spot);
    return undefined;
  }

  /** What this press begins: placing a corner, a handle, a move, or a new box. */
  begin(event, spot) {
    const { widget } = this;
    const touch = event.pointerType === "touch";
    const point = toPicture(widget.view, spot.x, spot.y);
    const base = { spot, point, touch, moved: false };
    if (widget.host.locked) return { ...base, kind: "look" };
    if (widget.placing) return { ...base, kind: "aim" };
    const { selected } = widget;
    const reach = (touch ? 22 : 9) / widget.view.k;
    if (selected && !widget.hidden) {
      const small = Math.min(selected.box[2], selected.box[3]) * widget.view.k < (touch ? 60 : 24);
      const handle = handleAt(selected.box, point, small ? reach / 2 : reach);
      if (handle) return { ...base, kind: "handle", handle, before: selected.box };
      if (contains(selected.box, point)) return { ...base, kind: "move", before: selected.box };
    }
    const edge = widget.hidden ? undefined : widget.boxes.find((one) => onEdge(one.box, point, (touch ? 10 : 5) / widget.view.k));
    if (edge) return { ...base, kind: "move", before: edge.box, select: edge };
    return { ...base, kind: "draw" };
  }

  move(event) {
    const { widget } = this;
    const spot = this.place(event);
    this.at = spot;
    const before = this.pointers.get(event.pointerId);
    if (this.act?.kind === "pinch" && before) return this.pinch(event.pointerId, spot);
    const point = toPicture(widget.view, spot.x, spot.y);
    if (!this.act) return event.pointerType === "touch" ? undefined : widget.hover(point, this.cursor(point));
    const { act } = this;
    if (act.kind === "pan") {
      widget.look((view, stage, size) => pan(view, spot.x - act.spot.x, spot.y - act.spot.y, stage, size));
      act.spot = spot;
      return undefined;
    }
    act.moved ||= Math.hypot(spot.x - act.spot.x, spot.y - act.spot.y) > CLICK_PX;
    if (act.touch && act.kind !== "look") widget.loupe(point, spot);
    if (act.kind === "aim") return widget.aim(point);
    if (!act.moved) return undefined;
    const { size } = widget;
    if (act.kind === "draw") widget.sketch(fromCorners(act.point, point, size));
    if (act.select) widget.select(act.select);
    if (act.kind === "handle") widget.reshape(dragHandle(act.before, act.handle, point, size));
    if (act.kind === "move") widget.reshape(moveBox(act.before, point.x - act.point.x, point.y - act.point.y, size));
    return undefined;
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    const { act, widget } = this;
    if (!act || (act.kind === "pinch" && this.pointers.size)) return;
    this.act = null;
    widget.loupe(null);
    const spot = this.place(event);
    const point = toPicture(widget.view, spot.x, spot.y);
    if (act.kind === "aim") {
      widget.aim(point);
      widget.corner({ drag: act.moved && !act.touch ? act.point : null });
    } else if (act.kind === "draw" && act.moved) widget.finishSketch();
    else if (["handle", "move"].includes(act.kind) && act.moved) widget.commit();
    else if (["draw", "move", "handle"].includes(act.kind)) this.click(point);
  }

  /** A press without a drag selects the smallest box there; again, the one around it; beside all, none. */
  click(point) {
    const { widget } = this;
    const hits = under(widget.boxes.map((one) => one.box), point).map((at) => widget.boxes[at]);
    widget.cross = point;
    widget.select(hits.length ? hits[(hits.indexOf(widget.selected) + 1) % hits.length] : null);
  }

  cancel(event) {
    this.pointers.delete(event.pointerId);
    if (!this.act) return;
    this.act = null;
    this.widget.loupe(null);
    this.widget.dropSketch();
  }

  beginPinch() {
    this.widget.loupe(null);
    this.widget.dropSketch();
    this.act = { kind: "pinch" };
  }

  pinch(id, spot) {
    const [a, b] = [...this.pointers.entries()];
    const other = (a[0] === id ? b : a)?.[1];
    const old = this.pointers.get(id);
    this.pointers.set(id, spot);
    if (!other) return;
    const gap = (one) => Math.max(20, Math.hypot(one.x - other.x, one.y - other.y));
    const [x, y] = [(spot.x + other.x) / 2, (spot.y + other.y) / 2];
    this.widget.look((view, stage, size) => {
      const moved = pan(view, (spot.x - old.x) / 2, (spot.y - old.y) / 2, stage, size);
      return zoomAt(moved, gap(spot) / gap(old), x, y, stage, size);
    });
  }

  cursor(point) {
    const { selected, view, hidden, placing, host } = this.widget;
    if (this.space) return "grab";
    if (host.locked) return "default";
    if (!selected || hidden || placing) return "crosshair";
    const handle = handleAt(selected.box, point, 9 / view.k);
    if (handle) return `${handle}-resize`;
    return contains(selected.box, point) ? "move" : "crosshair";
  }

  destroy() {
    this.stop.abort();
  }
}
