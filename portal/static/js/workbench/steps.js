/** The order items are met in, and the time spent on each. Pure: knows no page. */

const IDLE_MS = 30_000;

/** The order with this slot moved to its end: a skipped item comes back last. */
export function skip(order, slot) {
  return [...order.filter((one) => one !== slot), slot];
}

/** Kept order where it still fits the items, else the items as they came. */
export function mendOrder(kept, slots) {
  const known = new Set(slots);
  const order = (Array.isArray(kept) ? kept : []).filter((slot) => known.has(slot));
  return [...new Set([...order, ...slots])];
}

/** Where to go after `slot`: the next in order, then the first one still open, then null. */
export function after(order, slot, isDone) {
  const next = order[order.indexOf(slot) + 1];
  return next ?? order.find((one) => one !== slot && !isDone(one)) ?? null;
}

/** The first slot still open, or the last of all. */
export function firstOpen(order, isDone) {
  return order.find((slot) => !isDone(slot)) ?? order[order.length - 1];
}

/** Counts active time: a pause longer than 30 seconds adds 30 seconds and no more. */
export class ActiveClock {
  constructor(now) {
    this.last = now;
    this.spent = 0;
  }

  touch(now) {
    this.spent += Math.min(Math.max(0, now - this.last), IDLE_MS);
    this.last = now;
  }

  /** Seconds since the last call of take. */
  take(now) {
    this.touch(now);
    const seconds = this.spent / 1000;
    this.spent = 0;
    return seconds;
  }
}
