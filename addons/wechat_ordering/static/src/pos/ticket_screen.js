import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { fuzzyLookup } from "@web/core/utils/search";

const WECHAT = "WECHAT";

patch(TicketScreen.prototype, {
    _getFilterOptions() {
        const options = super._getFilterOptions();
        options.set(WECHAT, { text: _t("WeChat") });
        return options;
    },

    async onFilterSelected(selectedFilter) {
        await super.onFilterSelected(selectedFilter);
        if (selectedFilter === WECHAT) {
            await this.pos.loadWechatOrders();
        }
    },

    getFilteredOrderList() {
        if (this.state.filter !== WECHAT) {
            return super.getFilteredOrderList();
        }
        const { searchTerm, fieldName } = this.state.search;
        let orders = this.pos.models["pos.order"].filter(
            (order) =>
                order.source === "wechat" && order.state !== "cancel" && order.uiState.displayed
        );
        if (searchTerm) {
            orders = fuzzyLookup(searchTerm, orders, this._getSearchFields()[fieldName].repr);
        }
        this.pos.screenState.ticketSCreen.totalCount = orders.length;
        const first = (this.state.page - 1) * this.state.nbrByPage;
        return orders
            .sort((a, b) => b.date_order - a.date_order)
            .slice(first, first + this.state.nbrByPage);
    },

    getStatus(order) {
        if (order.source === "wechat") {
            return order.finalized ? _t("Paid by WeChat") : _t("Ongoing");
        }
        return super.getStatus(order);
    },
});
