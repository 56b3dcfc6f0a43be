// The form that sets fault rules, and the list of standing rules.

import { act, button, call, element, redraw } from "./page.js";
import { t } from "./texts.js";

// Which fault takes which value, and what stands there at first.
const VALUES = {
  delay: ["seconds", "6"], notify_delay: ["seconds", "30"], notify_repeat: ["count", "3"],
  errcode: ["errcode", "-1"], error_before: ["status", "500"], error_after_commit: ["status", "500"],
  refund_outcome: ["status", "ABNORMAL"], rate_limit: ["code", "FREQUENCY_LIMITED"],
  courier_code: ["code", "-1"], bill_amount_wrong: ["fen", "1"], bill_fee_wrong: ["fen", "1"],
};
const form = document.getElementById("fault-form");
let descriptions = {};

/** Make the form work. */
export function setUpFaults(refresh) {
  form.elements.fault.addEventListener("change", showHelp);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(() => call("POST", "behaviour", ruleOfForm()), refresh);
  });
}

/** Draw the choices and the standing rules. */
export function drawFaults({ rules, faults }, refresh) {
  descriptions = faults;
  const select = form.elements.fault;
  if (!select.options.length) {
    select.append(...Object.keys(faults).map((name) => element("option", { value: name, text: name })));
  }
  showHelp();
  redraw("rules", rules, () => rules.length ? rules.map((rule) => ruleLine(rule, refresh)) : [element("li", { text: t().noRules })]);
}

function ruleOfForm() {
  const { fault, out_trade_no, times, value } = form.elements;
  const rule = { fault: fault.value, times: Number(times.value) };
  if (out_trade_no.value.trim()) rule.out_trade_no = out_trade_no.value.trim();
  const [name] = VALUES[fault.value] ?? [];
  if (name) rule[name] = Number.isFinite(Number(value.value)) && value.value !== "" ? Number(value.value) : value.value;
  return rule;
}

function showHelp() {
  const name = form.elements.fault.value;
  document.getElementById("fault-help").textContent = t().faultTexts[name] ?? descriptions[name] ?? "";
  const [valueName, preset] = VALUES[name] ?? [];
  const label = document.getElementById("fault-value");
  label.hidden = !valueName;
  if (!valueName) return;
  label.firstElementChild.textContent = t()[valueName];
  if (label.dataset.fault !== name) form.elements.value.value = preset;
  label.dataset.fault = name;
}

function ruleLine(rule, refresh) {
  const text = t().rule(rule.fault, rule.out_trade_no, rule.times_left);
  const remove = () => act(() => call("DELETE", `behaviour?id=${rule.id}`), refresh);
  return element("li", {}, element("span", { text }), button(t().remove, `rule ${rule.id}`, remove, `${t().remove}: ${text}`));
}
