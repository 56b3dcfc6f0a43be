// The log of calls, newest first; each opens to show what was said.

import { button, element, redraw } from "./page.js";
import { t } from "./texts.js";

const TONES = { ok: "good", accepted: "good", refused_rightly: "good", refused: "bad", lost: "bad", unreachable: "bad", accepted_a_bad_message: "bad" };
const STEP = 30;
let limit = STEP;

/** Draw the calls that fit the filter. */
export function drawCalls(calls) {
  const wanted = document.getElementById("calls-filter").value.trim().toLowerCase();
  const onlyBent = document.getElementById("calls-refused").checked;
  const fitting = calls.filter((call) =>
    (!onlyBent || call.error || call.faults.length || TONES[call.verdict] === "bad") &&
    (!wanted || [call.api, call.out_trade_no, call.target, call.error].join(" ").toLowerCase().includes(wanted)));
  const shown = fitting.slice(0, limit);
  const showMore = () => { limit += STEP; drawCalls(calls); };
  const more = fitting.length > limit ? [button(t().more, "more", showMore)] : [];
  const open = new Set([...document.querySelectorAll("#calls details[open]")].map((one) => one.dataset.id));
  redraw("calls", [shown.map((call) => call.id), more.length], () =>
    shown.length ? [...shown.map((call) => callLine(call, open)), ...more] : [element("p", { className: "empty", text: t().noCalls })]);
}

function callLine(call, open) {
  const at = new Date(call.at * 1000).toLocaleTimeString(document.documentElement.lang, { hour12: false, timeZone: "Asia/Shanghai" });
  const bent = call.faults.length ? ` (${call.faults.join(", ")})` : "";
  const summary = element("summary", { "data-key": `call ${call.id}` },
    element("span", { className: "quiet", text: at }),
    element("span", { text: t()[call.direction] }),
    element("span", { className: TONES[call.verdict], text: `${call.status ?? "-"} ${t()[call.verdict]}${bent}` }),
    element("span", { text: `${call.api}${call.out_trade_no ? ` · ${call.out_trade_no}` : ""}${call.error ? ` · ${call.error}` : ""}` }));
  const line = element("details", { "data-id": call.id }, summary);
  const fill = () => {
    if (line.childElementCount > 1) return;
    const { method, target, duration_ms, request, response } = call;
    line.append(element("pre", { tabindex: "0", text: `${method} ${target}\n${duration_ms} ms\n\n${JSON.stringify(request, null, 1)}\n\n${JSON.stringify(response, null, 1)}` }));
  };
  line.addEventListener("toggle", fill);
  if (open.has(String(call.id))) line.open = true;
  return line;
}
