/** The result page: one item at a time, yours and the reference overlaid, stepped through by key, worst first.
 *
 * The server lists every item in [data-slot] sections, worst named in data-first; without this script they
 * simply stand below each other.
 */

import { findBinding, keyName, ownsKey } from "./workbench/keys.js";
import { el, part, speaker, target } from "./workbench/parts.js";
import { numbered } from "./workbench/verdict.js";

const KEYS = [
  { keys: ["ArrowLeft"], command: "previous" },
  { keys: ["ArrowRight"], command: "next" },
  { keys: ["w"], command: "worst" },
];
export async function start(root) {
  const data = JSON.parse(document.getElementById("result-data").textContent);
  const { show } = await import(root.dataset.module);
  new Result(root, data, show).open();
}

class Result {
  constructor(root, data, show) {
    Object.assign(this, { root, data, showFeedback: show });
    this.say = speaker(data.words);
    this.sections = new Map([...root.querySelectorAll("[data-slot]")].map((node) => [node.dataset.slot, node]));
    this.items = data.items.filter((item) => this.sections.has(item.id));
    this.views = new Map();
  }

  open() {
    if (!this.items.length) return;
    this.bar = el("div", { class: "result-bar no-print", role: "group", "aria-label": this.say("result_steps") },
      el("span", { class: "result-count", "data-part": "count", role: "status" }),
      this.button("previous", "←", "previous_item"), this.button("next", "→", "next_item"));
    this.root.prepend(this.bar);
    this.root.classList.add("is-ready");
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("click", (event) => this.onLink(event));
    this.show(this.asked(location.hash) ?? this.worst(), { quiet: true });
  }

  button(command, shown, words) {
    return el("button", { type: "button", class: "button quiet small", "aria-label": this.say(words), onclick: () => this.run(command) },
      el("kbd", { "aria-hidden": "true", text: shown }));
  }

  worst() {
    return this.items[Number(this.root.dataset.first ?? 1) - 1]?.id ?? this.items[0].id;
  }

  /** The slot a link like #item-… points at, or null. */
  asked(hash) {
    const slot = decodeURIComponent(hash.replace(/^#item-/, ""));
    return this.sections.has(slot) ? slot : null;
  }

  /** Links to an item bring it up instead of jumping to a section that is folded away. */
  onLink(event) {
    const link = event.target.closest?.('a[href^="#item-"]');
    const slot = link && this.asked(link.hash);
    if (!slot) return;
    event.preventDefault();
    this.show(slot);
  }

  run(command) {
    const at = this.items.findIndex(({ id }) => id === this.slot);
    if (command === "worst") this.show(this.worst());
    else this.show(this.items[(at + (command === "next" ? 1 : -1) + this.items.length) % this.items.length].id);
  }

  show(slot, { quiet = false } = {}) {
    this.slot = slot;
    for (const [id, section] of this.sections) section.classList.toggle("is-away", id !== slot);
    const at = this.items.findIndex(({ id }) => id === slot);
    const item = this.items[at];
    part(this.bar, "count").textContent = this.say("position", { n: at + 1, of: this.items.length });
    if (!this.views.has(slot)) this.views.set(slot, this.draw(item));
    if (quiet) return;
    history.replaceState(null, "", `#item-${encodeURIComponent(slot)}`);
    this.root.scrollIntoView({ block: "start" });
    this.sections.get(slot).focus({ preventScroll: true });
  }

  /** The overlay in place of the server's table; rows of the account light up what they speak of. */
  draw(item) {
    const section = this.sections.get(item.id);
    const announce = (text) => (part(this.bar, "count").textContent = text);
    const view = this.showFeedback(section.querySelector("[data-overlay]"), this.data.task, item, item.result, {
      say: this.say, announce,
    });
    if (!view.pick) return view;
    const rows = new Map([...section.querySelectorAll("[data-object]")].map((row) => [Number(row.dataset.object), row]));
    for (const { place, number } of numbered(item.result)) {
      const row = rows.get(place);
      if (row) this.link(row, number, view);
    }
    return view;
  }

  /** A row of the account gets the number of its object, lights it up, and moves to where the number puts it. */
  link(row, number, view) {
    row.prepend(el("span", { class: "number", text: number }));
    row.addEventListener("pointerenter", () => view.pick(number));
    row.addEventListener("pointerleave", () => view.pick(null));
    if (view.go) {
      row.prepend(el("button", {
        type: "button", class: "button quiet small", onclick: () => view.go(number),
        "aria-label": this.say("show_object", { n: number }),
      }, target()));
    }
    row.parentNode.append(row);
  }

  onKey(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = keyName(event);
    if (!name || ownsKey(event.target, name)) return;
    const view = this.views.get(this.slot);
    const own = findBinding(view.keys, name);
    if (own && view.command(own.command, { name })) {
      event.preventDefault();
      return;
    }
    const common = findBinding(KEYS, name);
    if (!common) return;
    event.preventDefault();
    this.run(common.command);
  }
}
