// What all parts of the console share: calling the sandbox, building elements.

import { t } from "./texts.js";

/** Call the control API; throw with its own words if it refuses. */
export async function call(method, path, body) {
  const answer = await fetch(`/control/${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

/** Return a new element; text is set as text, never as markup. */
export function element(name, { text, className, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Return a button; `key` lets it keep the focus when its list is drawn anew. */
export function button(text, key, handleClick, label) {
  const made = element("button", { type: "button", text, "data-key": key });
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", handleClick);
  return made;
}

const drawn = new Map();

/** Fill a box with what `draw` returns, only if `state` changed; keep the focus. */
export function redraw(id, state, draw) {
  const signature = JSON.stringify([document.documentElement.lang, state]);
  if (drawn.get(id) === signature) return;
  drawn.set(id, signature);
  const box = document.getElementById(id);
  const key = box.contains(document.activeElement) && document.activeElement.dataset.key;
  box.replaceChildren(...draw());
  if (key) box.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** Say what came of an action, to the eye and to the screen reader. */
export function say(text, isBad = false) {
  const status = document.getElementById("status");
  status.textContent = text;
  status.className = isBad ? "bad" : "";
}

/** Run an action of a button; say what went wrong. */
export async function act(action, refresh) {
  try {
    const text = await action();
    say(typeof text === "string" ? text : t().done);
  } catch (error) {
    say(error instanceof TypeError ? t().offline : error.message, true);
  }
  await refresh();
}

/** Return fen as yuan. */
export const yuan = (fen) => `¥${(fen / 100).toFixed(2)}`;

/** Return the time of day of an RFC 3339 time in China. */
export const timeOfDay = (text) => text.slice(11, 19);
