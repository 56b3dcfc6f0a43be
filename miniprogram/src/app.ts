/**
 * The app: what has to listen from the start.
 */

import { settleLanguage } from './i18n/index'
import { watchNetwork } from './services/network'
import { watchPrivacy } from './services/privacy'

App({
  onLaunch() {
    settleLanguage()
    watchNetwork()
    watchPrivacy()
  },
})
