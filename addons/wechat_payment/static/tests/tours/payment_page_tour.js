/** A guest pays an invoice from a payment link, by scanning the code on the page. */

import { registry } from "@web/core/registry";

const PATIENCE_MS = 40000;

function choose() {
    return [
        {
            content: "WeChat Pay is offered and chosen",
            trigger: "#pay_with.show:has(input[data-provider-code='wechatpay']:checked)",
            timeout: PATIENCE_MS,
        },
        {
            content: "go on to the page with the code",
            trigger: "#pay_with.show button[name='o_payment_submit_button']:enabled",
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
        timeout: PATIENCE_MS,
    };
}

registry.category("web_tour.tours").add("WechatPayLinkQr", {
    steps: () => [
        ...choose(),
        // The phone pays meanwhile, and the page goes on by itself.
        { ...isOpen(), expectUnloadPage: true },
        {
            content: "the phone pays, the page goes on by itself to the invoice",
            trigger: ".o_portal_sidebar",
            timeout: PATIENCE_MS,
        },
        {
            content: "which is paid",
            timeout: PATIENCE_MS,
            trigger: ".o_portal_sidebar .badge:contains('Paid')",
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
