import { _t } from "@web/core/l10n/translation";

/** What the cashier reads at each stage: what happens, and what to do. */
export const STAGE_TEXTS = {
    starting: { title: _t("One moment…"), advice: "" },
    scan: {
        title: _t("Scan the guest's payment code"),
        advice: _t(
            "The guest opens WeChat > Me > Services > Money. Scan the code, or type its 18 digits."
        ),
    },
    asking: {
        title: _t("Asking WeChat Pay…"),
        advice: _t("Do not give out the goods yet."),
    },
    password: {
        title: _t("The guest must enter the password"),
        advice: _t("Ask the guest to look at the phone. Do not give out the goods yet."),
    },
    qr: {
        title: _t("Let the guest scan this code with WeChat"),
        advice: _t("The payment shows here by itself."),
    },
    reversing: {
        title: _t("Being reversed: do not give out the goods"),
        advice: _t("Whatever was taken goes back to the guest. Wait until it is certain."),
    },
    paid: { title: _t("Paid"), advice: "" },
    refused: { title: _t("Refused"), advice: "" },
    cancelled: {
        title: _t("Not paid"),
        advice: _t("Nothing was taken from the guest. Scan a new code or take another way."),
    },
    given_back: {
        title: _t("Given back"),
        advice: _t("This money was given back to the guest. Take the payment anew."),
    },
};

/** Why WeChat Pay refuses a code, and what the cashier can do about it. */
export const REFUSAL_TEXTS = {
    new_code: _t("The code is too old or was used before. Ask the guest for a new one, and scan it."),
    not_enough: _t("The guest has too little money. Ask for another card in WeChat, or another way to pay."),
    other_card: _t("WeChat Pay does not take this card here. Ask the guest for another card."),
    other_payer: _t("Another guest began to pay this order. Scan the code of that guest."),
    settings: _t("WeChat Pay refuses this shop. Take another way to pay, and tell the manager."),
    refused: _t("WeChat Pay refuses this payment. Ask the guest for another way to pay."),
};

export const LOST_TEXT = _t(
    "No connection. We keep asking, and the payment ends by itself. Take no other payment for this order."
);
export const UNCLEAR_TEXT = _t("WeChat Pay does not answer clearly. We keep asking.");
