/** Spans: what was marked (blue, above the line of lanes) and the reference (dashed gold), each slip by its number. */

import { el, labelLook, onceAFrame } from "../../js/workbench/parts.js";
import { legend, numbered, view } from "../../js/workbench/verdict.js";
import { drawMarks } from "./layer.js";
import { Places, toUnits } from "./offsets.js";

/** Draws into `place`. The account of the slips stands beside it and is not made here. */
export function show(place, task, item, result, { say }) {
  const text = el("p", { class: "spans-text", dir: item.input.dir ?? "auto", text: item.input.text });
  const layer = el("div", { class: "spans-layer", "aria-hidden": "true" });
  const marks = marksOf(numbered(result), new Places(item.input.text), labelLook(task.labels));
  let picked = null;
  const redraw = onceAFrame(() =>
    drawMarks(text, layer, marks.map((mark) => ({
      ...mark, classes: `${mark.classes} ${mark.number === picked ? "is-picked" : ""}`,
    }))));
  place.replaceChildren(el("figure", { class: "feedback-figure" },
    el("div", { class: "spans-sheet" }, layer, text), legend(say)));
  const resize = new ResizeObserver(redraw);
  resize.observe(text);
  redraw();
  return view({
    pick(number) {
      picked = number;
      redraw();
    },
    destroy() {
      resize.disconnect();
      redraw.stop();
    },
  });
}

/** Bars for each object: one where yours and the reference agree, else one of each kind. */
function marksOf(objects, places, look) {
  return objects.flatMap(({ tag, yours, gold, number }) => {
    const mark = (span, whose) => ({
      ...toUnits(places, [span])[0],
      number,
      hue: whose,
      letter: `${number} ${look(span.label).letter}`,
      classes: `is-feedback is-${tag}`,
    });
    return [gold && mark(gold, "gold"), yours && mark(yours, "yours")].filter(Boolean);
  });
}
