import { Component, onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Dialog } from "@web/core/dialog/dialog";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { LOST_TEXT, REFUSAL_TEXTS, STAGE_TEXTS, UNCLEAR_TEXT } from "./till_texts";
import { isLost, messageOf } from "./till_server";

const ASK_INTERVAL_MS = 1000;
const LOST_INTERVAL_MS = 2000;
// The server keeps an intent the moment it hears of it: what is not there after these
// answers never arrived.
const MAX_UNKNOWN = 3;
const OPEN_STAGES = ["asking", "password", "reversing", "qr"];
const OVER_STAGES = ["refused", "cancelled", "given_back"];

/** A dialog that the cashier cannot lose by accident while money is on its way. */
export class TillDialogFrame extends Dialog {
    static props = { ...Dialog.props, onDismiss: Function };

    async dismiss() {
        return this.props.onDismiss();
    }
}

/**
 * Takes one WeChat payment and says at each stage what happens and what to do.
 * Answers `true` once the money is there, `false` if it is not and will not be.
 */
export class WechatPayTillDialog extends Component {
    static template = "wechat_payment.TillDialog";
    static components = { TillDialogFrame };
    static props = {
        server: Object,
        wish: Object,
        amount: String,
        startsCancelling: { type: Boolean, optional: true },
        onTold: { type: Function, optional: true },
        showToGuest: { type: Function, optional: true },
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.input = useRef("code");
        this.state = useState({
            stage: "starting",
            told: {},
            secondsLeft: 0,
            secondsInAll: 0,
            note: "",
            typed: "",
            isBusy: false,
        });
        this.unknownCount = 0;
        useBarcodeReader({ wechatpayCode: (code) => this.onScanned(code) }, true);
        onMounted(() => this.start());
        onWillUnmount(() => this.stop());
        useEffect(
            (stage) => {
                if (stage === "scan") {
                    this.input.el?.focus();
                }
            },
            () => [this.state.stage]
        );
    }

    // --- What is shown ---

    get title() {
        return STAGE_TEXTS[this.state.stage].title;
    }

    get advice() {
        if (this.state.stage === "refused") {
            return REFUSAL_TEXTS[this.state.told.refusal || "refused"];
        }
        return STAGE_TEXTS[this.state.stage].advice;
    }

    get detail() {
        const { message } = this.state.told;
        return this.state.stage === "refused" && message ? _t("WeChat says: %s", message) : "";
    }

    get isOpen() {
        return OPEN_STAGES.includes(this.state.stage);
    }

    get isOver() {
        return OVER_STAGES.includes(this.state.stage);
    }

    get isWaiting() {
        return ["starting", "asking", "reversing"].includes(this.state.stage);
    }

    get canCancel() {
        return ["asking", "password", "qr"].includes(this.state.stage);
    }

    get timeText() {
        const { stage, secondsLeft } = this.state;
        if (stage !== "reversing") {
            return _t("%s seconds left", secondsLeft);
        }
        return secondsLeft ? _t("The reversal begins in %s seconds", secondsLeft) : "";
    }

    get progress() {
        const { secondsLeft, secondsInAll } = this.state;
        return secondsInAll ? Math.round((100 * secondsLeft) / secondsInAll) : 0;
    }

    // --- What the cashier does ---

    onScanned(code) {
        if (this.state.stage !== "scan" && !this.isOver) {
            this.notification.add(_t("Wait: a payment is being made."), { type: "warning" });
            return;
        }
        this.pay(code);
    }

    onSubmit() {
        this.pay(this.state.typed);
    }

    async pay(code) {
        await this.begin("asking", () => this.props.server.pay(this.props.wish, code));
    }

    async showQr() {
        await this.begin("asking", () => this.props.server.showQr(this.props.wish));
    }

    async cancel() {
        await this.begin(this.state.stage, () => this.props.server.cancel(this.props.wish));
    }

    tryAgain() {
        this.goTo("scan");
    }

    /** The cross, Escape and the Close button: only while no money is on its way. */
    leave() {
        if (this.isOpen || this.state.isBusy) {
            this.state.note = _t("A payment is being made. Cancel it first, then wait until it is over.");
            return;
        }
        this.finish(false);
    }

    // --- How the payment goes on ---

    async start() {
        await this.begin("starting", () =>
            this.props.startsCancelling
                ? this.props.server.cancel(this.props.wish)
                : this.props.server.ask(this.props.wish)
        );
        // What ended before this dialog opened is no news.
        if (this.isOver || this.state.stage === "starting") {
            this.props.startsCancelling ? this.finish(false) : this.goTo("scan");
        }
    }

    /** Ask for something once; a second tap meanwhile does nothing. */
    async begin(stage, call) {
        if (this.state.isBusy) {
            return;
        }
        const before = this.state.stage;
        this.state.isBusy = true;
        this.state.note = "";
        this.state.stage = stage;
        try {
            this.follow(await call());
        } catch (error) {
            if (isLost(error)) {
                this.state.note = LOST_TEXT;
                this.state.stage = stage === "starting" ? "asking" : stage;
                this.askSoon(LOST_INTERVAL_MS);
            } else {
                this.state.note = messageOf(error);
                this.state.stage = before === "starting" ? "scan" : before;
            }
        } finally {
            this.state.isBusy = false;
            this.state.typed = "";
        }
    }

    async ask() {
        try {
            this.state.note = "";
            this.follow(await this.props.server.ask(this.props.wish));
        } catch (error) {
            this.state.note = isLost(error) ? LOST_TEXT : messageOf(error);
            this.askSoon(LOST_INTERVAL_MS);
        }
    }

    /** Show what the server says, and ask again while the payment is open. */
    follow(told) {
        if (this.isGone) {
            return;
        }
        if (told.stage === "none") {
            this.unknownCount += 1;
            if (this.state.stage === "starting") {
                return;
            }
            if (this.unknownCount >= MAX_UNKNOWN) {
                this.goTo("scan", _t("The request did not arrive. Scan a new code."));
            } else {
                this.askSoon(ASK_INTERVAL_MS);
            }
            return;
        }
        this.unknownCount = 0;
        this.show(told);
        if (told.stage === "paid") {
            this.finish(true);
        } else if (this.isOpen) {
            this.askSoon(ASK_INTERVAL_MS);
        }
    }

    show(told) {
        if (told.stage !== this.state.stage || !this.state.secondsInAll) {
            this.state.secondsInAll = told.seconds_left;
        }
        this.state.stage = told.stage;
        this.state.secondsLeft = told.seconds_left;
        // The picture is sent with each answer; it is the same as long as the number is.
        if (told.reference !== this.state.told.reference || told.stage !== "qr" || !this.state.told.qr) {
            this.state.told = told;
        }
        if (told.is_clear === false) {
            this.state.note = UNCLEAR_TEXT;
        }
        this.props.showToGuest?.(told.stage === "qr" ? told.qr : null);
        this.props.onTold?.(told);
    }

    goTo(stage, note = "") {
        Object.assign(this.state, { stage, note, told: {}, secondsInAll: 0, secondsLeft: 0 });
        this.props.showToGuest?.(null);
    }

    askSoon(pause) {
        clearTimeout(this.timer);
        if (!this.isGone) {
            this.timer = setTimeout(() => this.ask(), pause);
        }
    }

    finish(isPaid) {
        this.stop();
        this.props.getPayload(isPaid);
        this.props.close();
    }

    stop() {
        this.isGone = true;
        clearTimeout(this.timer);
        this.props.showToGuest?.(null);
    }
}
