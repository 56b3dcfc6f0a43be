import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const POLL_INTERVAL_MS = 3000;
const SECOND_MS = 1000;

/** Counts down, and goes on by itself once the payment is there. */
export class WechatPayPage extends Interaction {
    static selector = ".o_wechatpay_page[data-seconds-left]";

    start() {
        this.endsAt = Date.now() + Number(this.el.dataset.secondsLeft) * SECOND_MS;
        // WeChat's address for a phone dies sooner than the payment: a new one is there
        // before.
        const freshSeconds = Number(this.el.dataset.freshSeconds || Infinity);
        this.freshUntil = Date.now() + freshSeconds * SECOND_MS;
        // A phone that comes back from WeChat hears at once.
        this.addListener(document, "visibilitychange", () => this.look());
        this.tick();
        this.poll();
    }

    tick() {
        const left = Math.max(0, Math.ceil((this.endsAt - Date.now()) / SECOND_MS));
        const seconds = String(left % 60).padStart(2, "0");
        this.el.querySelector(".o_wechatpay_clock").textContent =
            `${Math.floor(left / 60)}:${seconds}`;
        if (left && Date.now() > this.freshUntil) {
            window.location.reload();
        } else if (left) {
            this.waitForTimeout(() => this.tick(), SECOND_MS);
        } else {
            // Whether it is over is for the server to say: the money may be on its way.
            this.show("checking");
        }
    }

    poll() {
        this.waitForTimeout(async () => {
            await this.waitFor(this.look());
            if (!this.isOver) {
                this.poll();
            }
        }, POLL_INTERVAL_MS);
    }

    async look() {
        if (this.isOver || document.hidden) {
            return;
        }
        const state = await this.ask();
        if (this.isOver || state === "waiting") {
            return;
        }
        this.isOver = true;
        this.show(state);
        if (state === "paid") {
            window.location.replace(this.el.dataset.path);
        }
    }

    /** A phone that lost its connection for a moment asks again. */
    async ask() {
        try {
            const answer = await rpc(`${this.el.dataset.path}/state`, {}, { silent: true });
            return answer.state;
        } catch {
            return "waiting";
        }
    }

    /** Show what belongs to a state and nothing else: checking, paid, closed. */
    show(state) {
        for (const part of this.el.querySelectorAll("[data-when]")) {
            part.classList.toggle("d-none", !part.dataset.when.split(" ").includes(state));
        }
    }
}

registry.category("public.interactions").add("wechat_payment.payment_page", WechatPayPage);
