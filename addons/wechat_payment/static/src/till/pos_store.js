import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { logPosMessage } from "@point_of_sale/app/utils/pretty_console_log";
import { PosStore } from "@point_of_sale/app/services/pos_store";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        await this.recoverWechatPayments();
        return result;
    },

    /** Find again what was being paid, or had been paid, when the till went away. */
    async recoverWechatPayments() {
        const methods = this.config.payment_method_ids.filter(
            (method) => method.use_payment_terminal === "wechatpay"
        );
        for (const method of methods) {
            try {
                for (const told of await method.payment_terminal.server.recover()) {
                    this.recoverWechatPayment(method, told);
                }
            } catch (error) {
                // Asked again at the next start; the server goes on alone.
                logPosMessage("WeChatPay", "recover", "not reached", false, [error]);
            }
        }
    },

    recoverWechatPayment(method, told) {
        const order = this.models["pos.order"].getBy("uuid", told.order_uuid);
        const line = order?.getPaymentlineByUuid(told.payment_uuid);
        const isPaid = told.stage === "paid";
        if (line && !line.isDone()) {
            // The payment screen goes on with it, and books it if it is paid.
            line.setPaymentStatus("waiting");
        } else if (!line && isPaid && order && !order.finalized) {
            this.addRecoveredWechatLine(method, order, told);
        } else if (!line && isPaid && !order) {
            this.offerToGiveBack(method, told);
        }
    },

    addRecoveredWechatLine(method, order, told) {
        const line = this.models["pos.payment"].create({
            uuid: told.payment_uuid,
            pos_order_id: order,
            payment_method_id: method,
        });
        line.setAmount(told.amount_fen / 100);
        line.setPaymentStatus("done");
        method.payment_terminal.keep(line, told);
    },

    async offerToGiveBack(method, told) {
        const amount = this.env.utils.formatCurrency(told.amount_fen / 100);
        const isWanted = await ask(this.dialog, {
            title: _t("WeChat payment without an order"),
            body: _t(
                "WeChat Pay received %(amount)s (%(number)s) for an order that is not on this till. If another till has the order, leave it; it is booked or given back by itself, at the latest when the session closes.",
                { amount, number: told.reference }
            ),
            confirmLabel: _t("Give it back now"),
            cancelLabel: _t("Leave it"),
        });
        if (isWanted) {
            await method.payment_terminal.server.giveBack(told.reference);
            this.notification.add(_t("%s is being given back.", amount), { type: "success" });
        }
    },
});
