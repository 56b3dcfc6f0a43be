// The couriers' orders: what each is doing, what was told of it, and its buttons.

import { progressOf } from "./courier-map.js";
import { act, button, call, element, redraw, timeOfDay, yuan } from "./page.js";
import { t } from "./texts.js";

const TONES = { WAITING: "wait", ACCEPTED: "info", ATSHOP: "info", DELIVERING: "info", DONE: "good", CANCELLED: "done", RETURNING: "bad", RETURNED: "done", FAILED: "bad" };
const BAD_MESSAGES = ["callback_forged", "callback_unsigned", "callback_bad_sign", "callback_unknown_order", "callback_unknown_status", "callback_garbage"];

/** Draw the orders with what was told of each. */
export function drawCourierOrders(orders, callbacks, refresh) {
  redraw("courier-orders", [orders, callbacks], () =>
    orders.length ? orders.map((order) => card(order, callbacks.filter((one) => one.order_id === order.id).reverse(), refresh))
      : [element("p", { className: "empty", text: t().noCourierOrders })]);
}

function card(order, told, refresh) {
  const { charged } = order;
  const money = [[t().fee, order.fee_fen], [t().tip, order.tip_fen], [t().penaltyPaid, order.penalty_fen]].filter(([, fen]) => fen);
  return element("article", { "aria-label": order.number },
    element("div", { className: "top" },
      element("h3", { text: order.number }),
      element("span", { className: `badge ${TONES[order.state]}`, text: t().courierStates[order.state] })),
    element("p", { className: "quiet", text: [t().platforms[order.platform], order.shop, `${(order.distance_m / 1000).toFixed(1)} km`].join(" · ") }),
    element("p", { text: order.rider ? `${order.rider.name} ${order.rider.phone}` : t().noRider }),
    order.state === "DELIVERING" ? element("progress", { value: progressOf(order).toFixed(3), max: 1, "aria-label": t().courierStates.DELIVERING }) : "",
    element("p", {}, element("span", { className: "amount", text: `${t().charged} ${yuan(charged.net_fen)}` }),
      element("span", { className: "quiet", text: ` (${money.map(([name, fen]) => `${name} ${yuan(fen)}`).join(", ")})` })),
    element("p", { className: "quiet", text: nextOf(order) }),
    element("div", { className: "told" }, ...toldOf(told)),
    buttonsOf(order, refresh),
    messagesOf(order, told, refresh));
}

function nextOf(order) {
  if (order.next_at && order.next_action !== "expire") return t().nextStep(t().steps[order.next_action], timeOfDay(order.next_at));
  return order.steps.length ? t().byHand : "";
}

function toldOf(told) {
  if (!told.some((one) => one.notify_url)) return [element("span", { className: "quiet", text: `${t().callbacksTold}: ${t().nobodyTold}` })];
  return told.map((one) => element("span", { className: one.state === "delivered" ? "good" : one.state === "given_up" ? "bad" : "wait" , text: `${statusOf(one)} ${t().callbackStates[one.state]}` }));
}

function statusOf({ content, event_type }) {
  return content.order_status ?? content.status ?? content.state ?? event_type;
}

function buttonsOf(order, refresh) {
  const live = order.steps.length > 0;
  const withRider = ["ACCEPTED", "ATSHOP", "DELIVERING", "RETURNING"].includes(order.state);
  const more = [
    ...(withRider ? ["exception"] : []),
    ...(order.platform === "dada" && ["ACCEPTED", "ATSHOP"].includes(order.state) ? ["ask_cancel"] : []),
    ...(["ACCEPTED", "ATSHOP"].includes(order.state) ? ["ready"] : []),
    ...(live ? [order.is_auto ? "steer" : "auto"] : []),
  ];
  const make = (action, isFirst) => {
    const made = button(t().steps[action], `${action} ${order.id}`,
      () => act(() => call("POST", "courier-order", { id: order.id, action }), refresh), `${t().steps[action]}: ${order.number}`);
    if (isFirst) made.className = "strong";
    return made;
  };
  return element("div", { className: "buttons" }, ...[...order.steps, ...more].map((action, index) => make(action, index === 0)));
}

function messagesOf(order, told, refresh) {
  if (!told.some((one) => one.notify_url)) return "";
  const send = (body) => act(async () => {
    const { sent } = await call("POST", "courier-callback", { id: order.id, ...body });
    return t().sent(sent.map((one) => t()[one.verdict] ?? one.verdict).join(", "));
  }, refresh);
  const choice = element("select", { "data-key": `choice ${order.id}` }, ...BAD_MESSAGES.map((name) => element("option", { value: name, text: t().badMessages[name] })));
  const label = element("label", {}, element("span", { text: t().badMessage }), choice);
  const box = element("details", {}, element("summary", { text: t().callbacksTold, "data-key": `more ${order.id}` }),
    element("div", { className: "buttons" },
      button(t().sendAgain, `again ${order.id}`, () => send({}), `${t().sendAgain}: ${order.number}`),
      button(t().sendBackwards, `back ${order.id}`, () => send({ order: "newest_first" }), `${t().sendBackwards}: ${order.number}`)),
    label,
    element("div", { className: "buttons" }, button(t().sendBad, `bad ${order.id}`, () => send({ fault: choice.value }), `${t().sendBad}: ${order.number}`)));
  box.open = opened.has(order.id);
  box.addEventListener("toggle", () => box.open ? opened.add(order.id) : opened.delete(order.id));
  return box;
}

// Cards are drawn anew while somebody chooses.
const opened = new Set();
