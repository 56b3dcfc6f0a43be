// The couriers' page: reads the control API every two seconds and draws it.

import { drawCourierOrders } from "./courier-orders.js";
import { mapOf } from "./courier-map.js";
import { act, button, call, element, redraw, say, yuan } from "./page.js";
import { switchLanguage, t, writeFixedTexts } from "./texts.js";

const POLL_INTERVAL_MS = 2000;
const MINUTE = 60, HOUR = 3600;
const SETTINGS = ["courier_auto", "courier_accept_s", "courier_to_shop_s", "courier_pickup_s", "courier_speed_mps", "courier_surge_fen"];
const TOP_UP_FEN = 10000, LOW_FEN = 100;
const form = document.getElementById("courier-settings");
const onlyLive = document.getElementById("only-live");
let wasOffline = false;

async function refresh() {
  try {
    const [{ accounts, orders, waiting_callbacks }, { callbacks }, clock] = await Promise.all([
      call("GET", "couriers?limit=60"), call("GET", "courier-callbacks?limit=500"), call("GET", "clock"),
    ]);
    const live = orders.filter((order) => order.steps.length);
    document.getElementById("courier-totals").textContent = t().courierTotals(live.length, waiting_callbacks);
    redraw("map", live.map(({ id, from, to, position }) => [id, from, to, position]), () => mapOf(live));
    drawCourierOrders(onlyLive.checked ? live : orders, callbacks, refresh);
    drawAccounts(accounts, monthOf(clock.now));
    drawNow(clock.now);
    if (wasOffline) say("");
    wasOffline = false;
  } catch {
    wasOffline = true;
    say(t().offline, true);
  }
}

function drawNow(now) {
  const options = { dateStyle: "medium", timeStyle: "medium", timeZone: "Asia/Shanghai" };
  document.getElementById("now").textContent = new Date(now * 1000).toLocaleString(document.documentElement.lang, options);
}

function monthOf(now) {
  return new Date((now + 8 * HOUR) * 1000).toISOString().slice(0, 7);
}

function drawAccounts(accounts, month) {
  redraw("accounts", [accounts, month], () => accounts.map((account) => {
    const { platform, number, balance_fen } = account;
    const key = `${platform} ${number}`;
    const name = `${t().platforms[platform]} ${account.name}`.trim();
    const move = (fen) => call("POST", "courier-deposit", { platform, account: number, fen });
    const drawDown = async () => { await move(LOW_FEN - balance_fen); return t().drawnDown; };
    return element("article", { "aria-label": `${name} ${number}` },
      element("div", { className: "top" }, element("h3", { text: name }), element("span", { className: "amount", text: yuan(balance_fen) })),
      element("p", { className: "quiet", text: `${number} · ${t().shops(account.shops.length)}` }),
      element("p", {}, element("a", { className: "link", href: `/control/courier-statement?platform=${platform}&account=${number}&month=${month}`, text: t().statement(month), "aria-label": `${t().statement(month)}: ${name}` })),
      element("div", { className: "buttons" },
        button(t().addMoney, `add ${key}`, () => act(() => move(TOP_UP_FEN), refresh), `${t().addMoney}: ${name}`),
        ...(balance_fen > LOW_FEN ? [button(t().takeMoney, `take ${key}`, () => act(drawDown, refresh), `${t().takeMoney}: ${name}`)] : [])));
  }));
}

function setUpClock() {
  const steps = [[t().minutes(1), MINUTE], [t().minutes(5), 5 * MINUTE], [t().hours(1), HOUR]];
  document.getElementById("advance").replaceChildren(...steps.map(([text, advance_s]) =>
    button(text, text, () => act(() => call("POST", "clock", { advance_s }), refresh))));
}

async function setUpSettings() {
  const fields = SETTINGS.map((name) => form.elements[name]);
  const show = (settings) => fields.forEach((field) => {
    if (field.type === "checkbox") field.checked = settings[field.name];
    else field.value = settings[field.name];
  });
  const values = () => Object.fromEntries(fields.map((field) =>
    [field.name, field.type === "checkbox" ? field.checked : Number(field.value)]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(async () => show(await call("POST", "settings", values())), refresh);
  });
  show(await call("GET", "settings"));
}

document.getElementById("language").addEventListener("click", () => {
  switchLanguage();
  say("");
  setUpClock();
  refresh();
});
writeFixedTexts();
setUpClock();
onlyLive.addEventListener("change", refresh);
await refresh();
await setUpSettings().catch(() => say(t().offline, true));
setInterval(refresh, POLL_INTERVAL_MS);
