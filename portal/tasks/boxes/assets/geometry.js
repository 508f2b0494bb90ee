/** Boxes and views as plain numbers. A box is [x, y, width, height] in pixels of the picture, edges between pixels.
 *
 * A view {x, y, k} puts the picture's point (x, y) at the stage's corner and shows k screen pixels a picture pixel.
 */

export const LEAST_PX = 1;
const MOST_ZOOM = 16;
const SIDES = { left: 0, top: 1, right: 2, bottom: 3 };

export function round(value) {
  return Math.round(value * 10) / 10;
}

function between(value, low, high) {
  return Math.min(Math.max(value, low), Math.max(low, high));
}

/** Edges [left, top, right, bottom] as a box inside the picture: rounded to 0.1, at least one pixel each way. */
function fromEdges([left, top, right, bottom], { width, height }) {
  const x = between(round(Math.min(left, right)), 0, width - LEAST_PX);
  const y = between(round(Math.min(top, bottom)), 0, height - LEAST_PX);
  const toX = between(round(Math.max(left, right)), x + LEAST_PX, width);
  const toY = between(round(Math.max(top, bottom)), y + LEAST_PX, height);
  return [x, y, round(toX - x), round(toY - y)];
}

export function edgesOf([x, y, width, height]) {
  return [x, y, x + width, y + height];
}

/** The box between two corners, in any order. */
export function fromCorners(a, b, size) {
  return fromEdges([a.x, a.y, b.x, b.y], size);
}

/** Any four numbers as a proper box; null when one of them is not a number. */
export function toBox(numbers, size) {
  if (numbers.some((number) => !Number.isFinite(number))) return null;
  const [x, y, width, height] = numbers;
  const left = between(x, 0, size.width - LEAST_PX);
  const top = between(y, 0, size.height - LEAST_PX);
  return fromEdges([left, top, left + Math.max(width, LEAST_PX), top + Math.max(height, LEAST_PX)], size);
}

/** The box moved, its size kept, stopped at the picture's border. */
export function moveBox([x, y, width, height], dx, dy, size) {
  return [
    round(between(x + dx, 0, size.width - width)), round(between(y + dy, 0, size.height - height)), width, height,
  ];
}

/** One edge moved by `by` pixels to the right or down; it never passes the opposite edge. */
export function moveEdge(box, side, by, size) {
  const edges = edgesOf(box);
  const at = SIDES[side];
  const opposite = edges[(at + 2) % 4];
  edges[at] = at < 2 ? Math.min(edges[at] + by, opposite - LEAST_PX) : Math.max(edges[at] + by, opposite + LEAST_PX);
  return fromEdges(edges, size);
}

/** The edge a key pushes: growing moves the edge on that side out, shrinking pulls the opposite edge along. */
export function edgeForArrow(arrow, grow) {
  const out = { ArrowLeft: "left", ArrowUp: "top", ArrowRight: "right", ArrowDown: "bottom" }[arrow];
  const pulled = { left: "right", top: "bottom", right: "left", bottom: "top" }[out];
  return grow ? out : pulled;
}

export function arrowStep(arrow, by = 1) {
  return { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[arrow];
}

/** The box with one handle ("n", "ne", …) dragged to a point; dragging past the other side turns it over. */
export function dragHandle(box, handle, point, size) {
  const edges = edgesOf(box);
  if (handle.includes("w")) edges[0] = point.x;
  if (handle.includes("n")) edges[1] = point.y;
  if (handle.includes("e")) edges[2] = point.x;
  if (handle.includes("s")) edges[3] = point.y;
  return fromEdges(edges, size);
}

/** The eight handles of a box, by name. */
export function handlesOf(box) {
  const [left, top, right, bottom] = edgesOf(box);
  const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
  return {
    nw: [left, top], n: [midX, top], ne: [right, top], e: [right, midY],
    se: [right, bottom], s: [midX, bottom], sw: [left, bottom], w: [left, midY],
  };
}

/** The handle within `reach` picture pixels of a point, corners first; null for none. */
export function handleAt(box, point, reach) {
  const handles = handlesOf(box);
  const near = (name) => Math.abs(handles[name][0] - point.x) <= reach && Math.abs(handles[name][1] - point.y) <= reach;
  const found = ["nw", "ne", "se", "sw", "n", "e", "s", "w"].find(near);
  if (found) return found;
  const [left, top, right, bottom] = edgesOf(box);
  const alongX = point.x >= left && point.x <= right;
  const alongY = point.y >= top && point.y <= bottom;
  if (alongX && Math.abs(point.y - top) <= reach / 2) return "n";
  if (alongX && Math.abs(point.y - bottom) <= reach / 2) return "s";
  if (alongY && Math.abs(point.x - left) <= reach / 2) return "w";
  if (alongY && Math.abs(point.x - right) <= reach / 2) return "e";
  return null;
}

export function contains([x, y, width, height], point) {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** Indices of the boxes under a point, smallest first. */
export function under(boxes, point) {
  return boxes
    .map((box, at) => ({ at, area: box[2] * box[3], hit: contains(box, point) }))
    .filter(({ hit }) => hit)
    .sort((a, b) => a.area - b.area)
    .map(({ at }) => at);
}

export function onEdge(box, point, reach) {
  const [x, y, width, height] = box;
  const outer = contains([x - reach, y - reach, width + 2 * reach, height + 2 * reach], point);
  const inner = width > 2 * reach && height > 2 * reach
    && contains([x + reach, y + reach, width - 2 * reach, height - 2 * reach], point);
  return outer && !inner;
}

// ---- views ----

export function toPicture(view, x, y) {
  return { x: view.x + x / view.k, y: view.y + y / view.k };
}

/** The whole picture, centred, with a margin in screen pixels. */
export function fit(stage, size, margin = 12) {
  const k = Math.max(0.05, Math.min((stage.width - 2 * margin) / size.width, (stage.height - 2 * margin) / size.height));
  return { k, x: size.width / 2 - stage.width / 2 / k, y: size.height / 2 - stage.height / 2 / k };
}

/** The view zoomed by a factor, the picture's point under (x, y) of the stage staying where it is. */
export function zoomAt(view, factor, x, y, stage, size) {
  const least = Math.min(fit(stage, size).k, 1) * 0.8;
  const k = between(view.k * factor, least, MOST_ZOOM);
  const point = toPicture(view, x, y);
  return keepInSight({ k, x: point.x - x / k, y: point.y - y / k }, stage, size);
}

/** The view that shows a box with room around it. */
export function zoomTo([x, y, width, height], stage, size) {
  const room = 0.6;
  const k = between(Math.min((stage.width * room) / width, (stage.height * room) / height), fit(stage, size).k, MOST_ZOOM);
  const view = { k, x: x + width / 2 - stage.width / 2 / k, y: y + height / 2 - stage.height / 2 / k };
  return keepInSight(view, stage, size);
}

export function pan(view, dx, dy, stage, size) {
  return keepInSight({ ...view, x: view.x - dx / view.k, y: view.y - dy / view.k }, stage, size);
}

/** The view moved so that the middle of the stage stays over the picture. */
export function keepInSight(view, stage, size) {
  const [halfX, halfY] = [stage.width / 2 / view.k, stage.height / 2 / view.k];
  return {
    k: view.k,
    x: between(view.x + halfX, 0, size.width) - halfX,
    y: between(view.y + halfY, 0, size.height) - halfY,
  };
}

/** The view moved just far enough to show a point, with 40 screen pixels around it. */
export function follow(view, point, stage) {
  const margin = 40 / view.k;
  const [w, h] = [stage.width / view.k, stage.height / view.k];
  return {
    k: view.k,
    x: between(view.x, point.x + margin - w, point.x - margin),
    y: between(view.y, point.y + margin - h, point.y - margin),
  };
}
