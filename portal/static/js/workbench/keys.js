/** Keys: how a press is named, and whom it belongs to. Tab always belongs to the browser. */

const ARROWS = /(?:^|\+)(?:Arrow\w+|Home|End|PageUp|PageDown)$/;

/** The name of a key press as key lists write it: "n", "Shift+1", "Alt+ArrowLeft", "Ctrl+z"; "" for none.
 *
 * Digits and letters are found by their place where the layout types something else (AZERTY, Cyrillic, Arabic).
 * The command key of a Mac counts as Ctrl. "=" is read as "+" and "_" as "-", so that zoom needs no Shift.
 */
export function keyName(event) {
  if (event.isComposing || event.key === "Tab" || event.getModifierState?.("AltGraph")) return "";
  const key = plainKey(event);
  if (!key) return "";
  const marks = [];
  if (event.ctrlKey || event.metaKey) marks.push("Ctrl");
  if (event.altKey) marks.push("Alt");
  if (event.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key))) marks.push("Shift");
  return [...marks, key].join("+");
}

function plainKey(event) {
  const digit = /^Digit(\d)$/.exec(event.code ?? "");
  if (digit) return digit[1];
  const { key } = event;
  if (key === " ") return "Space";
  if (key === "=") return "+";
  if (key === "_") return "-";
  if (key === "Backspace") return "Delete";
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(event.code ?? "");
  if (letter && key.length === 1) return letter[1].toLowerCase();
  return ["Shift", "Control", "Alt", "Meta", "Dead", "Unidentified"].includes(key) ? "" : key;
}

/** Whether the control that has the focus needs this key for itself. */
export function ownsKey(target, name) {
  const kind = target.localName;
  if (target.isContentEditable || kind === "textarea" || kind === "select") return name !== "Escape";
  if (kind === "input") {
    const arrows = ARROWS.test(name) && !name.startsWith("Alt+");
    if (target.type === "range") return arrows;
    if (target.type === "radio") return arrows || name === "Space";
    if (target.type === "checkbox") return name === "Space";
    return name !== "Escape";
  }
  return ["button", "a", "summary"].includes(kind) && (name === "Enter" || name === "Space");
}

/** The binding for a key name, or undefined. A binding: {keys: [...], words, command, data?}. */
export function findBinding(bindings, name) {
  return bindings.find((binding) => binding.keys.some((key) => expand(key).includes(name)));
}

function expand(key) {
  if (!key.endsWith("Arrows")) return [key];
  return ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((arrow) => key.replace("Arrows", arrow));
}
