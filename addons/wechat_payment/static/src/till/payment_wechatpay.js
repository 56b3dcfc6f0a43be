import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { patch } from "@web/core/utils/patch";
import { PosPayment } from "@point_of_sale/app/models/pos_payment";
import { register_payment_method } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { PaymentInterface } from "@point_of_sale/app/utils/payment/payment_interface";
import { LEFT_OPEN, WechatPayRefundDialog } from "./refund_dialog";
import { WechatPayTillDialog } from "./till_dialog";
import { TillServer, isLost, messageOf } from "./till_server";

/** Takes payments of a method with WeChat Pay: by the guest's code or by a QR code. */
export class PaymentWechatpay extends PaymentInterface {
    setup() {
        super.setup(...arguments);
        this.server = new TillServer(
            this.env.services.orm,
            this.payment_method_id.id,
            this.pos.session.id
        );
    }

    async sendPaymentRequest(uuid) {
        const line = this.pos.getOrder().getPaymentlineByUuid(uuid);
        if (!(await this.sendOrder(line.pos_order_id))) {
            return false;
        }
        return line.amount < 0 ? this.openRefundDialog(line) : this.openDialog(line);
    }

    /**
     * Reached only for a line whose dialog is gone, such as after a reload. The line is
     * removed when this answers, so for a paid one it never does.
     */
    async sendPaymentCancel(order, uuid) {
        const line = order.getPaymentlineByUuid(uuid);
        const outcome =
            line.amount < 0
                ? await this.openRefundDialog(line)
                : await this.openDialog(line, { startsCancelling: true });
        if (outcome) {
            line.handlePaymentResponse(outcome);
            return new Promise(() => {});
        }
        return true;
    }

    /**
     * Give money back for a line of a refund order, to whoever paid.
     *
     * @param {Object} line - a payment line with a negative amount
     * @returns {Promise<boolean|string>} whether it is given back, or `LEFT_OPEN`
     */
    async openRefundDialog(line) {
        const told = {};
        const outcome = await makeAwaitable(this.env.services.dialog, WechatPayRefundDialog, {
            server: this.server,
            wish: this.wishOf(line),
            amount: this.env.utils.formatCurrency(-line.amount),
            format: (amount) => this.env.utils.formatCurrency(amount),
            onTold: (answer) => Object.assign(told, answer),
        });
        if (outcome === true) {
            line.transaction_id = told.transaction_id;
            line.payment_ref_no = told.reference;
        }
        return outcome || false;
    }

    /** Let the server know the order, so that it knows what is to be paid. */
    async sendOrder(order) {
        try {
            await this.pos.syncAllOrders({ orders: [order], throw: true });
            return true;
        } catch (error) {
            this.alert(
                isLost(error)
                    ? _t("No connection. WeChat payments need one; take another way to pay.")
                    : messageOf(error)
            );
            return false;
        }
    }

    async openDialog(line, options = {}) {
        const told = {};
        const isPaid = await makeAwaitable(this.env.services.dialog, WechatPayTillDialog, {
            server: this.server,
            wish: this.wishOf(line),
            amount: this.env.utils.formatCurrency(line.amount),
            onTold: (answer) => Object.assign(told, answer),
            showToGuest: (qrCode) => this.showToGuest(line, qrCode),
            ...options,
        });
        if (isPaid) {
            this.keep(line, told);
        }
        return Boolean(isPaid);
    }

    /** What a line asks for, in the names that this till gave. */
    wishOf(line) {
        return {
            order_uuid: line.pos_order_id.uuid,
            payment_uuid: line.uuid,
            amount_fen: Math.round(Math.abs(line.amount) * 100),
        };
    }

    /** Keep on the line which payment it is; the server proves it all the same. */
    keep(line, told) {
        line.transaction_id = told.transaction_id;
        line.payment_ref_no = told.reference;
        this.env.services.notification.add(
            _t("WeChat Pay received %s.", this.env.utils.formatCurrency(told.amount_fen / 100)),
            { type: "success" }
        );
    }

    /** Show a QR code on the customer display, or take it away. */
    showToGuest(line, qrCode) {
        line.qrPaymentData = qrCode
            ? {
                  name: this.payment_method_id.name,
                  amount: this.env.utils.formatCurrency(line.amount),
                  qrCode,
              }
            : null;
    }

    alert(body) {
        this.env.services.dialog.add(AlertDialog, { title: _t("WeChat Pay"), body });
    }
}

patch(PosPayment.prototype, {
    /** A refund that was left open goes on: its line can neither be changed nor removed. */
    handlePaymentResponse(outcome) {
        if (outcome === LEFT_OPEN) {
            this.setPaymentStatus("waiting");
            return false;
        }
        return super.handlePaymentResponse(...arguments);
    },
});

register_payment_method("wechatpay", PaymentWechatpay);
