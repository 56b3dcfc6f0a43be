/**
 * The privacy consent. Each page that may need the diner's identity carries it; the one that shows
 * answers WeChat's question.
 */

import { texts } from '../../i18n/index'
import { agree, consentStore, disagree, openPrivacyTerms } from '../../services/privacy'

const AGREE_BUTTON_ID = 'privacy-agree'

interface Subscribed {
  unsubscribe?: () => void
}

Component({
  data: {
    isAsking: false,
    isShown: true,
    t: texts().privacy,
  },
  lifetimes: {
    attached() {
      const own = this as Subscribed
      this.setData({ t: texts().privacy, isAsking: consentStore.get().isAsking })
      own.unsubscribe = consentStore.subscribe(({ isAsking }) => this.setData({ isAsking }))
    },
    detached() {
      const own = this as Subscribed
      own.unsubscribe?.()
    },
  },
  pageLifetimes: {
    show() {
      this.setData({ isShown: true })
    },
    hide() {
      this.setData({ isShown: false })
    },
  },
  methods: {
    handleAgree() {
      agree(AGREE_BUTTON_ID)
    },
    handleDecline() {
      disagree()
    },
    handleTerms() {
      openPrivacyTerms()
    },
  },
})
