/** The global `wx`: what the preview knows, and a clear error for what it does not. */
import type { AppLife } from '../app'
import type { PreviewConfig } from '../config'
import type { PageStack } from '../page-stack'
import type { Shell } from '../shell'
import { accountApi } from './account'
import { backgroundFetchApi } from './background-fetch'
import { deviceApi } from './device'
import { interactionApi } from './interaction'
import { mediaApi } from './media'
import { navigationApi } from './navigation'
import { usePhoneConfig } from './phone'
import { privacyApi } from './privacy'
import { queryApi } from './query'
import { networkApi } from './request'
import { storageApi } from './storage'
import { systemApi } from './system'

/** Members that libraries look for before they use them; the preview has none of them. */
const ABSENT = new Set([
  'onMenuButtonBoundingClientRectWeightChange', 'offMenuButtonBoundingClientRectWeightChange',
  'onThemeChange', 'offThemeChange', 'getRendererUserAgent', 'worklet', 'cloud', 'reportEvent',
])

export interface WxParts {
  shell: Shell
  stack: PageStack
  config: PreviewConfig
  life: AppLife
}

/**
 * Build `wx`.
 *
 * An unknown member throws when it is read: code that would fail on a phone, or that the
 * preview cannot vouch for, must not pass unnoticed.
 */
export function createWx({ shell, stack, config, life }: WxParts): typeof wx {
  usePhoneConfig(config)
  const members: Record<string, unknown> = {
    ...networkApi(config),
    ...storageApi,
    ...interactionApi,
    ...navigationApi(stack, shell),
    ...accountApi(config),
    ...backgroundFetchApi,
    ...systemApi(shell, config),
    ...deviceApi,
    ...mediaApi,
    ...privacyApi,
    ...queryApi(stack),
    ...life.api(),
    env: { USER_DATA_PATH: 'wxfile://usr' },
  }
  return new Proxy(members, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target || ABSENT.has(name)) return Reflect.get(target, name)
      throw new Error(`wx.${name} is not known to the browser preview (miniprogram/preview/runtime/wx)`)
    },
  }) as unknown as typeof wx
}
