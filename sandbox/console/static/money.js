// The merchant's account and its bills.

import { act, call, yuan } from "./page.js";
import { t } from "./texts.js";

const DAY_MS = 86400000;
const form = document.getElementById("bill-form");
const withdrawForm = document.getElementById("withdraw-form");
const file = document.getElementById("bill-file");
const link = document.getElementById("bill-link");

/** Make the forms work. */
export function setUpMoney(refresh) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    hideBill();
    act(() => showBill(form.elements.kind.value, form.elements.date.value), refresh);
  });
  withdrawForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const way = event.submitter?.value || "withdraw";
    const fen = Math.round(Number(withdrawForm.elements.yuan.value) * 100);
    act(() => call("POST", way, { fen }), refresh);
  });
}

/** Draw what the account holds; `now` is the sandbox's time. */
export function drawMoney(balance, now) {
  document.getElementById("balance").textContent = yuan(balance.BASIC);
  if (!form.elements.date.value) form.elements.date.value = chinaDay(now * 1000 - DAY_MS);
}

/** Return the seconds until 9:00 of tomorrow in China, when bills are made. */
export function untilBills(now) {
  const midnight = Date.parse(`${chinaDay(now * 1000 + DAY_MS)}T09:00:01+08:00`);
  return Math.ceil(midnight / 1000 - now);
}

async function showBill(kind, date) {
  const { text } = await call("GET", `bill?kind=${kind}&date=${date}`);
  file.textContent = text;
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `${kind}-${date}.csv`;
  file.hidden = link.hidden = false;
  return t().billShown(text.trim().split("\n").length - 3);
}

function hideBill() {
  file.hidden = link.hidden = true;
  if (link.href) URL.revokeObjectURL(link.href);
}

const chinaDay = (ms) => new Date(ms + 8 * 3600000).toISOString().slice(0, 10);
