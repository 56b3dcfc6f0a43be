import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import { registry } from "@web/core/registry";
import { DIALOG, click, isPaid, isStage, order, says, scan, type } from "./till_util";

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
