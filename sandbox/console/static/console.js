// The sandbox console: reads the control API every two seconds and draws it.

import { drawCalls } from "./calls.js";
import { drawFaults, setUpFaults } from "./faults.js";
import { drawMoney, setUpMoney, untilBills } from "./money.js";
import { drawLedger } from "./orders.js";
import { act, button, call, say } from "./page.js";
import { drawCourses, setUpPhone } from "./phone.js";
import { switchLanguage, t, writeFixedTexts } from "./texts.js";

const POLL_INTERVAL_MS = 2000;
const MINUTE = 60, HOUR = 3600, DAY = 86400;
const SETTINGS = ["mode", "userpaying_status", "password_delay_s", "refund_delay_s", "notify_scale", "fee_per_myriad", "main_down"];
const TEXT_SETTINGS = ["mode"];
let lastCalls = [];
let wasOffline = false;

async function refresh() {
  try {
    const [ledger, faults, calls, clock, balance, phone] = await Promise.all([
      call("GET", "ledger?limit=60"), call("GET", "behaviour"), call("GET", "calls?limit=300"),
      call("GET", "clock"), call("GET", "balance"), call("GET", "courses"),
    ]);
    lastCalls = calls.calls;
    drawLedger(ledger, refresh);
    drawFaults(faults, refresh);
    drawCalls(lastCalls);
    drawClock(clock);
    drawMoney(balance, clock.now);
    drawCourses(phone.courses);
    if (wasOffline) say("");
    wasOffline = false;
  } catch {
    wasOffline = true;
    say(t().offline, true);
  }
}

function drawClock({ now, offset_s }) {
  const options = { dateStyle: "medium", timeStyle: "medium", timeZone: "Asia/Shanghai" };
  document.getElementById("now").textContent = new Date(now * 1000).toLocaleString(document.documentElement.lang, options);
  const days = Math.floor(offset_s / DAY), hours = Math.floor((offset_s % DAY) / HOUR), minutes = Math.floor((offset_s % HOUR) / MINUTE);
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes && `${minutes} min`].filter(Boolean);
  document.getElementById("offset").textContent = t().ahead(parts.join(" ") || (offset_s ? `${offset_s} s` : ""));
}

function setUpClock() {
  const steps = [[t().minutes(1), MINUTE], [t().minutes(15), 15 * MINUTE], [t().hours(2), 2 * HOUR], [t().days(1), DAY]];
  document.getElementById("advance").replaceChildren(...steps.map(([text, advance_s]) =>
    button(text, text, () => act(() => call("POST", "clock", { advance_s }), refresh))));
  const toBills = async () => {
    const { now } = await call("GET", "clock");
    return call("POST", "clock", { advance_s: untilBills(now) });
  };
  document.getElementById("advance").append(button(t().toBills, "to-bills", () => act(toBills, refresh)));
}

async function setUpSettings() {
  const form = document.getElementById("settings-form");
  const show = (settings) => SETTINGS.forEach((name) => {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = settings[name];
    else field.value = settings[name];
  });
  const value = (name) => {
    const field = form.elements[name];
    if (field.type === "checkbox") return field.checked;
    return TEXT_SETTINGS.includes(name) ? field.value : Number(field.value);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(async () => show(await call("POST", "settings", Object.fromEntries(SETTINGS.map((name) => [name, value(name)])))), refresh);
  });
  show(await call("GET", "settings"));
}

function setUpLanguage() {
  document.getElementById("language").addEventListener("click", () => {
    switchLanguage();
    say("");
    setUpClock();
    refresh();
  });
}

writeFixedTexts();
setUpLanguage();
setUpFaults(refresh);
setUpPhone(refresh);
setUpMoney(refresh);
setUpClock();
document.getElementById("reset").addEventListener("click", () => {
  if (confirm(t().resetSure)) act(() => call("POST", "reset", {}), refresh);
});
for (const id of ["calls-filter", "calls-refused"]) {
  document.getElementById(id).addEventListener("input", () => drawCalls(lastCalls));
}
await refresh();
await setUpSettings().catch(() => say(t().offline, true));
setInterval(refresh, POLL_INTERVAL_MS);
