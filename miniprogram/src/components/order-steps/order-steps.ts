/**
 * The way of an order in steps.
 */

import type { StepRow } from '../../models/order-view'

Component({
  properties: {
    steps: { type: Array, value: [] as StepRow[] },
  },
})
