import { PosStore } from "@point_of_sale/app/services/pos_store";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const RECENT_ORDERS = 30;

patch(PosStore.prototype, {
    async setup() {
        await super.setup(...arguments);
        this.data.connectWebSocket("WECHAT_ORDER", (hint) => this.onWechatOrder(hint));
    },

    /**
     * A guest ordered or paid on a phone. The message is only a hint: the order itself is
     * read with the cashier's own rights.
     *
     * @param {{order_id: number, event: "submitted"|"paid"|"cancelled"}} hint
     */
    async onWechatOrder({ order_id, event }) {
        const [order] = await this.data.loadServerOrders([["id", "=", order_id]]);
        if (!order || event === "cancelled") {
            return;
        }
        this.sound.play("new-message");
        this.notification.add(this.getWechatOrderMessage(order, event), {
            type: event === "paid" ? "success" : "info",
        });
    },

    getWechatOrderMessage(order, event) {
        const number = order.tracking_number;
        const amount = this.env.utils.formatCurrency(order.amount_total);
        const table = order.table_id?.table_number;
        if (event === "paid") {
            return table
                ? _t("WeChat order %(number)s, table %(table)s: paid %(amount)s", {
                      number,
                      table,
                      amount,
                  })
                : _t("WeChat order %(number)s: paid %(amount)s", { number, amount });
        }
        return table
            ? _t("WeChat order %(number)s at table %(table)s", { number, table })
            : _t("New WeChat order %(number)s", { number });
    },

    /**
     * Loads the guests' latest paid orders, which the till does not fetch by itself.
     */
    async loadWechatOrders() {
        const { ordersInfo } = await this.data.call("pos.order", "search_paid_order_ids", [], {
            config_id: this.config.id,
            domain: [["source", "=", "wechat"]],
            limit: RECENT_ORDERS,
            offset: 0,
        });
        const ids = ordersInfo
            .map(([id]) => id)
            .filter((id) => !this.models["pos.order"].get(id));
        if (ids.length) {
            await this.data.loadServerOrders([["id", "in", ids]]);
        }
    },
});
