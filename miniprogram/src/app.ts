/**
 * The app: what has to listen from the start.
 */

import { settleLanguage } from './i18n/index'
import { tableCodeFrom } from './models/scene'
import { watchNetwork } from './services/network'
import { watchPrivacy } from './services/privacy'
import { expectTable } from './services/scan'

App({
  onLaunch({ query }) {
    settleLanguage()
    watchNetwork()
    watchPrivacy()
    const table = tableCodeFrom(query['scene'])
    if (table) {
      expectTable(table)
    }
  },
})
