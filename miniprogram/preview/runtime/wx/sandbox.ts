/** The phone's side of the WeChat sandbox, which stands in for WeChat's servers. */
import type { PreviewConfig } from '../config'
import { steering } from '../steering'
import { ApiError } from './api'

/**
 * Tell the sandbox what the person did on the phone.
 *
 * @throws ApiError If the sandbox refuses or cannot be reached.
 */
export async function sandboxCall<T>(config: PreviewConfig, action: string, body: object): Promise<T> {
  if (!steering.isOnline) throw new ApiError('net::ERR_INTERNET_DISCONNECTED')
  const address = `${config.sandbox_url}/control/${action}`
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new ApiError(`the WeChat sandbox does not answer at ${config.sandbox_url}: start it`)
  })
  const answer = (await response.json().catch(() => ({}))) as T & { error?: string }
  if (!response.ok) throw new ApiError(answer.error ?? `the WeChat sandbox answered ${response.status}`)
  return answer
}
