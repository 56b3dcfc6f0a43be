/**
 * Settings: few, because WeChat has them already.
 */

import { language, setLanguage, texts } from '../../i18n/index'
import type { LanguageCode } from '../../models/wire'
import { pageStart, startPage } from '../../services/page-texts'
import { openPrivacyTerms } from '../../services/privacy'
import { visitStore } from '../../stores/visit'

Page({
  data: {
    ...pageStart('mine'),
    languages: [] as { code: LanguageCode; name: string }[],
    phone: '',
  },

  onLoad() {
    const { languages } = texts().mine
    this.setData({
      ...startPage('mine'),
      languages: (['zh_CN', 'en_US'] as const).map((code) => ({ code, name: languages[code] })),
      phone: visitStore.get().store?.phone ?? '',
    })
  },

  handleLanguage(event: WechatMiniprogram.TouchEvent<{}, {}, { code: LanguageCode }>) {
    const { code } = event.currentTarget.dataset
    if (code !== language()) {
      setLanguage(code)
      // Every open page keeps its texts, so all of them are opened anew.
      wx.reLaunch({ url: '/pages/home/home' })
    }
  },

  handleTerms() {
    openPrivacyTerms()
  },

  handleCall() {
    wx.makePhoneCall({ phoneNumber: this.data.phone })
  },
})
