/** Draws the boxes over the picture: one SVG whose viewBox is what the stage shows of the picture. */

import { svg } from "../../js/workbench/parts.js";
import { handlesOf } from "./geometry.js";

const CHIP_HEIGHT = 18;
const LOUPE_PX = 132;
const LOUPE_ZOOM = 2.5;

/** How large a tag is on the screen: [width, height]. */
export function chipSize(text) {
  return [10 + text.length * 7.6, CHIP_HEIGHT];
}

/** A letter tag of constant screen size at the corner of a box; inside it where there is no room above. */
export function chip(text, [x, y], k, top, name) {
  const [width] = chipSize(text);
  const above = (y - top) * k > CHIP_HEIGHT + 2;
  return svg("g", { class: `box-chip ${name}`, transform: `translate(${x} ${y}) scale(${1 / k})` },
    svg("rect", { x: -1.5, y: above ? -CHIP_HEIGHT - 1 : 1, width, height: CHIP_HEIGHT, rx: 3 }),
    svg("text", { x: width / 2 - 1.5, y: above ? -5.5 : CHIP_HEIGHT - 4, "text-anchor": "middle", text }));
}

/** Two lines on top of each other, so that a box can be seen on light and dark alike. */
export function outline([x, y, width, height], name) {
  const shape = { x, y, width, height, "vector-effect": "non-scaling-stroke" };
  return [svg("rect", { ...shape, class: `case ${name}` }), svg("rect", { ...shape, class: `line ${name}` })];
}

/** Everything on the overlay. `boxes`: [{box, look, title, selected}]; `cross`: a point or null. */
export function drawOverlay(overlay, { view, stage, size, boxes, draft, cross, hidden }) {
  const [w, h] = [stage.width / view.k, stage.height / view.k];
  overlay.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
  const nodes = [];
  if (!hidden) {
    const chosen = boxes.find((one) => one.selected);
    for (const one of boxes) if (one !== chosen) nodes.push(...drawBox(one, view));
    if (chosen) nodes.push(...drawBox(chosen, view), ...drawHandles(chosen, view));
  }
  if (draft) nodes.push(...outline(draft.box, `is-draft ${draft.look.hue}`));
  if (cross) {
    const line = { class: "cross", "vector-effect": "non-scaling-stroke" };
    nodes.push(svg("line", { ...line, x1: 0, x2: size.width, y1: cross.y, y2: cross.y }),
      svg("line", { ...line, y1: 0, y2: size.height, x1: cross.x, x2: cross.x }));
  }
  overlay.replaceChildren(...nodes);
}

function drawBox({ box, look, title, selected }, view) {
  const name = `${look.hue} ${selected ? "is-selected" : ""}`;
  return [...outline(box, name), chip(title, box, view.k, view.y, name)];
}

function drawHandles({ box, look }, view) {
  const r = 5.5 / view.k;
  return Object.entries(handlesOf(box)).map(([handle, [x, y]]) =>
    svg("rect", {
      class: `handle ${look.hue} at-${handle}`, x: x - r, y: y - r, width: 2 * r, height: 2 * r,
      "vector-effect": "non-scaling-stroke",
    }));
}

/** The magnifier beside a finger: the picture around a point, with the cross and the draft. */
export function drawLoupe(loupe, { point, finger, view, stage, href, size, draft }) {
  loupe.classList.toggle("is-on", point !== null);
  if (point === null) return;
  const span = LOUPE_PX / Math.max(view.k * LOUPE_ZOOM, 3);
  loupe.setAttribute("viewBox", `${point.x - span / 2} ${point.y - span / 2} ${span} ${span}`);
  const line = { class: "cross", "vector-effect": "non-scaling-stroke" };
  loupe.replaceChildren(
    svg("image", { href, width: size.width, height: size.height }),
    ...(draft ? outline(draft.box, `is-draft ${draft.look.hue}`) : []),
    svg("line", { ...line, x1: point.x - span, x2: point.x + span, y1: point.y, y2: point.y }),
    svg("line", { ...line, y1: point.y - span, y2: point.y + span, x1: point.x, x2: point.x }),
  );
  const left = Math.min(Math.max(finger.x - LOUPE_PX / 2, 4), stage.width - LOUPE_PX - 4);
  const above = finger.y - LOUPE_PX - 48;
  loupe.style.left = `${left}px`;
  loupe.style.top = `${above > 4 ? above : Math.min(finger.y + 56, stage.height - LOUPE_PX - 4)}px`;
}
