import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { registry } from "@web/core/registry";
import { isPaid, order, type } from "./till_util";

const DIALOG = ".o_wechatpay_refund";
const PATIENCE_MS = 30000;

/** Sell a dish, be paid with WeChat, and begin to give the money back. */
function beginRefund() {
    return [
        order(),
        type("00"),
        isPaid(),
        ReceiptScreen.clickNextOrder(),
        Chrome.clickOrders(),
        TicketScreen.selectFilter("Paid"),
        TicketScreen.selectOrderByPrice("29"),
        TicketScreen.confirmRefund(),
        PaymentScreen.isShown(),
        PaymentScreen.clickPaymentMethod("WeChat Pay"),
        PaymentScreen.clickRefundButton(),
        isStage("confirm"),
    ].flat();
}

function isStage(stage) {
    return {
        content: `the refund is at the stage ${stage}`,
        trigger: `${DIALOG} [data-stage=${stage}]`,
        timeout: PATIENCE_MS,
    };
}

function click(name) {
    return {
        content: `click ${name}`,
        trigger: `${DIALOG} .o_wechatpay_${name}:enabled`,
        run: "click",
    };
}

function says(selector, text) {
    return {
        content: `the dialog says ${text}`,
        trigger: `${DIALOG} ${selector}:contains(${text})`,
    };
}

function giveBack() {
    return [
        {
            content: "without a reason there is no refund",
            trigger: `${DIALOG} .o_wechatpay_give_back:disabled`,
        },
        {
            content: "choose a reason",
            trigger: `${DIALOG} .o_wechatpay_quick:contains(Sold out)`,
            run: "click",
        },
        click("give_back"),
    ];
}

const tours = registry.category("web_tour.tours");

tours.add("WechatPayRefundDone", {
    steps: () => [beginRefund(), giveBack(), isStage("processing"), isPaid()].flat(),
});

tours.add("WechatPayRefundAccepted", {
    steps: () =>
        [
            beginRefund(),
            giveBack(),
            isStage("processing"),
            says(".o_wechatpay_advice", "one to three days"),
            click("accept"),
            isPaid(),
        ].flat(),
});

tours.add("WechatPayRefundFailed", {
    steps: () =>
        [
            beginRefund(),
            giveBack(),
            isStage("failed"),
            says(".o_wechatpay_advice", "No money moved"),
            {
                content: "the cross loses nothing",
                trigger: `${DIALOG} .btn-close`,
                run: "click",
            },
            PaymentScreen.validateButtonIsHighlighted(false),
            {
                content: "see how it stands",
                trigger: ".o_wechatpay_continue",
                run: "click",
            },
            isStage("failed"),
            click("again"),
            isStage("processing"),
            isPaid(),
        ].flat(),
});

tours.add("WechatPayRefundApproval", {
    steps: () =>
        [
            beginRefund(),
            says(".alert", "second person"),
            giveBack(),
            isStage("approval"),
            {
                content: "the till is reloaded in the midst of it",
                trigger: DIALOG,
                run: () => window.location.reload(),
                expectUnloadPage: true,
            },
            isStage("approval"),
            click("withdraw"),
            isStage("withdrawn"),
            click("close"),
            PaymentScreen.clickPaymentlineDelButton("WeChat Pay", "-29.00"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
        ].flat(),
});
