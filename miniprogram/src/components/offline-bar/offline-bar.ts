/**
 * The notice that the phone has lost its connection.
 */

import { texts } from '../../i18n/index'
import { networkStore } from '../../services/network'

interface Subscribed {
  unsubscribe?: () => void
}

Component({
  data: { isOnline: true, text: '' },
  lifetimes: {
    attached() {
      const own = this as Subscribed
      this.setData({ ...networkStore.get(), text: texts().common.offline })
      own.unsubscribe = networkStore.subscribe((network) => this.setData(network))
    },
    detached() {
      const own = this as Subscribed
      own.unsubscribe?.()
    },
  },
})
