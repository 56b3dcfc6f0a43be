import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { TillDialogFrame } from "./till_dialog";
import { isLost, messageOf } from "./till_server";
import {
    LOST_REFUND_TEXT,
    REFUND_REASONS,
    REFUND_STAGE_TEXTS,
    REFUND_STATE_TEXTS,
    UNCLEAR_TEXT,
} from "./till_texts";

const ASK_INTERVAL_MS = 1500;
const OPEN_STAGES = ["asking", "approval", "short", "processing", "abnormal", "partly"];
const AGAIN_STAGES = ["failed", "partly", "short"];

/** What a dialog answers that was left while the refund is still on its way. */
export const LEFT_OPEN = "open";

/**
 * Gives money of one refund line back and says at each stage what happens and what to do.
 * Answers `true` once WeChat Pay gives it back, `false` if it does not and will not, and
 * `LEFT_OPEN` if the cashier goes on with something else meanwhile.
 */
export class WechatPayRefundDialog extends Component {
    static template = "wechat_payment.RefundDialog";
    static components = { TillDialogFrame };
    static props = {
        server: Object,
        wish: Object,
        amount: String,
        format: Function,
        onTold: { type: Function, optional: true },
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.reasons = REFUND_REASONS;
        this.state = useState({
            stage: "starting",
            told: {},
            note: "",
            reason: "",
            paymentId: "",
            isReturnToStock: false,
            isBusy: false,
        });
        onMounted(() => this.call(() => this.props.server.lookAtRefund(this.props.wish)));
        onWillUnmount(() => this.stop());
    }

    // --- What is shown ---

    get title() {
        return REFUND_STAGE_TEXTS[this.state.stage].title;
    }

    get advice() {
        return REFUND_STAGE_TEXTS[this.state.stage].advice;
    }

    get detail() {
        const { message } = this.state.told;
        return this.canAskAgain && message
            ? _t("WeChat says: %s", message)
            : "";
    }

    get isOpen() {
        return OPEN_STAGES.includes(this.state.stage);
    }

    get canAskAgain() {
        return AGAIN_STAGES.includes(this.state.stage);
    }

    get isWaiting() {
        return ["starting", "asking"].includes(this.state.stage);
    }

    /** The payments that money goes back to, where there is something to choose or tell. */
    get payers() {
        return this.state.told.payers || [];
    }

    get parts() {
        const parts = this.state.told.parts || [];
        return parts.length > 1 ? parts : [];
    }

    describe(payer) {
        return _t("Whoever paid %(paid)s, of which %(rest)s are left (%(number)s)", {
            paid: this.props.format(payer.paid_fen / 100),
            rest: this.props.format(payer.rest_fen / 100),
            number: payer.number,
        });
    }

    describePart(part) {
        return `${this.props.format(part.amount_fen / 100)}: ${
            REFUND_STATE_TEXTS[part.state] || part.state
        } (${part.number})`;
    }

    // --- What the cashier does ---

    async refund() {
        await this.call(() =>
            this.props.server.refund(this.props.wish, {
                reason: this.state.reason,
                payment_id: Number(this.state.paymentId) || false,
                is_return_to_stock: this.state.isReturnToStock,
            })
        );
    }

    async again() {
        await this.call(() => this.props.server.refundAgain(this.props.wish));
    }

    async withdraw() {
        await this.call(() => this.props.server.withdrawRefund(this.props.wish));
    }

    /** WeChat Pay has accepted it: the refund order need not wait for a bank. */
    accept() {
        this.finish(true);
    }

    /** The cross, Escape and the Close buttons. */
    leave() {
        if (this.state.isBusy) {
            return;
        }
        const isUnderWay = this.isOpen || this.state.stage === "failed";
        this.finish(isUnderWay ? LEFT_OPEN : false);
    }

    // --- How the refund goes on ---

    /** Ask for something once; a second tap meanwhile does nothing. */
    async call(request) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        this.state.note = "";
        try {
            this.follow(await request());
        } catch (error) {
            this.fail(error);
        } finally {
            this.state.isBusy = false;
        }
    }

    async ask() {
        try {
            const told = await this.props.server.askRefund(this.props.wish);
            this.state.note = told.is_clear === false ? UNCLEAR_TEXT : "";
            this.follow(told);
        } catch (error) {
            this.fail(error);
        }
    }

    fail(error) {
        if (isLost(error)) {
            // It may have been asked for: only the server knows.
            this.state.note = LOST_REFUND_TEXT;
            this.state.stage = "asking";
            this.askSoon();
            return;
        }
        this.state.note = messageOf(error);
        if (this.state.stage === "starting") {
            this.state.stage = "impossible";
        } else if (this.isOpen) {
            this.askSoon();
        }
    }

    follow(told) {
        if (this.isGone) {
            return;
        }
        if (told.stage === "none") {
            // What was lost on its way there is asked for again.
            this.call(() => this.props.server.lookAtRefund(this.props.wish));
            return;
        }
        if (told.stage === "confirm" && this.state.stage !== "confirm") {
            this.state.isReturnToStock = told.is_return_to_stock;
        }
        this.state.stage = told.stage;
        this.state.told = told;
        if (told.stage !== "confirm") {
            this.props.onTold?.(told);
        }
        if (told.stage === "done") {
            this.finish(true);
        } else if (this.isOpen) {
            this.askSoon();
        }
    }

    askSoon() {
        clearTimeout(this.timer);
        if (!this.isGone) {
            this.timer = setTimeout(() => this.ask(), ASK_INTERVAL_MS);
        }
    }

    finish(outcome) {
        this.stop();
        this.props.getPayload(outcome);
        this.props.close();
    }

    stop() {
        this.isGone = true;
        clearTimeout(this.timer);
    }
}
