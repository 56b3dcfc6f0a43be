/**
 * The payment proof: a PDF that the diner looks at, keeps or hands on.
 */

import { API_ORIGIN } from '../config'
import type { PaymentProofView } from '../models/wire'
import { ApiError } from './api-error'
import { request } from './http'
import { noConnection } from './transport'

/** Show the proof of what the diner paid for an order. */
export async function openProof(orderUuid: string): Promise<void> {
  const path = `/orders/${orderUuid}/payment-proof`
  const proof = await request<PaymentProofView>({ method: 'GET', path, isPersonal: true })
  await show(await download(`${API_ORIGIN}${proof.path}`))
}

function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url,
      success({ statusCode, tempFilePath }) {
        if (statusCode === 200) {
          resolve(tempFilePath)
        } else {
          reject(new ApiError('faulty', `http_${statusCode}`, { status: statusCode }))
        }
      },
      fail: (reason) => reject(noConnection(reason.errMsg)),
    })
  })
}

function show(filePath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    wx.openDocument({
      filePath,
      fileType: 'pdf',
      showMenu: true,
      success: () => resolve(),
      fail: (reason) => reject(new ApiError('faulty', 'unexpected', { message: reason.errMsg })),
    })
  })
}
