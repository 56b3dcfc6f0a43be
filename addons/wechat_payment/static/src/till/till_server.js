import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/**
 * What the till asks the server about one payment line. Not through the till's data
 * service: a till that believes itself offline must go on asking about money.
 */
export class TillServer {
    constructor(orm, paymentMethodId, sessionId) {
        this.orm = orm;
        this.paymentMethodId = paymentMethodId;
        this.sessionId = sessionId;
    }

    /** Take the payment with the code that the guest shows. */
    pay(wish, authCode) {
        return this._call("wechatpay_till_pay", this._name(wish), authCode);
    }

    /** Prepare a QR code for the guest to scan. */
    showQr(wish) {
        return this._call("wechatpay_till_show_qr", this._name(wish));
    }

    /** Return how the payment of a line stands. */
    ask(wish) {
        return this._call("wechatpay_till_ask", this.sessionId, wish.payment_uuid);
    }

    /** Give the payment up, unless the money came first. */
    cancel(wish) {
        return this._call("wechatpay_till_cancel", this.sessionId, wish.payment_uuid);
    }

    /** Return the payments that this till left open or without an order. */
    recover() {
        return this._call("wechatpay_till_recover", this.sessionId);
    }

    /** Give back money that no order of this till wants. */
    giveBack(reference) {
        return this._call("wechatpay_till_give_back", this.sessionId, reference);
    }

    /** Return how a refund stands, or what it would be. */
    lookAtRefund(wish) {
        return this._call("wechatpay_till_refund_look", this._name(wish));
    }

    /** Give money back, for a reason, to all who paid or to one of them first. */
    refund(wish, choice) {
        return this._call("wechatpay_till_refund", this._name(wish), choice);
    }

    /** Return how the refund of a line stands. */
    askRefund(wish) {
        return this._call("wechatpay_till_refund_ask", this.sessionId, wish.payment_uuid);
    }

    /** Ask anew for what was refused, or again for what waits for a top-up. */
    refundAgain(wish) {
        return this._call("wechatpay_till_refund_again", this.sessionId, wish.payment_uuid);
    }

    /** Take back a refund that no money has left for. */
    withdrawRefund(wish) {
        return this._call("wechatpay_till_refund_withdraw", this.sessionId, wish.payment_uuid);
    }

    _name(wish) {
        return { ...wish, session_id: this.sessionId };
    }

    _call(method, ...args) {
        return this.orm.silent.call("pos.payment.method", method, [
            [this.paymentMethodId],
            ...args,
        ]);
    }
}

/** Return whether an error leaves open what the server did. */
export function isLost(error) {
    return error instanceof ConnectionLostError;
}

/** Return what the server says a person should read. */
export function messageOf(error) {
    return error instanceof RPCError ? error.data?.message || error.message : error.message;
}
