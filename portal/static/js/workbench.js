/** The workbench: one item at a time, saved as it changes. The widget of the kind does the labelling. */

import { askToFinish, askWhich, showKeys } from "./workbench/dialogs.js";
import { canRedo, canUndo, current, record as recordStep, redo, undo } from "./workbench/history.js";
import { findBinding, keyName, ownsKey } from "./workbench/keys.js";
import { LocalCopy, deviceStorage, preference } from "./workbench/local.js";
import { el, part, same, speaker } from "./workbench/parts.js";
import { Saver } from "./workbench/saving.js";
import { StateLine } from "./workbench/state.js";
import { ActiveClock, after, firstOpen, mendOrder, skip } from "./workbench/steps.js";
import { account } from "./workbench/verdict.js";

const COMMON = [
  { keys: ["Enter", "Ctrl+Enter"], words: "key_next", command: "primary" },
  { keys: ["Shift+Enter"], words: "key_previous", command: "previous" },
  { keys: ["s"], words: "key_skip", command: "skip" },
  { keys: ["Ctrl+z"], words: "key_undo", command: "undo" },
  { keys: ["Ctrl+Shift+z", "Ctrl+y"], words: "key_redo", command: "redo", shown: 2 },
  { keys: ["g"], words: "key_guideline", command: "guideline" },
  { keys: ["?"], words: "key_help", command: "help" },
];
const WIDE = "(min-width: 88rem)";

/** Starts the workbench on its element; resolves when the first item stands. */
export async function start(root) {
  const data = JSON.parse(document.getElementById("workbench-data").textContent);
  const kind = await import(root.dataset.widgetSrc);
  const bench = new Workbench(root, data, kind);
  await bench.open();
  return bench;
}

class Workbench {
  constructor(root, data, kind) {
    Object.assign(this, { root, data, kind });
    this.task = data.task;
    this.items = new Map(data.items.map((item) => [item.id, item]));
    this.practice = data.mode === "practice" || data.mode === "review";
    this.say = speaker(data.words);
    this.local = new LocalCopy(deviceStorage(), root.dataset.user ?? "", data.id);
    this.local.forgetOld(Date.now());
    this.saver = new Saver({
      api: root.dataset.api,
      attempt: data.id,
      user: root.dataset.user ?? "",
      csrf: document.querySelector('meta[name="csrf-token"]')?.content ?? "",
      items: data.items,
      local: this.local,
    });
    this.stateLine = new StateLine(root, this.saver, this.say, () => this.resolveConflicts());
    this.results = new Map(data.items.filter((item) => item.result).map((item) => [item.id, item.result]));
    this.order = mendOrder(this.local.read("order")?.order, [...this.items.keys()]);
    this.clock = new ActiveClock(performance.now());
    this.frame = part(root, "widget");
    this.pristine = document.createDocumentFragment();
    this.pristine.append(...this.frame.childNodes);
    this.letters = preference("letters") !== "off";
  }

  async open() {
    this.wire();
    const at = this.local.read("order")?.slot;
    const isDone = (slot) => this.isDone(slot);
    await this.show(this.items.has(at) ? at : firstOpen(this.order, isDone), { first: true });
    this.root.classList.add("is-ready");
    this.stateLine.draw();
    this.saver.send();
    this.resolveConflicts();
  }

  isDone(slot) {
    return this.saver.isAnswered(slot);
  }

  // ---- one item ----

  async show(slot, { first = false } = {}) {
    this.leave();
    this.slot = slot;
    this.local.write("order", { order: this.order, slot, at: Date.now() });
    this.note(null);
    this.mount();
    this.drawSteps();
    if (this.record.locked) await this.showResult();
    if (first) return;
    part(this.root, "heading").focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "start" });
    part(this.root, "stage-scroll")?.scrollTo(0, 0);
  }

  get record() {
    return this.saver.get(this.slot);
  }

  mount() {
    this.widget?.destroy();
    this.frame.replaceChildren(this.pristine.cloneNode(true));
    this.frame.classList.remove("has-result");
    const tools = part(this.root, "tools");
    tools.replaceChildren();
    const brought = this.frame.querySelector('[data-slot="tools"]');
    if (brought) tools.append(brought);
    this.widget = this.kind.mount(this.frame, this.task, this.items.get(this.slot), this.record.answer, {
      say: this.say,
      tools,
      locked: this.record.locked,
      change: (answer, options) => this.change(answer, options),
      announce: (text) => this.announce(text),
      preference,
    });
  }

  leave() {
    if (!this.slot) return;
    this.saver.spend(this.slot, this.clock.take(performance.now()), true);
    this.widget?.destroy();
    this.widget = null;
  }

  /** A widget's new answer; `merge` names a change that joins the one just before it in one undo step. */
  change(answer, { merge = null } = {}) {
    const { record } = this;
    if (record.locked || this.saver.closed || same(answer, record.answer)) return;
    this.saver.spend(this.slot, this.clock.take(performance.now()), false);
    this.note(null);
    this.saver.change(this.slot, answer, recordStep(record.history, answer, { merge, now: Date.now() }));
    this.drawSteps();
  }

  travel(step) {
    const { record } = this;
    const history = step(record.history);
    if (record.locked || history === record.history) return false;
    this.saver.change(this.slot, current(history), history);
    this.widget.set(current(history));
    this.announce(this.say(step === undo ? "undone" : "redone"));
    this.drawSteps();
    return true;
  }

  // ---- going on ----

  commands = {
    primary: () => this.primary(),
    previous: () => this.step(this.order[this.order.indexOf(this.slot) - 1]),
    skip: () => this.skip(),
    undo: () => this.travel(undo),
    redo: () => this.travel(redo),
    guideline: () => this.toggleGuideline(),
    help: () => this.help(),
    finish: () => this.finish(),
  };

  run(command) {
    this.commands[command]?.();
  }

  step(slot) {
    if (slot) this.show(slot);
  }

  primary() {
    const { record } = this;
    if (this.practice && !record.locked) {
      return record.answer === null ? this.note(this.say("answer_first")) : this.check();
    }
    return this.next();
  }

  next() {
    const next = after(this.order, this.slot, (slot) => this.isDone(slot));
    return next ? this.show(next) : this.finish();
  }

  skip() {
    if (this.record.answer !== null) return this.next();
    const next = after(this.order, this.slot, (slot) => this.isDone(slot));
    if (!next) return this.finish();
    this.order = skip(this.order, this.slot);
    return this.show(next);
  }

  async check() {
    const { slot } = this;
    if (this.checking) return;
    this.checking = true;
    this.root.classList.add("is-busy");
    const sent = await this.saver.settle(slot);
    const { status, body } = sent ? await this.saver.post(`/answers/${slot}/check`) : { status: 0 };
    this.checking = false;
    this.root.classList.remove("is-busy");
    if (this.slot !== slot) return;
    if (status !== 200) {
      const refused = this.record.refused?.message;
      this.note(refused ?? body?.error?.message ?? this.say(this.saver.blocked ?? "check_later"));
      return;
    }
    this.saver.lock(slot);
    this.results.set(slot, body);
    await this.showResult({ focus: true });
  }

  async showResult({ focus = false } = {}) {
    const { slot } = this;
    const { show } = await import(this.root.dataset.feedbackSrc);
    let result = this.results.get(slot);
    if (!result) {
      const { status, body } = await this.saver.post(`/answers/${slot}/check`);
      if (status === 200) this.results.set(slot, (result = body));
    }
    if (this.slot !== slot || !result) return;
    this.widget.destroy();
    part(this.root, "tools").replaceChildren();
    const place = el("div", { class: "feedback-place" });
    const { say } = this;
    const rule = (id) => document.getElementById(`rule-${id}`)?.content.cloneNode(true) ?? null;
    const announce = (text) => this.announce(text);
    this.frame.classList.add("has-result");
    const words = el("div", { class: "feedback" }, place);
    this.frame.replaceChildren(words);
    this.widget = show(place, this.task, this.items.get(slot), { yours: this.record.answer, ...result }, { say, announce });
    const { pick, go } = this.widget;
    words.append(account(result, { say, rule, pick: pick?.bind(this.widget), go: go?.bind(this.widget) }));
    this.drawSteps();
    if (focus) this.frame.querySelector("[data-verdict]")?.focus({ preventScroll: true });
  }

  async finish() {
    const open = this.order
      .filter((slot) => !this.isDone(slot))
      .map((slot) => ({ slot, name: this.nameOf(slot) }));
    const answered = this.items.size - open.length;
    const choice = await askToFinish(this.say, { answered, open, practice: this.practice });
    if (choice.startsWith("go:")) return this.show(choice.slice(3));
    if (choice === "submit") await this.submit();
  }

  async submit() {
    this.saver.spend(this.slot, this.clock.take(performance.now()), true);
    this.root.classList.add("is-busy");
    const sent = this.saver.closed || (await this.saver.settleAll());
    const { status, body } = sent ? await this.saver.post("/submit") : { status: 0 };
    this.root.classList.remove("is-busy");
    if (status === 200) {
      this.saver.finish();
      location.assign(this.root.dataset.resultHref);
      return;
    }
    this.note(body?.error?.message ?? this.say(this.saver.blocked ?? "submit_later"));
  }

  async resolveConflicts() {
    if (this.choosing) return;
    this.choosing = true;
    for (const [slot, record] of this.saver.records) {
      if (!record.conflict) continue;
      const describe = (answer) => this.kind.describe(this.task, this.items.get(slot), answer, this.say);
      const which = await askWhich(this.say, this.nameOf(slot), describe(record.answer), describe(record.conflict.answer));
      if (record.conflict) this.saver.choose(slot, which === "theirs" ? "theirs" : "mine");
    }
    this.choosing = false;
  }

  // ---- what is shown around the item ----

  nameOf(slot) {
    return this.say(`item_${this.kind.itemWord ?? "text"}`, { n: this.order.indexOf(slot) + 1 });
  }

  drawSteps() {
    const { record, root, say } = this;
    const place = this.order.indexOf(this.slot);
    const answered = this.order.filter((slot) => this.isDone(slot)).length;
    part(root, "position").textContent = say("position", { n: place + 1, of: this.order.length });
    part(root, "heading").textContent = `${this.nameOf(this.slot)} ${say("of_all", { of: this.order.length })}`;
    const bar = part(root, "progress");
    bar.max = this.order.length;
    bar.value = answered;
    bar.setAttribute("aria-label", say("progress", { n: answered, of: this.order.length }));
    const primary = part(root, "primary");
    const toCheck = this.practice && !record.locked;
    const last = after(this.order, this.slot, (slot) => this.isDone(slot)) === null;
    part(primary, "primary-text").textContent = say(toCheck ? "check" : last ? "finish" : "next");
    primary.classList.toggle("is-waiting", toCheck && record.answer === null);
    part(root, "skip").hidden = record.answer !== null;
    part(root, "previous").disabled = place === 0;
    part(root, "undo").disabled = record.locked || !canUndo(record.history);
    part(root, "redo").disabled = record.locked || !canRedo(record.history);
  }

  /** A message beside the item; null takes it away. */
  note(text) {
    const place = part(this.root, "note");
    place.hidden = !text;
    place.textContent = text ?? "";
  }

  announce(text) {
    const place = part(this.root, "announce");
    // The same words twice would not be read again: an invisible mark makes them differ.
    place.textContent = place.textContent === text ? `${text}\u00a0` : text;
  }

  /** Opening takes the focus along; folding gives it back, so that Enter means what it meant before. */
  toggleGuideline(open = part(this.root, "guideline").hidden, { focus = true } = {}) {
    const aside = part(this.root, "guideline");
    const before = document.activeElement;
    aside.hidden = !open;
    this.root.classList.toggle("has-guideline", open);
    part(this.root, "guideline-button").setAttribute("aria-expanded", String(open));
    if (!focus) return;
    preference("guideline", open ? "open" : "folded");
    if (open) this.readFrom = before;
    const back = this.readFrom?.isConnected && this.readFrom !== document.body ? this.readFrom : part(this.root, "heading");
    (open ? aside : back).focus({ preventScroll: true });
  }

  help() {
    const groups = [
      { title: this.say("keys_here"), bindings: this.widget?.keys ?? [] },
      { title: this.say("keys_everywhere"), bindings: COMMON },
    ];
    showKeys(this.say, groups.filter(({ bindings }) => bindings.length), {
      on: this.letters,
      set: (on) => {
        this.letters = on;
        preference("letters", on ? "on" : "off");
      },
    });
  }

  // ---- listening ----

  wire() {
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-command]");
      if (button && !button.disabled) this.run(button.dataset.command);
    });
    for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "scroll"]) {
      addEventListener(kind, () => this.clock.touch(performance.now()), { passive: true, capture: true });
    }
    addEventListener("pagehide", () => this.slot && this.saver.spend(this.slot, this.clock.take(performance.now()), false));
    this.saver.addEventListener("adopted", ({ detail }) => this.onAdopted(detail.slot));
    this.saver.addEventListener("locked", ({ detail }) => detail.slot === this.slot && this.show(this.slot));
    this.saver.addEventListener("conflict", () => this.resolveConflicts());
    this.saver.addEventListener("refused", ({ detail }) => this.onRefused(detail.slot));
    const folded = preference("guideline");
    const open = folded ? folded === "open" && matchMedia("(min-width: 64rem)").matches : matchMedia(WIDE).matches;
    this.toggleGuideline(open, { focus: false });
    const modal = part(this.root, "guideline");
    modal.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.toggleGuideline(false);
    });
  }

  onKey(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = keyName(event);
    if (!name || (name !== "Ctrl+Enter" && ownsKey(event.target, name))) return;
    const single = [...name].length === 1;
    if (single && !this.letters && !event.target.closest("[data-keys]")) return;
    const own = this.widget && findBinding(this.widget.keys, name);
    if (own && this.widget.command(own.command, { name, data: own.data, event })) {
      event.preventDefault();
      return;
    }
    const common = findBinding(COMMON, name);
    if (!common || (event.repeat && common.command === "primary")) return;
    event.preventDefault();
    this.run(common.command);
  }

  onAdopted(slot) {
    if (slot === this.slot && this.widget && !this.frame.classList.contains("has-result")) {
      this.widget.set(this.record.answer);
    }
    this.drawSteps();
  }

  onRefused(slot) {
    const { refused } = this.saver.get(slot);
    const text = refused.message ?? this.say("refused");
    this.note(slot === this.slot ? text : `${this.nameOf(slot)}: ${text}`);
    if (slot === this.slot) this.widget?.refuse?.(refused.where);
  }
}
