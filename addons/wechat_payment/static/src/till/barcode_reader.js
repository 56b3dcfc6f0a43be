import { patch } from "@web/core/utils/patch";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";

patch(BarcodeReader.prototype, {
    /**
     * Hand a scanned payment code over as it is. A nomenclature would read some of them
     * as dates or batches (GS1), others as products.
     */
    async _scan(code) {
        const take = this.exclusiveCbMap?.wechatpayCode;
        if (take && code) {
            return take(code);
        }
        return super._scan(...arguments);
    },
});
