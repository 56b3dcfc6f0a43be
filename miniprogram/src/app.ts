/**
 * The app: what has to listen from the start.
 */

import { watchNetwork } from './services/network'
import { watchPrivacy } from './services/privacy'

App({
  onLaunch() {
    watchNetwork()
    watchPrivacy()
  },
})
