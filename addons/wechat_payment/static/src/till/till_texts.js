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

/** What the cashier reads while money is given back: what happens, and what to do. */
export const REFUND_STAGE_TEXTS = {
    starting: { title: _t("One moment…"), advice: "" },
    confirm: {
        title: _t("Give this money back?"),
        advice: _t("It goes to whoever paid, back to where it was paid from."),
    },
    impossible: { title: _t("Not possible here"), advice: "" },
    asking: {
        title: _t("Asking WeChat Pay…"),
        advice: _t("Give no cash meanwhile. It is asked for by itself, under the same number."),
    },
    approval: {
        title: _t("A second person has to approve it"),
        advice: _t(
            "A manager finds it under Point of Sale > Orders > WeChat Refunds. This goes on by itself then."
        ),
    },
    short: {
        title: _t("The shop's WeChat balance is too low"),
        advice: _t(
            "Tell the manager to top it up in the merchant platform. Give no cash: the refund stays asked for."
        ),
    },
    processing: {
        title: _t("Accepted: the money is on its way"),
        advice: _t(
            "It is in a WeChat balance within minutes, on a bank card in one to three days. You may close the refund."
        ),
    },
    abnormal: {
        title: _t("The guest's account cannot take the money"),
        advice: _t(
            "A card was closed, for example. Tell the manager: in the refund's form it can be sent to the shop's bank account, then give the guest cash."
        ),
    },
    done: { title: _t("Given back"), advice: "" },
    partly: {
        title: _t("WeChat Pay refuses a part of it"),
        advice: _t("The rest is on its way. Ask again for what is missing, or call the manager."),
    },
    failed: {
        title: _t("WeChat Pay does not give it back"),
        advice: _t("No money moved. Ask again, or give it back in another way."),
    },
    refused: {
        title: _t("Not approved"),
        advice: _t("No money moved. Remove the payment line, or ask the manager why."),
    },
    withdrawn: {
        title: _t("Withdrawn"),
        advice: _t("No money moved. Give it back in another way, or cancel the refund order."),
    },
};

/** What became of a part of a refund. */
export const REFUND_STATE_TEXTS = {
    created: _t("not accepted yet"),
    processing: _t("on its way"),
    success: _t("given back"),
    abnormal: _t("cannot be delivered"),
};

/** Reasons for a finger to choose from. */
export const REFUND_REASONS = [
    _t("Sold out"),
    _t("Wrong item"),
    _t("Not as it should be"),
    _t("Not wanted any more"),
];

export const LOST_REFUND_TEXT = _t(
    "No connection. If the refund was asked for, it goes on by itself. Give no cash for it."
);
