// Shows news by itself: the page is read again when its version changes, but never
// while the rider is typing or has chosen a photo.
"use strict";

const PAUSE_MS = 10000;
const body = document.body;

function isBusy() {
    const fields = [...document.querySelectorAll("input")];
    return fields.some((field) => field.value || field === document.activeElement);
}

async function look() {
    if (document.hidden || isBusy()) {
        return;
    }
    const answer = await fetch(`${body.dataset.base}/version`, { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== body.dataset.version) {
        location.replace(body.dataset.base);
    }
}

// Without a connection the next look tries again.
const quietly = () => look().catch(() => undefined);

setInterval(quietly, PAUSE_MS);
document.addEventListener("visibilitychange", quietly);
for (const form of document.forms) {
    form.addEventListener("submit", () => {
        for (const button of form.querySelectorAll("button")) {
            // After the form was read, so that the tap itself still counts.
            setTimeout(() => (button.disabled = true));
        }
    });
}
