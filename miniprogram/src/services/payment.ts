/**
 * Paying with WeChat Pay. What the phone hears from WeChat is only a hint; an order is paid when
 * the shop's server says so.
 */

import type { OrderView } from '../models/wire'
import { checkPayment, createPayment, fetchOrder } from './orders'

/** `done`: WeChat took the diner's consent. It is not yet a paid order. */
export type PaymentHint = 'done' | 'cancelled' | 'failed'

/** The server asks WeChat at most every two seconds for one order. */
export const PAY_CHECK_INTERVAL_MS = 2_500

/** After this many questions the page tells the diner that it may take a while. */
export const PAY_CHECKS_BEFORE_PATIENCE = 12

/** Open WeChat's payment sheet for the order and return what the diner did. */
export async function askForMoney(uuid: string): Promise<PaymentHint> {
  const { payment } = await createPayment(uuid)
  return new Promise((resolve) => {
    wx.requestPayment({
      ...payment,
      success: () => resolve('done'),
      fail: (reason) => resolve(/cancel/i.test(reason.errMsg) ? 'cancelled' : 'failed'),
    })
  })
}

/** Return the order after the server has asked WeChat for the money. */
export async function confirmPayment(uuid: string): Promise<OrderView> {
  try {
    return await checkPayment(uuid)
  } catch (checkError) {
    // Asked too often or too late: the order itself knows as well.
    const { order } = await fetchOrder(uuid)
    if (order) {
      return order
    }
    throw checkError
  }
}
