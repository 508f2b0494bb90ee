/** Undo and redo of one item's answer. Plain data, so that it can be kept and survives a reload. */

const MOST_STEPS = 150;
const MERGE_MS = 900;

/** A history that begins with this answer. */
export function begin(answer) {
  return { steps: [answer], at: 0, merge: null, time: 0 };
}

export function current(history) {
  return history.steps[history.at];
}

/** The history with one more step.
 *
 * Steps with the same `merge` mark in quick succession count as one: holding an arrow key is one undo.
 */
export function record(history, answer, { merge = null, now = 0 } = {}) {
  const joins = merge !== null && history.merge === merge && now - history.time < MERGE_MS;
  const kept = history.steps.slice(0, history.at + (joins && history.at > 0 ? 0 : 1));
  const steps = [...kept, answer].slice(-MOST_STEPS);
  return { steps, at: steps.length - 1, merge, time: now };
}

export function canUndo(history) {
  return history.at > 0;
}

export function canRedo(history) {
  return history.at < history.steps.length - 1;
}

export function undo(history) {
  return canUndo(history) ? { ...history, at: history.at - 1, merge: null } : history;
}

export function redo(history) {
  return canRedo(history) ? { ...history, at: history.at + 1, merge: null } : history;
}
