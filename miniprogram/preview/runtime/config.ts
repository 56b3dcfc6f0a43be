/** `config.json` beside index.html: what the server tells the preview. */

export interface PreviewConfig {
  /** Where the diner API is, from the root of the site. */
  api_base: string
  /** App id under which the sandbox knows the mini-program. */
  appid: string
  /** Address of the WeChat sandbox that stands in for WeChat's servers. */
  sandbox_url: string
  /** Language that `wx.getAppBaseInfo` reports. */
  locale: string
}

export const DEFAULT_CONFIG: PreviewConfig = {
  api_base: '/wechat/api/v1',
  appid: 'wx0123456789abcdef',
  sandbox_url: 'http://127.0.0.1:8090',
  locale: 'zh_CN',
}

/**
 * Read the configuration.
 *
 * @throws Error If it is there but not JSON, with the remedy.
 */
export async function readConfig(): Promise<PreviewConfig> {
  const response = await fetch('config.json')
  if (!response.ok) return DEFAULT_CONFIG
  try {
    return { ...DEFAULT_CONFIG, ...((await response.json()) as Partial<PreviewConfig>) }
  } catch {
    throw new Error('config.json beside index.html is not valid JSON: correct it and reload')
  }
}
