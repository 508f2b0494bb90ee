/** What spans and boxes share: label buttons, "nothing to mark", a list of objects that keeps its focus. */

import { tag } from "./parts.js";

/** Puts letter and colour on the label buttons; `pick(id)` is called on a press. Returns a function that shows the active one. */
export function wireLabels(bar, look, { locked, pick }) {
  const buttons = [...bar.querySelectorAll("[data-label]")];
  for (const button of buttons) {
    button.prepend(tag(look(button.dataset.label)));
    button.disabled = locked;
    button.addEventListener("click", (event) => pick(button.dataset.label, event));
  }
  return (active) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.label === active));
  };
}

/** Replaces a list's rows; the control that had the focus (by data-key) has it again. */
export function refill(list, rows) {
  const had = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  list.replaceChildren(...rows);
  if (had) [...list.querySelectorAll("[data-key]")].find((node) => node.dataset.key === had)?.focus({ preventScroll: true });
}

/** Keys of the first nine labels, and one line about them for the help. */
export function labelKeys(labels) {
  const nine = labels.slice(0, 9);
  return [
    ...nine.map((label, at) => ({ keys: [String(at + 1)], command: "label", data: label.id })),
    { keys: [`1 – ${nine.length}`], words: "key_label" },
  ];
}
