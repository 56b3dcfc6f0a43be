// The payer's phone: opens a code_url or an h5_url, shows a payment code.

import { act, call, element } from "./page.js";
import { t } from "./texts.js";

const openForm = document.getElementById("open-form");
const codeForm = document.getElementById("code-form");
let shownCourses = "";

/** Make the forms work. */
export function setUpPhone(refresh) {
  openForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const outcome = event.submitter?.value || "ok";
    act(async () => {
      const url = openForm.elements.url.value.trim();
      const answer = await call("POST", "open", { url, outcome });
      return t().opened(answer.out_trade_no, t().openResults[answer.reason ?? answer.result] ?? answer.reason);
    }, refresh);
  });
  codeForm.addEventListener("submit", (event) => {
    event.preventDefault();
    act(async () => {
      const { auth_code } = await call("POST", "pay-code", { course: codeForm.elements.course.value });
      document.getElementById("pay-code").textContent = auth_code.replace(/(\d{4})(?=\d)/g, "$1 ");
      return t().codeShown;
    }, refresh);
  });
}

/** Write the courses of payment codes in the language in use. */
export function drawCourses(courses) {
  const signature = document.documentElement.lang + courses.length;
  if (shownCourses === signature) return;
  shownCourses = signature;
  const select = codeForm.elements.course;
  const chosen = select.value;
  select.replaceChildren(...courses.map(({ name, ending, text }) =>
    element("option", { value: name, text: `${ending} · ${t().courseTexts[name] ?? text}` })));
  if (chosen) select.value = chosen;
}
