/** wx navigation: the page stack and the bars around it. */
import type { PageStack } from '../page-stack'
import type { Shell } from '../shell'
import { ApiError, api, type WxPart } from './api'

/** Build the navigation part of wx. */
export function navigationApi(stack: PageStack, shell: Shell): WxPart {
  return {
    navigateTo: api('navigateTo', ({ url, events }) => stack.navigateTo(url, events)),
    redirectTo: api('redirectTo', ({ url }) => stack.redirectTo(url)),
    reLaunch: api('reLaunch', ({ url }) => stack.reLaunch(url)),
    switchTab: api('switchTab', ({ url }) => stack.switchTab(url)),
    navigateBack: api('navigateBack', ({ delta = 1 }) => stack.navigateBack(delta)),
    setNavigationBarTitle: api('setNavigationBarTitle', ({ title }) => {
      if (typeof title !== 'string') throw new ApiError('parameter error: title should be String')
      if (stack.top) stack.top.title = title
      shell.setTitle(title)
    }),
    setNavigationBarColor: api('setNavigationBarColor', ({ frontColor, backgroundColor }) =>
      shell.setBarColor(frontColor, backgroundColor),
    ),
    showNavigationBarLoading: api('showNavigationBarLoading', () => undefined),
    hideNavigationBarLoading: api('hideNavigationBarLoading', () => undefined),
    pageScrollTo: api('pageScrollTo', (options) => stack.top?.scrollTo(options)),
    startPullDownRefresh: api('startPullDownRefresh', () => stack.top?.startRefresh()),
    stopPullDownRefresh: api('stopPullDownRefresh', () => stack.top?.stopRefresh()),
    setTabBarBadge: api('setTabBarBadge', ({ index, text }) => shell.setBadge(index, text)),
    removeTabBarBadge: api('removeTabBarBadge', ({ index }) => shell.setBadge(index, '')),
    setTabBarItem: api('setTabBarItem', ({ index, text }) => shell.setTabText(index, text ?? '')),
    hideHomeButton: api('hideHomeButton', () => undefined),
    enableAlertBeforeUnload: api('enableAlertBeforeUnload', () => undefined),
    disableAlertBeforeUnload: api('disableAlertBeforeUnload', () => undefined),
  }
}
