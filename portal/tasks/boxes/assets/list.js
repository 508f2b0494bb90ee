/** The list of boxes: an equal editor. Whatever the pointer can do to a box can be done here with fields and buttons. */

import { refill } from "../../js/workbench/objects.js";
import { el, tag } from "../../js/workbench/parts.js";

const FIELDS = ["field_x", "field_y", "field_width", "field_height"];
const EDGES = [
  { side: "left", title: "field_left", steps: [["◂", -1], ["▸", 1]] },
  { side: "top", title: "field_top", steps: [["▴", -1], ["▾", 1]] },
  { side: "right", title: "field_right", steps: [["◂", -1], ["▸", 1]] },
  { side: "bottom", title: "field_bottom", steps: [["▴", -1], ["▾", 1]] },
];

export function drawList(list, widget) {
  refill(list, widget.boxes.map((one, at) => row(widget, one, at)));
}

function row(widget, one, at) {
  const look = widget.lookOf(one.label);
  const on = one === widget.selected;
  const [x, y, width, height] = one.box;
  const head = el("button", {
    type: "button", class: "object-head", "aria-expanded": String(on), "data-key": `${one.id}:head`,
    onclick: () => widget.select(on ? null : one),
  },
  tag(look),
  el("span", { class: "object-name" }, widget.nameOf(one, at),
    el("small", { class: "object-place", text: `${Math.round(x)}, ${Math.round(y)} · ${Math.round(width)} × ${Math.round(height)}` })));
  return el("li", { class: on ? "is-selected" : "" }, head, on && !widget.host.locked ? editor(widget, one) : null);
}

function editor(widget, one) {
  const { say } = widget.host;
  const key = (name) => `${one.id}:${name}`;
  const select = el("select", { "aria-label": say("field_label"), "data-key": key("label"), onchange: () => widget.relabel(select.value) },
    widget.task.labels.map((label) => el("option", { value: label.id, selected: label.id === one.label, text: label.name })));
  const numbers = FIELDS.map((id, at) => {
    const input = el("input", {
      type: "number", step: "any", min: 0, inputmode: "decimal", value: one.box[at], "data-key": key(id),
      onchange: () => widget.setNumber(at, input.value),
    });
    return el("label", {}, el("span", { text: say(id) }), input);
  });
  const nudges = EDGES.map(({ side, title, steps }) =>
    el("div", { class: "nudges", role: "group", "aria-label": say(title) }, el("span", { "aria-hidden": "true", text: say(title) }),
      steps.map(([shown, by]) => el("button", {
        type: "button", class: "button quiet small", text: shown, "data-key": key(side + by),
        "aria-label": say(`${side}_${by < 0 ? "less" : "more"}`), onclick: () => widget.nudgeEdge(side, by),
      }))));
  const flags = widget.flags.map((flag) => {
    const box = el("input", { type: "checkbox", checked: one.flags.includes(flag.id), "data-key": key(`flag-${flag.id}`),
      onchange: () => widget.toggleFlag(flag.id) });
    return el("label", { class: "check-row", title: flag.hint }, box, el("span", { text: flag.name }),
      flag.key ? el("kbd", { "aria-hidden": "true", text: flag.key.toUpperCase() }) : null);
  });
  return el("div", { class: "object-editor" }, select,
    flags.length ? el("fieldset", { class: "flags" }, el("legend", { class: "visually-hidden", text: say("flags") }), flags) : null,
    el("div", { class: "numbers" }, numbers),
    el("div", { class: "edges" }, nudges),
    el("div", { class: "side-buttons" },
      el("button", { type: "button", class: "button quiet small", "data-key": key("zoom"), text: say("zoom_to"), onclick: () => widget.zoomToSelected() }),
      el("button", { type: "button", class: "button quiet small", "data-key": key("remove"), text: say("remove"), onclick: () => widget.remove() })));
}
