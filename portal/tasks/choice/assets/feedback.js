/** Choice: the learner's label and the reference side by side. */

import { el } from "../../js/workbench/parts.js";
import { view } from "../../js/workbench/verdict.js";
import { summary } from "./summary.js";

/** Draws into `place`. The account of the slips stands beside it and is not made here. */
export function show(place, task, item, result, { say }) {
  const column = (whose, answer) =>
    el("div", { class: `versus-${whose}` },
      el("h4", { text: say(whose) }),
      summary(task, item, answer, say).map((line, at) => el("p", { class: at ? "soft" : "versus-label", text: line })));
  place.replaceChildren(el("figure", { class: "feedback-figure choice-figure" },
    el("blockquote", { class: "choice-text", dir: item.input.dir ?? "auto", text: item.input.text }),
    el("div", { class: "versus" }, column("yours", result.yours ?? null), column("reference", result.gold))));
  return view();
}
