/** Choice: one label, and where the exercise asks for it a second one, "cannot decide" and how sure one is. */

import { part } from "../../js/workbench/parts.js";
import { summary } from "./summary.js";

export const itemWord = "message";
export const describe = summary;

const CONFIDENCE_STEP = 5;

export function mount(root, task, item, answer, host) {
  return new Choice(root, task, item, answer, host);
}

class Choice {
  constructor(root, task, item, answer, host) {
    Object.assign(this, { task, host, answer });
    this.form = part(root, "form");
    const text = part(root, "text");
    text.textContent = item.input.text;
    text.dir = item.input.dir ?? "auto";
    this.range = this.form.querySelector('input[type="range"]');
    this.keys = this.listKeys();
    for (const control of this.form.elements) control.disabled = host.locked;
    this.form.addEventListener("change", (event) => this.onChange(event.target));
    this.range?.addEventListener("input", () => this.sure(Number(this.range.value)));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.set(answer);
  }

  listKeys() {
    const labels = this.task.labels.slice(0, 9);
    const digits = labels.map((label, at) => String(at + 1));
    const keys = labels.map((label, at) => ({ keys: [digits[at]], command: "label", data: label.id }));
    if (labels.length) keys.push({ keys: [`1 – ${digits.at(-1)}`], words: "key_label" });
    const { second, abstain, confidence } = this.task.answer ?? {};
    if (abstain) keys.push({ keys: ["0"], words: "key_abstain", command: "abstain" });
    if (second) {
      for (const [at, label] of labels.entries()) {
        keys.push({ keys: [`Shift+${digits[at]}`], command: "second", data: label.id });
      }
      keys.push({ keys: [`Shift+1 – ${digits.at(-1)}`], words: "key_second" });
    }
    if (confidence) {
      keys.push({ keys: ["-"], words: "key_less_sure", command: "surer", data: -CONFIDENCE_STEP });
      keys.push({ keys: ["+"], words: "key_surer", command: "surer", data: CONFIDENCE_STEP });
    }
    return keys;
  }

  set(answer) {
    this.answer = answer;
    for (const radio of this.form.querySelectorAll('input[name="label"]')) {
      radio.checked = radio.value === "" ? Boolean(answer?.abstain) : radio.value === answer?.label;
    }
    for (const radio of this.form.querySelectorAll('input[name="second"]')) {
      radio.checked = radio.value === (answer?.second ?? "");
      radio.disabled = this.host.locked || !answer?.label || (radio.value !== "" && radio.value === answer.label);
    }
    if (!this.range) return;
    const known = answer?.confidence;
    this.range.disabled = this.host.locked || answer === null;
    this.range.value = known ?? 75;
    this.range.classList.toggle("is-unset", known === undefined);
    part(this.form, "sure").textContent = known === undefined ? "–" : this.host.say("percent", { n: known });
  }

  onChange(control) {
    if (control.name === "label" && control.checked) {
      if (control.value === "") this.abstain();
      else this.label(control.value);
    } else if (control.name === "second" && control.checked) {
      this.second(control.value);
    }
  }

  label(id) {
    const { abstain, label, second, ...rest } = this.answer ?? {};
    this.report({ label: id, ...(second && second !== id ? { second } : {}), ...rest });
  }

  abstain() {
    const { confidence } = this.answer ?? {};
    this.report({ abstain: true, ...(confidence === undefined ? {} : { confidence }) });
  }

  second(id) {
    if (!this.answer?.label || id === this.answer.label) return false;
    const { second, ...rest } = this.answer;
    this.report(id && id !== second ? { ...rest, second: id } : rest);
    return true;
  }

  sure(percent) {
    if (!this.answer) return;
    this.report({ ...this.answer, confidence: Math.min(100, Math.max(50, percent)) }, { merge: "confidence" });
  }

  report(answer, options) {
    this.set(answer);
    this.host.change(answer, options);
  }

  command(name, { data } = {}) {
    if (this.host.locked) return false;
    if (name === "label") this.label(data);
    else if (name === "abstain") this.abstain();
    else if (name === "second") return this.second(data);
    else if (name === "surer") this.sure((this.answer?.confidence ?? 75) + data);
    else return false;
    this.announce();
    return true;
  }

  announce() {
    if (this.answer) this.host.announce(summary(this.task, null, this.answer, this.host.say).join(". "));
  }

  destroy() {}
}
