import { PosConfig } from "@point_of_sale/app/models/pos_config";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

/**
 * Whether the till's dishes are made in the kitchen of a store with a kitchen display.
 *
 * @param {PosConfig} config
 */
function hasKitchen(config) {
    return Boolean(config.raw.wechat_store_id);
}

patch(PosConfig.prototype, {
    /**
     * What has no station of its own is made at the first one, so that every category can
     * be sent to the kitchen.
     */
    get preparationCategories() {
        const categories = super.preparationCategories;
        if (hasKitchen(this)) {
            this.models["pos.category"].getAll().forEach(({ id }) => categories.add(id));
        }
        return categories;
    },
});

patch(PosStore.prototype, {
    /**
     * Notes where a dish comes from that goes to another bill, so that it is not cooked
     * for that one again.
     */
    handlePreparationHistory(sourceNote, targetNote, sourceLine, targetLine, quantity) {
        const sent = sourceNote[sourceLine.preparationKey]?.quantity;
        const before = targetNote[targetLine.preparationKey]?.quantity || 0;
        super.handlePreparationHistory(...arguments);
        if (sent && hasKitchen(this.config)) {
            const entry = targetNote[targetLine.preparationKey];
            entry.kitchen_from = sourceLine.uuid;
            // Odoo forgets here what the other bill had sent of the same dish itself.
            entry.quantity += before;
        }
    },

    async mergeOrders(sourceOrder, destOrder) {
        if (hasKitchen(this.config) && sourceOrder.isSynced) {
            await this.data.call("pos.order", "kitchen_begin_merge", [[sourceOrder.id]]);
        }
        return super.mergeOrders(...arguments);
    },
});
