// The map: every order under way as a line from its shop to its guest, and its rider.

import { element } from "./page.js";
import { t } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";
// A phone's map has fewer points, so that its words stay as large.
const isNarrow = matchMedia("(max-width: 40rem)").matches;
const WIDTH = isNarrow ? 330 : 600, HEIGHT = isNarrow ? 300 : 400, EDGE = 44;
const BELOW = 22, ABOVE = -12;
const LEAST_SPAN = 0.004;

/** Return the map of some orders, or a line that there are none. */
export function mapOf(orders) {
  if (!orders.length) return [element("p", { className: "empty", text: t().noRides })];
  const place = projection(orders.flatMap(({ from, to, position }) => [from, to, ...(position ? [position] : [])]));
  const map = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": t().map });
  for (const order of orders) map.append(way(place(order.from), place(order.to)));
  const shops = new Map(orders.map((order) => [String(order.from), order]));
  for (const order of shops.values()) map.append(...mark(place(order.from), "shop", order.shop));
  for (const order of orders) map.append(...mark(place(order.to), "guest", order.sequence || order.number.slice(-6)));
  for (const order of orders) if (order.position) map.append(...mark(place(order.position), "rider", order.rider.name));
  return [map];
}

/** Return how far a rider has come on the way to the guest, 0 to 1. */
export function progressOf({ from, to, position, state }) {
  if (state === "DONE") return 1;
  if (state !== "DELIVERING" || !position) return 0;
  const whole = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return whole ? Math.hypot(position[0] - from[0], position[1] - from[1]) / whole : 1;
}

function projection(points) {
  const lngs = points.map((point) => point[0]), lats = points.map((point) => point[1]);
  const west = Math.min(...lngs), south = Math.min(...lats);
  // A degree of longitude is shorter than one of latitude.
  const shrink = Math.cos(south * Math.PI / 180);
  const wide = Math.max((Math.max(...lngs) - west) * shrink, LEAST_SPAN);
  const high = Math.max(Math.max(...lats) - south, LEAST_SPAN);
  const scale = Math.min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high);
  const left = (WIDTH - wide * scale) / 2, top = (HEIGHT - high * scale) / 2;
  return ([lng, lat]) => [left + (lng - west) * shrink * scale, HEIGHT - top - (lat - south) * scale];
}

function way([x1, y1], [x2, y2]) {
  return shape("line", { x1, y1, x2, y2, class: "way" });
}

function mark([x, y], kind, text) {
  // A rider at the shop or at the guest's must not hide its name.
  const words = shape("text", { x, y: y + (kind === "rider" ? BELOW : ABOVE), "text-anchor": "middle" });
  words.textContent = text;
  return [shape("circle", { cx: x, cy: y, r: 7, class: kind }), words];
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
