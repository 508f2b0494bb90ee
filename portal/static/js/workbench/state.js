/** The line that says whether the work is safe, and the band that says what to do when it is not. */

import { el, part } from "./parts.js";

const SHOWN_SECONDS = [1, 2, 5, 10, 20, 30, 40, 50];
const QUIET = new Set(["saved", "saving"]);

/** "Saved 5 s ago": seconds in steps, so that the line does not tick under the reader's eye. */
export function savedWords(seconds) {
  if (seconds < 1) return ["saved", {}];
  if (seconds < 60) return ["saved_seconds", { n: SHOWN_SECONDS.findLast((step) => step <= seconds) }];
  return ["saved_minutes", { n: Math.floor(seconds / 60) }];
}

export class StateLine {
  constructor(root, saver, say, chooseAnswer) {
    Object.assign(this, { root, saver, say, chooseAnswer });
    this.line = part(root, "state");
    this.band = part(root, "band");
    this.shown = "saved";
    saver.addEventListener("state", () => this.draw());
    setInterval(() => this.draw(), 1_000);
  }

  draw() {
    const { state } = this.saver;
    const text = this.text(state);
    if (this.line.textContent !== text) this.line.textContent = text;
    if (this.line.dataset.state === state) return;
    this.line.dataset.state = state;
    this.drawBand(state, text);
    if (!QUIET.has(state) || !QUIET.has(this.shown)) part(this.root, "announce").textContent = text;
    this.shown = state;
  }

  text(state) {
    if (state !== "saved") return this.say(`state_${state}`);
    const { savedAt, records } = this.saver;
    if (savedAt !== null) return this.say(...savedWords((Date.now() - savedAt) / 1_000));
    const any = [...records.values()].some((record) => record.answer !== null);
    return this.say(any ? "saved" : "saves_itself");
  }

  drawBand(state, text) {
    const actions = {
      signed_out: () => el("a", { href: this.root.dataset.signinHref, target: "_blank", text: this.say("sign_in") }),
      closed: () => el("a", { href: this.root.dataset.resultHref, text: this.say("see_result") }),
      conflict: () => el("button", { type: "button", class: "link", text: this.say("choose"), onclick: this.chooseAnswer }),
    };
    const wanted = ["signed_out", "stranger", "closed", "conflict", "unkept"].includes(state);
    this.band.hidden = !wanted;
    this.band.replaceChildren(...(wanted ? [el("span", { text }), actions[state]?.() ?? ""] : []));
  }
}
