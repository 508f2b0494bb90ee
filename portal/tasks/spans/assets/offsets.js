/** Places in a text. Browsers count UTF-16 units, answers count Unicode code points; people see graphemes. */

const JOINT = /^[-_@/.'’:&+#]$/u;

export class Places {
  /** `lang` helps to find words; an unknown one is ignored. */
  constructor(text, lang) {
    this.text = text;
    this.units = [0];
    for (const mark of text) this.units.push(this.units.at(-1) + mark.length);
    this.points = new Map(this.units.map((unit, point) => [unit, point]));
    this.edges = segments(text, "grapheme", lang).map(({ start }) => start).concat(text.length);
    this.words = findWords(text, lang);
  }

  /** Code point offset of a UTF-16 offset; inside a pair it is the offset of the character. */
  toPoint(unit) {
    return this.points.get(unit) ?? this.points.get(unit - 1);
  }

  toUnit(point) {
    return this.units[Math.min(point, this.units.length - 1)];
  }

  /** The nearest grapheme edge at or before the unit. */
  edgeBefore(unit) {
    return this.edges.findLast((edge) => edge <= unit) ?? 0;
  }

  edgeAfter(unit) {
    return this.edges.find((edge) => edge >= unit) ?? this.text.length;
  }

  /** One grapheme further (+1) or back (-1). */
  step(unit, by) {
    if (by > 0) return this.edges.find((edge) => edge > unit) ?? this.text.length;
    return this.edges.findLast((edge) => edge < unit) ?? 0;
  }

  /** The range widened to whole graphemes, white space trimmed at both ends; null when nothing is left. */
  tidy(start, end) {
    let from = this.edgeBefore(Math.min(start, end));
    let to = this.edgeAfter(Math.max(start, end));
    while (from < to && /\s/u.test(this.text[from])) from += 1;
    while (to > from && /\s/u.test(this.text[to - 1])) to -= 1;
    return from < to ? { start: from, end: to } : null;
  }

  /** Index of the word at a UTF-16 offset, or of the next one; -1 in a text without words. */
  wordAt(unit) {
    const inside = this.words.findIndex(({ start, end }) => start <= unit && unit < end);
    if (inside >= 0) return inside;
    const ends = this.words.findIndex(({ end }) => end === unit);
    if (ends >= 0) return ends;
    const next = this.words.findIndex(({ start }) => start > unit);
    return next >= 0 ? next : this.words.length - 1;
  }
}

function segments(text, granularity, lang) {
  let cutter;
  try {
    cutter = new Intl.Segmenter(lang || undefined, { granularity });
  } catch {
    cutter = new Intl.Segmenter(undefined, { granularity });
  }
  return Array.from(cutter.segment(text), ({ segment, index, isWordLike }) => ({
    start: index, end: index + segment.length, text: segment, isWordLike,
  }));
}

/** What the caret stops at: words, numbers, signs, emoji. "ORD-1234" and "a@b.com" are one stop each.
 *
 * Punctuation is no stop, for no name ends in it; moving an edge by a character reaches it all the same.
 */
function findWords(text, lang) {
  const found = [];
  for (const piece of segments(text, "word", lang)) {
    if (/^\s*$/u.test(piece.text)) continue;
    const [joint, before] = [found.at(-1), found.at(-2)];
    const joins = joint && before && piece.isWordLike && before.isWordLike && JOINT.test(joint.text)
      && before.end === joint.start && joint.end === piece.start;
    if (joins) found.splice(-2, 2, { ...before, end: piece.end, text: before.text + joint.text + piece.text });
    else found.push(piece);
  }
  const stops = found.filter((piece) => !/^\p{P}+$/u.test(piece.text));
  return (stops.length ? stops : found).map(({ start, end }) => ({ start, end }));
}

/** Answer spans (code points) as spans in UTF-16 units, and back. */
export function toUnits(places, spans) {
  return spans.map(({ start, end, label }) => ({ start: places.toUnit(start), end: places.toUnit(end), label }));
}

export function toAnswer(places, spans) {
  const points = spans.map(({ start, end, label }) => ({ start: places.toPoint(start), end: places.toPoint(end), label }));
  return points.sort((a, b) => a.start - b.start || b.end - a.end || (a.label < b.label ? -1 : 1));
}

/** The lane of each span: shortest nearest to the text, spans that share a character never in one lane. */
export function lanes(spans) {
  const order = spans.map((span, at) => at).sort((a, b) => length(spans[a]) - length(spans[b]) || spans[a].start - spans[b].start);
  const placed = [];
  const found = new Array(spans.length);
  for (const at of order) {
    const { start, end } = spans[at];
    let lane = 0;
    while (placed.some((one) => one.lane === lane && one.start < end && start < one.end)) lane += 1;
    placed.push({ start, end, lane });
    found[at] = lane;
  }
  return found;
}

function length({ start, end }) {
  return end - start;
}
