/** Answers on their way to the server. Nothing acknowledged is lost, nothing is overwritten unseen.
 *
 * Every change is kept on the device at once and sent a moment later with If-Match. Events:
 * "state" (see `state`), "adopted" {slot} (another tab or device changed it), "conflict" {slot},
 * "refused" {slot}, "locked" {slot}.
 */

import { begin, current, record as recordStep } from "./history.js";

const DEBOUNCE_MS = 600;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
const TIMEOUT_MS = 15_000;
const RECHECK_MS = 20_000;
const MOST_TRIES = 6;

/** One spelling for equal values, whatever the order of their keys. */
export function canon(value) {
  return JSON.stringify(value, (key, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What to begin with: the server's answer, or this device's where it is newer.
 *
 * `kept` is what the device holds of the item. Where both changed since they last agreed the device's answer
 * stays in view and `conflict` holds the server's, for the person to choose.
 */
export function reconcile(item, kept) {
  const theirs = { answer: item.answer ?? null, version: item.version ?? 0 };
  // Time spent that the server has not been told.
  const seconds = kept?.seconds ?? 0;
  const fresh = {
    answer: theirs.answer, base: theirs.version, dirty: false, tries: [], conflict: null, refused: null,
    locked: Boolean(item.locked), seconds, history: begin(theirs.answer),
  };
  if (!kept?.history || item.locked) return fresh;
  const equal = canon(kept.answer) === canon(theirs.answer);
  if (equal || !kept.dirty) {
    const goesOn = canon(current(kept.history)) === canon(theirs.answer);
    return { ...fresh, history: goesOn ? kept.history : recordStep(kept.history, theirs.answer) };
  }
  const ours = { ...fresh, answer: kept.answer, dirty: true, tries: kept.tries ?? [], history: kept.history };
  if (kept.base === theirs.version || ours.tries.includes(canon(theirs.answer))) return ours;
  return { ...ours, conflict: theirs };
}

export class Saver extends EventTarget {
  constructor({ api, attempt, user, csrf, items, local }) {
    super();
    Object.assign(this, { user, csrf, local });
    this.sessionUrl = `${api}/session`;
    this.url = `${api}/attempts/${attempt}`;
    this.records = new Map(items.map((item) => [item.id, reconcile(item, local.read(item.id))]));
    this.savedAt = null;
    this.trouble = null;
    this.blocked = null;
    this.closed = false;
    this.unkept = false;
    this.retries = 0;
    this.running = null;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`goldpath-${user}-${attempt}`) : null;
    if (this.channel) this.channel.onmessage = ({ data }) => this.hear(data);
    this.listen();
  }

  /** saved, saving, offline, retrying, signed_out, stranger, closed, refused, conflict or unkept. */
  get state() {
    const records = [...this.records.values()];
    if (this.closed) return "closed";
    if (this.blocked) return this.blocked;
    if (this.trouble === "offline") return "offline";
    if (records.some((one) => one.conflict)) return "conflict";
    if (records.some((one) => one.refused)) return "refused";
    if (!records.some((one) => one.dirty)) return "saved";
    if (this.unkept) return "unkept";
    return this.trouble ?? "saving";
  }

  get(slot) {
    return this.records.get(slot);
  }

  isAnswered(slot) {
    return this.get(slot).answer !== null;
  }

  /** Takes a new answer: kept on this device before this returns, sent a moment later. */
  change(slot, answer, history) {
    const record = this.get(slot);
    Object.assign(record, { answer, history, dirty: true, refused: null });
    this.keep(slot);
    this.channel?.postMessage({ slot, answer });
    if (!this.trouble || !this.timer) this.later(DEBOUNCE_MS);
    this.tell("state");
  }

  /** Adds time spent; goes out with the next answer, or now if the item is being left. */
  spend(slot, seconds, leaving) {
    const record = this.get(slot);
    if (!seconds || record.locked || this.closed) return;
    record.seconds += seconds;
    if (leaving && record.answer !== null && record.seconds >= 2) record.dirty = true;
    this.keep(slot);
    if (record.dirty) this.later(DEBOUNCE_MS);
  }

  /** True once the server holds the slot's answer; false if it cannot have it now. */
  async settle(slot) {
    const record = this.get(slot);
    while (record.dirty) {
      await this.send();
      const stuck = this.closed || this.blocked || this.trouble || record.conflict || record.refused;
      if (record.dirty && stuck) return false;
    }
    return true;
  }

  async settleAll() {
    for (const slot of this.records.keys()) if (!(await this.settle(slot))) return false;
    return true;
  }

  /** The person's choice after a conflict: "mine" is sent over theirs, "theirs" replaces mine here. */
  choose(slot, which) {
    const record = this.get(slot);
    const theirs = record.conflict;
    record.conflict = null;
    record.base = theirs.version;
    record.tries = [];
    if (which === "theirs") this.adopt(slot, theirs.answer, theirs.version);
    else this.later(0);
    this.keep(slot);
    this.tell("state");
  }

  /** POST to the attempt. Gives {status, body}; status 0 when nothing answered. */
  async post(path) {
    for (const again of [true, false]) {
      let response;
      try {
        response = await this.request("POST", path);
      } catch {
        return { status: 0, body: null };
      }
      if (response.status === 403 && again && (await this.recheck())) continue;
      if (response.type === "opaqueredirect" || response.status === 401) this.block("signed_out");
      return { status: response.status, body: await response.json().catch(() => null) };
    }
    return { status: 403, body: null };
  }

  lock(slot) {
    const record = this.get(slot);
    Object.assign(record, { locked: true, dirty: false, refused: null, conflict: null });
    this.keep(slot);
    this.channel?.postMessage({ slot, locked: true });
  }

  keep(slot) {
    const { answer, base, dirty, tries, seconds, history } = this.get(slot);
    this.unkept = !this.local.write(slot, { answer, base, dirty, tries, seconds, history, at: Date.now() });
  }

  tell(name, slot) {
    this.dispatchEvent(new CustomEvent(name, { detail: { slot } }));
  }

  later(delay) {
    if (this.closed || this.blocked) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  send() {
    this.running ??= this.run().finally(() => {
      this.running = null;
      this.tell("state");
    });
    return this.running;
  }

  async run() {
    clearTimeout(this.timer);
    this.timer = 0;
    let slot;
    while ((slot = this.nextToSend()) && !this.closed && !this.blocked) {
      this.tell("state");
      if (!(await this.sendOne(slot))) return;
    }
    this.trouble = null;
  }

  nextToSend() {
    for (const [slot, one] of this.records) if (one.dirty && !one.conflict && !one.refused) return slot;
    return undefined;
  }

  /** Sends one answer. False when sending has to wait. */
  async sendOne(slot) {
    const record = this.get(slot);
    const sent = canon(record.answer);
    if (!record.tries.includes(sent)) record.tries = [...record.tries, sent].slice(-MOST_TRIES);
    this.keep(slot);
    const { seconds } = record;
    let response;
    try {
      response = await this.request("PUT", `/answers/${slot}`, record);
    } catch {
      return this.wait("offline");
    }
    if (response.type === "opaqueredirect" || response.status === 401) return this.block("signed_out");
    if (response.ok) {
      record.seconds -= seconds;
      return this.received(slot, versionOf(response, record.base + 1), sent);
    }
    const body = await response.json().catch(() => null);
    if (response.status === 412 && body) return this.differs(slot, body, sent);
    if (response.status === 409) return this.refresh(slot);
    if (response.status === 403 || response.status === 404) {
      if (!(await this.recheck()) || record.recheckedOnce) return this.wait("retrying");
      record.recheckedOnce = true;
      return true;
    }
    if (response.status === 429 || response.status >= 500) {
      return this.wait("retrying", Number(response.headers.get("Retry-After")) * 1_000);
    }
    record.refused = { where: body?.error?.where ?? null, message: body?.error?.message ?? null };
    this.keep(slot);
    this.tell("refused", slot);
    return true;
  }

  request(method, path, record) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.csrf };
    let body;
    if (record) {
      headers["Content-Type"] = "application/json";
      headers["If-Match"] = `"${record.base}"`;
      body = bodyOf(record);
    }
    return fetch(this.url + path, {
      method, headers, body, redirect: "manual", credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  received(slot, version, sent) {
    const record = this.get(slot);
    record.base = version;
    record.dirty = canon(record.answer) !== sent;
    record.tries = [];
    record.recheckedOnce = false;
    this.trouble = null;
    this.retries = 0;
    this.savedAt = Date.now();
    this.keep(slot);
    this.channel?.postMessage({ slot, answer: JSON.parse(sent), version });
    return true;
  }

  /** The server holds another version: ours after all (a lost receipt), or somebody's to choose between. */
  differs(slot, { answer = null, version }, sent) {
    const record = this.get(slot);
    const theirs = canon(answer);
    if (theirs === sent || theirs === canon(record.answer)) return this.received(slot, version, theirs);
    if (record.tries.includes(theirs)) {
      record.base = version;
      record.tries = [sent];
      return true;
    }
    record.conflict = { answer, version };
    this.tell("conflict", slot);
    return true;
  }

  /** After 409: is the whole set closed, or this one answer locked elsewhere? */
  async refresh(slot) {
    let attempt;
    try {
      const response = await fetch(this.url, { headers: { Accept: "application/json" } });
      if (!response.ok) return this.wait("retrying");
      attempt = await response.json();
    } catch {
      return this.wait("offline");
    }
    const item = attempt.items?.find((one) => one.id === slot);
    if (attempt.state !== "open") {
      this.closed = true;
      return false;
    }
    if (!item?.locked) return this.wait("retrying");
    this.adopt(slot, item.answer, item.version);
    this.lock(slot);
    this.tell("locked", slot);
    return true;
  }

  wait(trouble, atLeast = 0) {
    this.trouble = trouble;
    const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.retries++);
    this.later(Math.max(atLeast || 0, delay * (0.8 + Math.random() * 0.4)));
    return false;
  }

  block(reason) {
    this.blocked = reason;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.recheck(), RECHECK_MS);
    this.tell("state");
    return false;
  }

  /** Asks who is signed in and takes a fresh token. True when it is the same person, and sending can go on. */
  async recheck() {
    let session;
    try {
      const response = await fetch(this.sessionUrl, { headers: { Accept: "application/json" } });
      session = response.ok ? await response.json() : {};
    } catch {
      return this.blocked ? this.block(this.blocked) : false;
    }
    if (!session.user) return this.block("signed_out");
    if (session.user.key !== undefined && session.user.key !== this.user) return this.block("stranger");
    this.csrf = session.csrf ?? this.csrf;
    document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", this.csrf);
    const wasBlocked = this.blocked !== null;
    this.blocked = null;
    if (wasBlocked) this.later(0);
    return true;
  }

  /** Another tab of this attempt spoke. Its changes are taken over unless there is unsent work here. */
  hear({ slot, answer, version, locked }) {
    const record = this.get(slot);
    if (!record) return;
    if (locked) {
      record.locked = true;
      record.dirty = false;
      this.tell("locked", slot);
      return;
    }
    if (record.dirty && canon(record.answer) !== canon(answer)) return;
    if (version !== undefined) {
      record.base = version;
      record.dirty = false;
    }
    if (canon(record.answer) !== canon(answer)) this.adopt(slot, answer, record.base, { keep: false });
    this.tell("state");
  }

  adopt(slot, answer, version, { keep = true } = {}) {
    const record = this.get(slot);
    const history = recordStep(record.history, answer ?? null);
    Object.assign(record, { answer: answer ?? null, base: version, dirty: false, refused: null, history });
    if (keep) this.keep(slot);
    this.tell("adopted", slot);
  }

  /** Answers a closed tab left unsent on this device are sent from here. */
  takeOver() {
    for (const [slot, record] of this.records) {
      const kept = this.local.read(slot);
      if (record.dirty || record.locked || !kept?.dirty || kept.base !== record.base) continue;
      if (canon(kept.answer) !== canon(record.answer)) this.adopt(slot, kept.answer, record.base, { keep: false });
      Object.assign(record, { dirty: true, tries: kept.tries ?? [] });
    }
  }

  listen() {
    const wake = () => {
      if (this.blocked) this.recheck();
      else if (this.trouble) {
        this.retries = 0;
        this.takeOver();
        this.later(0);
      }
    };
    addEventListener("online", wake);
    addEventListener("focus", wake);
    addEventListener("offline", () => {
      this.trouble = "offline";
      this.tell("state");
    });
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") wake();
      else if (!this.closed && !this.blocked) this.send();
    });
  }

  /** The page is going away: what is unsent goes out with keepalive, and stays on the device until confirmed. */
  flush() {
    if (this.closed || this.blocked) return;
    for (const [slot, record] of this.records) {
      if (!record.dirty || record.conflict || record.refused) continue;
      record.tries = [...record.tries, canon(record.answer)].slice(-MOST_TRIES);
      const body = bodyOf(record);
      // Whether this arrives is not told: its time goes out once rather than twice.
      record.seconds = 0;
      this.keep(slot);
      fetch(`${this.url}/answers/${slot}`, {
        method: "PUT", keepalive: true, credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf, "If-Match": `"${record.base}"` },
        body,
      }).catch(() => {});
    }
  }

  /** The set is handed in: nothing of it is needed on this device any more. */
  finish() {
    this.closed = true;
    clearTimeout(this.timer);
    this.local.clear();
  }
}

function versionOf(response, otherwise) {
  const found = /(\d+)/.exec(response.headers.get("ETag") ?? "");
  return found ? Number(found[1]) : otherwise;
}

/** What is sent: the answer, and the seconds since the last time one was. */
function bodyOf({ answer, seconds }) {
  return JSON.stringify({ answer, seconds: Math.round(seconds * 10) / 10 });
}
