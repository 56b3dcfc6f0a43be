import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const WARNING_MINUTES = 10;
const LATE_MINUTES = 20;

const NEXT_STATE = {
    queued: "cooking",
    recalled: "cooking",
    cooking: "ready",
    ready: "served",
};

/**
 * One ticket: what to make, for whom, since when. A tap on a dish moves it on.
 */
export class KitchenTicketCard extends Component {
    static template = "wechat_ordering.KitchenTicketCard";
    static props = {
        ticket: Object,
        now: Number,
        isClosed: { type: Boolean, optional: true },
        onMoveLine: { type: Function, optional: true },
        onFinish: { type: Function, optional: true },
        onRecall: { type: Function, optional: true },
    };

    get elapsedMs() {
        const firedAt = luxon.DateTime.fromSQL(this.props.ticket.fired_at, { zone: "utc" });
        return Math.max(0, this.props.now - firedAt.toMillis());
    }

    get elapsed() {
        return luxon.Duration.fromMillis(this.elapsedMs).toFormat("m:ss");
    }

    get urgency() {
        const { isClosed, ticket } = this.props;
        if (isClosed || ticket.state === "ready") {
            return "calm";
        }
        const minutes = this.elapsedMs / 60_000;
        if (minutes >= LATE_MINUTES) {
            return "late";
        }
        return minutes >= WARNING_MINUTES ? "warning" : "calm";
    }

    get serviceLabel() {
        const { ticket } = this.props;
        if (ticket.service === "takeaway") {
            return _t("Takeaway");
        }
        return ticket.table ? _t("Table %s", ticket.table) : _t("Dine in");
    }

    get finishLabel() {
        return this.props.ticket.state === "ready" ? _t("Served") : _t("All ready");
    }

    get canRecall() {
        return this.props.ticket.lines.some((line) => line.state === "served");
    }

    stateLabel(state) {
        return {
            queued: _t("Queued"),
            cooking: _t("Cooking"),
            ready: _t("Ready"),
            served: _t("Served"),
            recalled: _t("Make again"),
            cancelled: _t("Cancelled"),
        }[state];
    }

    stateIcon(state) {
        return {
            queued: "fa-circle-o",
            cooking: "fa-fire",
            ready: "fa-check-circle",
            served: "fa-check",
            recalled: "fa-repeat",
            cancelled: "fa-ban",
        }[state];
    }

    isMovable(line) {
        return !this.props.isClosed && Boolean(NEXT_STATE[line.state]);
    }

    advance(line) {
        return this.props.onMoveLine(line, NEXT_STATE[line.state]);
    }
}
