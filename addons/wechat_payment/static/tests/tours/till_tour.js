import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

const DISH = "Crossing-the-Bridge Noodles";
const DIALOG = ".o_wechatpay_till";
// WeChat Pay is asked every five seconds; a reversal waits for the fifteenth, and the
// guest's password for half a minute.
const PATIENCE_MS = 45000;

function order() {
    return [
        Chrome.startPoS(),
        ProductScreen.addOrderline(DISH),
        ProductScreen.clickPayButton(),
        PaymentScreen.clickPaymentMethod("WeChat Pay"),
        isStage("scan"),
    ].flat();
}

function isStage(stage) {
    return {
        content: `the dialog is at the stage ${stage}`,
        trigger: `${DIALOG} [data-stage=${stage}]`,
        timeout: PATIENCE_MS,
    };
}

function type(ending) {
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

function scan(code) {
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

function isPaid() {
    return { ...ReceiptScreen.isShown()[0], timeout: PATIENCE_MS };
}

const tours = registry.category("web_tour.tours");

tours.add("WechatPayTillScanned", {
    steps: () => [order(), scan("134567890123456700"), isPaid()].flat(),
});

tours.add("WechatPayTillPassword", {
    steps: () =>
        [
            order(),
            type("11"),
            isStage("password"),
            says(".o_wechatpay_stage", "password"),
            {
                content: "Escape does not lose the payment",
                trigger: DIALOG,
                run: "press Escape",
            },
            isPaid(),
        ].flat(),
});

tours.add("WechatPayTillRefused", {
    steps: () =>
        [
            order(),
            type("21"),
            isStage("refused"),
            says(".o_wechatpay_advice", "too little money"),
            click("again"),
            isStage("scan"),
            scan("281234567890123456"),
            says(".o_wechatpay_note", "Alipay"),
            isStage("scan"),
            type("00"),
            isPaid(),
        ].flat(),
});

tours.add("WechatPayTillCancelled", {
    steps: () =>
        [
            order(),
            type("13"),
            isStage("password"),
            click("cancel"),
            isStage("reversing"),
            isStage("cancelled"),
            click("close"),
            PaymentScreen.clickRetryButton(),
            isStage("scan"),
            type("00"),
            isPaid(),
        ].flat(),
});

tours.add("WechatPayTillTooLate", {
    steps: () =>
        [
            order(),
            type("13"),
            isStage("password"),
            says(".o_wechatpay_advice", "Do not give out the goods"),
            isStage("cancelled"),
            says(".o_wechatpay_advice", "Nothing was taken"),
            click("again"),
            type("00"),
            isPaid(),
        ].flat(),
});

tours.add("WechatPayTillQr", {
    steps: () =>
        [
            order(),
            click("show_qr"),
            isStage("qr"),
            {
                content: "the customer display has the code too",
                trigger: `${DIALOG} img.o_wechatpay_qr[src^='data:image/png']`,
                run: () => {
                    const line = window.posmodel.getOrder().getSelectedPaymentline();
                    if (!line.qrPaymentData?.qrCode.startsWith("data:image/png")) {
                        throw new Error("the guest sees no QR code");
                    }
                },
            },
            click("cancel"),
            isStage("cancelled"),
            click("show_qr"),
            isStage("qr"),
            isPaid(),
        ].flat(),
});

tours.add("WechatPayTillReloaded", {
    steps: () =>
        [
            order(),
            type("11"),
            isStage("password"),
            {
                content: "the till is reloaded in the midst of it",
                trigger: DIALOG,
                run: () => window.location.reload(),
                expectUnloadPage: true,
            },
            isPaid(),
        ].flat(),
});
