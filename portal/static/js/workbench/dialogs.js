/** The workbench's dialogs: keys, finish, two answers. Each resolves with what was chosen. */

import { el, keycaps } from "./parts.js";

/** Shows a dialog until one of its buttons or Escape closes it; resolves with the button's value ("" for Escape). */
function ask({ title, body, actions, stay = false }) {
  const heading = el("h2", { text: title, id: "dialog-title", tabindex: "-1", autofocus: true });
  const buttons = actions.map(({ value, text, main }) =>
    el("button", { type: "submit", value, class: main ? "button" : "button quiet", text }),
  );
  const form = el("form", { method: "dialog", class: "dialog-actions" }, buttons);
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": "dialog-title" }, heading, body, form);
  const before = document.activeElement;
  if (stay) dialog.addEventListener("cancel", (event) => event.preventDefault());
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus?.({ preventScroll: true });
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
    heading.focus();
  });
}

/** The list of keys, and a switch for those who speak or bump into single letters. */
export function showKeys(say, groups, letters) {
  const lists = groups.map(({ title, bindings }) =>
    el("section", {},
      el("h3", { text: title }),
      el("dl", { class: "keys" },
        bindings.filter((one) => one.words).map((one) =>
          el("div", {}, el("dt", {}, one.keys.slice(0, one.shown ?? 1).map(keycaps)), el("dd", { text: say(one.words) })),
        ),
      ),
    ),
  );
  const box = el("input", { type: "checkbox", checked: letters.on, onchange: () => letters.set(box.checked) });
  const toggle = el("label", { class: "check-row" }, box, el("span", { text: say("keys_letters") }));
  return ask({
    title: say("keys_title"),
    body: el("div", { class: "dialog-body" }, el("div", { class: "key-groups" }, lists), toggle),
    actions: [{ value: "", text: say("close"), main: true }],
  });
}

/** Hand in or go on. `open` lists what is unanswered; choosing one of it resolves with "go:<slot>". */
export function askToFinish(say, { answered, open, practice }) {
  const body = el("div", { class: "dialog-body" });
  body.append(el("p", { text: say(open.length ? "finish_open" : "finish_all", { n: open.length, answered }) }));
  if (open.length) {
    const links = open.map(({ slot, name }) =>
      el("li", {}, el("button", { type: "submit", class: "link", value: `go:${slot}`, text: name, form: "finish-links" })),
    );
    body.append(el("form", { method: "dialog", id: "finish-links" }), el("ul", { class: "finish-list" }, links));
  }
  if (!practice) body.append(el("p", { class: "soft", text: say("finish_final") }));
  return ask({
    title: say("finish_title"),
    body,
    actions: [
      { value: "stay", text: say("finish_stay"), main: open.length > 0 },
      { value: "submit", text: say("finish_submit"), main: open.length === 0 },
    ],
  });
}

/** Two answers to one item: resolves with "mine" or "theirs". Each is a list of sentences. */
export function askWhich(say, name, mine, theirs) {
  const column = (title, lines) =>
    el("section", { class: "version" }, el("h3", { text: title }), el("ul", {}, lines.map((text) => el("li", { text }))));
  return ask({
    title: say("conflict_title", { item: name }),
    body: el("div", { class: "dialog-body" },
      el("p", { text: say("conflict_text") }),
      el("div", { class: "versions" }, column(say("conflict_mine"), mine), column(say("conflict_theirs"), theirs)),
    ),
    actions: [
      { value: "theirs", text: say("conflict_keep_theirs") },
      { value: "mine", text: say("conflict_keep_mine"), main: true },
    ],
    stay: true,
  });
}
