/** A guest pays an invoice from a payment link, by scanning the code on the page. */

import { registry } from "@web/core/registry";

const PATIENCE_MS = 40000;

function choose() {
    return [
        {
            content: "WeChat Pay is offered and chosen",
            trigger: "[name='o_payment_option']:has([data-provider-code='wechatpay']:checked)",
        },
        {
            content: "go on to the page with the code",
            trigger: "button[name='o_payment_submit_button']:enabled",
            run: "click",
            expectUnloadPage: true,
        },
    ];
}

function isOpen() {
    return {
        content: "the page shows code, amount and time",
        trigger:
            ".o_wechatpay_page:contains('880.00'):has(.o_wechatpay_clock) img[alt^='QR code']",
    };
}

registry.category("web_tour.tours").add("WechatPayLinkQr", {
    steps: () => [
        ...choose(),
        isOpen(),
        {
            content: "the phone pays, the page goes on by itself to the invoice",
            trigger: "#portal_sale_content, .o_portal_invoice_sidebar, .o_portal_sidebar",
            timeout: PATIENCE_MS,
        },
        {
            content: "which is paid",
            trigger: "body:contains('Your payment has been processed.')",
        },
    ],
});

registry.category("web_tour.tours").add("WechatPayLinkRanOut", {
    steps: () => [
        ...choose(),
        isOpen(),
        {
            content: "the time runs out and nobody paid",
            trigger: "[data-when='closed'].alert:not(.d-none)",
            timeout: PATIENCE_MS,
        },
        {
            content: "get a new code",
            trigger: "button:contains('Get a new code'):visible",
            run: "click",
            expectUnloadPage: true,
        },
        isOpen(),
    ],
});
