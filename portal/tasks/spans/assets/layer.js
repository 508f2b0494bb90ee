/** Draws spans on a layer behind the text: a tint, a bar in its lane, a letter. The text itself is never touched. */

import { el } from "../../js/workbench/parts.js";
import { lanes } from "./offsets.js";

const LANE_PX = 16; // the line height in workbench.css counts with the same

/** The line rectangles of text[start:end], relative to the layer, joined where they touch on one line. */
export function rectsOf(node, start, end, layer) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const origin = layer.getBoundingClientRect();
  const joined = [];
  for (const rect of range.getClientRects()) {
    if (rect.width < 0.5) continue;
    const one = { left: rect.left - origin.left, top: rect.top - origin.top, right: rect.right - origin.left, bottom: rect.bottom - origin.top };
    const last = joined.at(-1);
    if (last && Math.abs(last.top - one.top) < 2 && Math.abs(last.right - one.left) < 1) last.right = one.right;
    else joined.push(one);
  }
  return joined;
}

/** Lays out the text with room for the lanes, and draws. `marks`: [{start, end, hue, letter, classes?}]. */
export function drawMarks(text, layer, marks) {
  const node = text.firstChild;
  // While it is folded away there is nothing to measure; unfolding changes its size, which draws again.
  if (!node || !text.getClientRects().length) return;
  const rows = lanes(marks);
  const deepest = Math.max(0, ...rows.map((row) => row + 1));
  text.style.setProperty("--lanes", deepest);
  const rtl = getComputedStyle(text).direction === "rtl";
  const drawn = marks.flatMap((mark, at) => {
    const rects = rectsOf(node, mark.start, mark.end, layer);
    const end = markEnd(rects, rtl);
    return rects.map((rect, index) => drawRect(rect, mark, rows[at], index === end ? mark.letter : null, rtl));
  });
  layer.replaceChildren(...drawn);
}

/** Which rectangle carries the letter: the first line's one at the side where reading begins. */
function markEnd(rects, rtl) {
  const first = Math.min(...rects.map((rect) => rect.top));
  const onFirst = rects.filter((rect) => Math.abs(rect.top - first) < 2);
  const chosen = onFirst.reduce((a, b) => ((rtl ? b.right > a.right : b.left < a.left) ? b : a));
  return rects.indexOf(chosen);
}

function drawRect(rect, mark, lane, letter, rtl) {
  const box = el("div", { class: `mark ${mark.hue} ${mark.classes ?? ""}` });
  place(box, rect, { bottom: rect.bottom + (lane + 1) * LANE_PX });
  const tint = el("div", { class: "mark-tint" });
  tint.style.height = `${rect.bottom - rect.top}px`;
  const bar = el("div", { class: "mark-bar" });
  bar.style.top = `${rect.bottom - rect.top + lane * LANE_PX + 4}px`;
  box.append(tint, bar);
  if (letter !== null) {
    const tag = el("span", { class: `mark-tag ${mark.hue} ${rtl ? "at-right" : ""}`, text: letter });
    tag.style.top = `${rect.bottom - rect.top + lane * LANE_PX}px`;
    box.append(tag);
  }
  return box;
}

/** A plain rectangle on the layer: the caret's word, the pending selection. */
export function drawPlain(text, layer, { start, end }, name) {
  layer.append(...rectsOf(text.firstChild, start, end, layer).map((rect) => place(el("div", { class: name }), rect)));
}

export function place(node, { left, top, right, bottom }, { bottom: reach = bottom } = {}) {
  Object.assign(node.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${reach - top}px` });
  return node;
}

/** UTF-16 offset in `node` under a point of the window, or null. */
export function offsetAt(node, x, y) {
  const spot = document.caretPositionFromPoint?.(x, y);
  if (spot) return spot.offsetNode === node ? spot.offset : null;
  const range = document.caretRangeFromPoint?.(x, y);
  return range?.startContainer === node ? range.startOffset : null;
}
