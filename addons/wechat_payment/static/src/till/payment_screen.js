import { patch } from "@web/core/utils/patch";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";

const UNDER_WAY = ["waiting", "waitingCard", "waitingCancel", "timeout"];

patch(PaymentScreen.prototype, {
    /** Go on with a WeChat payment that was being made when the till was reloaded. */
    onMounted() {
        super.onMounted(...arguments);
        const line = this.paymentLines.find(
            (known) =>
                known.payment_method_id.use_payment_terminal === "wechatpay" &&
                UNDER_WAY.includes(known.getPaymentStatus())
        );
        if (line && !this.pos.paymentTerminalInProgress) {
            this.currentOrder.selectPaymentline(line);
            this.sendPaymentRequest(line);
        }
    },
});
