// The lists of orders and refunds, with their buttons.

import { act, button, call, element, redraw, timeOfDay, yuan } from "./page.js";
import { t } from "./texts.js";

const TONES = { NOTPAY: "wait", USERPAYING: "wait", SUCCESS: "good", CLOSED: "done", REFUND: "info", REVOKED: "info", PAYERROR: "bad", PROCESSING: "wait", ABNORMAL: "bad" };

/** Draw orders and refunds. */
export function drawLedger(ledger, refresh) {
  const { paid_fen, refunded_fen, reversed_fen } = ledger.totals;
  document.getElementById("totals").textContent = t().totals(yuan(paid_fen), yuan(refunded_fen), yuan(reversed_fen));
  const orders = [...ledger.orders].reverse();
  redraw("orders", [orders, ledger.notifications], () =>
    orders.length ? orders.map((order) => orderCard(order, ledger.notifications, refresh)) : [empty(t().noOrders)]);
  const refunds = [...ledger.refunds].reverse();
  redraw("refunds", refunds, () =>
    refunds.length ? refunds.map((refund) => refundCard(refund, refresh)) : [empty(t().noRefunds)]);
}

function orderCard(order, notifications, refresh) {
  const number = order.out_trade_no;
  const own = notifications.filter((row) => row.out_trade_no === number);
  return element("article", { "aria-label": `${t().orders} ${number}` },
    element("div", { className: "top" }, element("h3", { text: number }), badge(order.trade_state, t()[order.trade_state])),
    element("p", { text: order.description }),
    element("p", {}, element("span", { className: "amount", text: yuan(order.total_fen) }), element("span", { className: "quiet", text: ` · ${t().tradeTypes[order.trade_type]}` })),
    element("p", { className: "quiet", text: history(order) }),
    element("p", { className: "quiet", text: notified(order, own) }),
    element("div", { className: "buttons" }, ...orderButtons(order, refresh)));
}

function orderButtons(order, refresh) {
  const number = order.out_trade_no;
  const post = (path, body) => () => act(() => call("POST", path, { out_trade_no: number, ...body }), refresh);
  const send = (fault) => () => act(async () => {
    const { sent } = await call("POST", "notify", { out_trade_no: number, ...(fault && { fault }) });
    return t().sent(sent.map((one) => `${t()[one.verdict]} (${one.status ?? "-"})`).join(", "));
  }, refresh);
  const named = (text, key, handle) => button(text, `${key} ${number}`, handle, `${text}, ${number}`);
  const decide = (action) => named(t()[action], action, post("order", { action }));
  const isCode = order.trade_type === "MICROPAY";
  const isOpen = ["NOTPAY", "USERPAYING"].includes(order.trade_state);
  return [
    ...(isOpen ? ["pay", ...(isCode ? ["cancel"] : []), "expire"].map(decide) : []),
    ...(order.paid_fen && !isCode ? [named(t().notify, "notify", send())] : []),
    ...((isOpen || order.paid_fen) && !isCode ? [named(t().forge, "forge", send("notify_forged_key"))] : []),
  ];
}

function history(order) {
  const parts = [`${t().created} ${timeOfDay(order.created_at)}`];
  if (["NOTPAY", "USERPAYING"].includes(order.trade_state)) parts.push(`${t().expires} ${order.expires_at.slice(5, 16).replace("T", " ")}`);
  if (order.paid_at) parts.push(`${t().paidAt} ${timeOfDay(order.paid_at)}`);
  if (order.reversed_at) parts.push(`${t().reversedAt} ${timeOfDay(order.reversed_at)}`);
  if (order.closed_at) parts.push(`${t()[order.close_reason]} ${timeOfDay(order.closed_at)}`);
  if (order.refunded_fen) parts.push(`${t().refundedPart} ${yuan(order.refunded_fen)}`);
  return parts.join(" · ");
}

function notified(order, own) {
  if (order.trade_type === "MICROPAY") return t().neverNotified;
  return `${t().notification}: ${own.map(delivery).join("; ") || t().notSent}`;
}

function delivery(row) {
  return `${row.event_type} ${t()[row.state]}, ${t().attempts(row.attempts)}`;
}

function refundCard(refund, refresh) {
  const number = refund.out_refund_no;
  const outcomes = refund.status === "PROCESSING" ? ["SUCCESS", "ABNORMAL", "CLOSED"] : [];
  const finish = (status) => () => act(() => call("POST", "refund", { out_refund_no: number, status }), refresh);
  return element("article", { "aria-label": `${t().refunds} ${number}` },
    element("div", { className: "top" }, element("h3", { text: number }), badge(refund.status, refundText(refund.status))),
    element("p", { className: "amount", text: yuan(refund.refund_fen) }),
    element("p", { className: "quiet", text: `${t().orders}: ${refund.out_trade_no} · ${timeOfDay(refund.created_at)}` }),
    ...(refund.status === "ABNORMAL" ? [element("p", { className: "quiet", text: t().abnormalHint })] : []),
    element("div", { className: "buttons" },
      ...outcomes.map((status) => button(t().finish[status], `${status} ${number}`, finish(status), `${t().finish[status]}, ${number}`))));
}

const refundText = (status) => t()[`refund${status}`] ?? t()[status];
const badge = (state, text) => element("span", { className: `badge ${TONES[state]}`, text });
const empty = (text) => element("p", { className: "empty", text });
