/**
 * Dishes of a quote or an order, with what the kitchen says of each.
 */

import type { OrderLineRow } from '../../models/order-view'

Component({
  properties: {
    lines: { type: Array, value: [] as OrderLineRow[] },
  },
})
