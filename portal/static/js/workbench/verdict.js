/** What every kind's feedback has in common: the verdict, the numbered list of objects, the rules behind them. */

import { el, target } from "./parts.js";

/** Order in which objects are told: what to fix first, what was right last. */
const WEIGHT = { missed: 0, extra: 1, misnamed: 2, wrong: 2, loose: 3, right: 4 };

/** The objects that are told, mistakes first, each with its number there and its place in the server's list. */
export function numbered(result) {
  return (result.objects ?? [])
    .filter((object) => object.tag !== "ignored")
    .map((object, at) => ({ ...object, place: at + 1 }))
    .sort((a, b) => (WEIGHT[a.tag] ?? 9) - (WEIGHT[b.tag] ?? 9))
    .map((object, at) => ({ ...object, number: at + 1 }));
}

/** The column of words: verdict, objects (mistakes first), reason, rules, lesson.
 *
 * `host.pick(number)` lights an object up while its row is pointed at; `host.go(number)` shows it large. Without
 * `pick` nothing in the figure carries a number, so the rows carry none.
 */
export function account(result, host) {
  const { say } = host;
  const objects = numbered(result);
  const verdict = el("h3", {
    class: `verdict is-${result.verdict}`, "data-verdict": true, tabindex: "-1", text: say(`verdict_${result.verdict}`),
  });
  return el("div", { class: "account" },
    verdict,
    objects.length ? el("ol", { class: "objects" }, objects.map((object) => row(object, host))) : null,
    result.why ? el("p", { class: "account-why", text: result.why }) : null,
    (result.rules ?? []).map((rule) => ruleBox(rule, host)),
    result.lesson ? el("p", {}, el("a", { href: result.lesson.href, text: say("lesson_link", { title: result.lesson.title }) })) : null,
  );
}

function row(object, host) {
  const { say } = host;
  const light = () => host.pick?.(object.number);
  const dim = () => host.pick?.(null);
  const text = el("div", { class: "object-text" }, el("p", { text: object.say }));
  if (object.why && object.why !== object.say) text.append(el("p", { class: "soft", text: object.why }));
  if (object.rule) text.append(el("p", { class: "object-rule", text: say("rule_is", { id: object.rule }) }));
  return el("li", { class: "object", onpointerenter: light, onpointerleave: dim, onfocusin: light, onfocusout: dim },
    host.pick ? el("span", { class: "number", text: object.number }) : null,
    el("span", { class: `verdict-tag is-${object.tag}`, text: say(`tag_${object.tag}`) }),
    text,
    host.go ? goButton(object, host) : null);
}

function goButton({ number }, { say, go }) {
  return el("button", {
    type: "button", class: "button quiet small", onclick: () => go(number), "aria-label": say("show_object", { n: number }),
  }, target());
}

/** A rule by name; its text, copied from the page's own guideline, unfolds. */
function ruleBox({ id, name }, { say, rule }) {
  const title = name ? say("rule_named", { id, name }) : say("rule_is", { id });
  const body = rule?.(id);
  return body
    ? el("details", { class: "rule" }, el("summary", { text: title }), el("div", { class: "rule-text" }, body))
    : el("p", { class: "rule", text: title });
}

/** Which line is whose. */
export function legend(say) {
  return el("figcaption", { class: "legend" },
    el("span", { class: "legend-yours", text: say("yours") }),
    el("span", { class: "legend-gold", text: say("reference") }));
}

/** What every kind's show() gives back; kinds add what they can do. */
export function view(more = {}) {
  return { keys: [], command: () => false, set() {}, destroy() {}, ...more };
}
