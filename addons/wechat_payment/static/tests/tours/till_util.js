/** Steps of a cashier who takes WeChat payments. */

import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";

export const DISH = "Crossing-the-Bridge Noodles";
export const DIALOG = ".o_wechatpay_till";
// WeChat Pay is asked every five seconds; a reversal waits for the fifteenth, and the
// guest's password for half a minute.
const PATIENCE_MS = 45000;

export function order() {
    return [
        Chrome.startPoS(),
        ProductScreen.addOrderline(DISH),
        ProductScreen.clickPayButton(),
        PaymentScreen.clickPaymentMethod("WeChat Pay"),
        isStage("scan"),
    ].flat();
}

export function isStage(stage) {
    return {
        content: `the dialog is at the stage ${stage}`,
        trigger: `${DIALOG} [data-stage=${stage}]`,
        timeout: PATIENCE_MS,
    };
}

export function type(ending) {
    const middle = String(Math.floor(Math.random() * 1e14)).padStart(14, "0");
    return [
        {
            content: "type the code",
            trigger: `${DIALOG} input`,
            run: `edit 13${middle}${ending}`,
        },
        {
            content: "take the payment",
            trigger: `${DIALOG} .o_wechatpay_pay:enabled`,
            run: "click",
        },
    ];
}

export function scan(code) {
    return {
        content: "scan with a barcode scanner",
        trigger: DIALOG,
        run: () => {
            document.activeElement.blur();
            window.posmodel.env.services.barcode.bus.trigger("barcode_scanned", {
                barcode: code,
                target: document.body,
            });
        },
    };
}

export function click(name) {
    return {
        content: `click ${name}`,
        trigger: `${DIALOG} .o_wechatpay_${name}:enabled`,
        run: "click",
    };
}

export function says(selector, text) {
    return {
        content: `the dialog says ${text}`,
        trigger: `${DIALOG} ${selector}:contains(${text})`,
    };
}

export function isPaid() {
    return { ...ReceiptScreen.isShown()[0], timeout: PATIENCE_MS };
}
