/**
 * @file The script of index.html that fetches data before the mini-program runs.
 *
 * WeChat's client does so on a cold start (数据预拉取), with an address from WeChat's console.
 * The other half is runtime/wx/background-fetch.ts.
 */

/** Path of the address that would be entered in WeChat's console. */
const ADDRESS = '/wechat/api/v1/prefetch'

/** Runs in the page, before any other script: kept small, and in words that every browser knows. */
export const PREFETCH_SCRIPT = `{
const [path = '', query = ''] = location.hash.slice(2).split('?')
if (query) {
const token = localStorage.getItem('preview:fetch-token') ?? ''
const text = fetch('${ADDRESS}?' + new URLSearchParams({ path, query, token, timestamp: Date.now() }))
.then((answer) => (answer.ok ? answer.text() : null), () => null)
globalThis.__mpPrefetch = { path, query, text }
}
}`
