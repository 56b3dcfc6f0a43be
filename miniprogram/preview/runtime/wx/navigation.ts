/** wx navigation: the page stack and the bars around it. */
import type { PageStack } from '../page-stack'
import type { Shell } from '../shell'
import { ApiError, api } from './api'

interface Target {
  url: string
  events?: Record<string, (...args: unknown[]) => void>
}

/** Build the navigation part of wx. */
export function navigationApi(stack: PageStack, shell: Shell): Record<string, unknown> {
  return {
    navigateTo: api('navigateTo', ({ url, events }: Target) => stack.navigateTo(url, events)),
    redirectTo: api('redirectTo', ({ url }: Target) => stack.redirectTo(url)),
    reLaunch: api('reLaunch', ({ url }: Target) => stack.reLaunch(url)),
    switchTab: api('switchTab', ({ url }: Target) => stack.switchTab(url)),
    navigateBack: api('navigateBack', ({ delta = 1 }: { delta?: number }) => stack.navigateBack(delta)),
    setNavigationBarTitle: api('setNavigationBarTitle', ({ title }: { title: string }) => {
      if (typeof title !== 'string') throw new ApiError('parameter error: title should be String')
      if (stack.top) stack.top.title = title
      shell.setTitle(title)
    }),
    setNavigationBarColor: api(
      'setNavigationBarColor',
      ({ frontColor, backgroundColor }: { frontColor: string; backgroundColor: string }) =>
        shell.setBarColor(frontColor, backgroundColor),
    ),
    showNavigationBarLoading: api('showNavigationBarLoading', () => undefined),
    hideNavigationBarLoading: api('hideNavigationBarLoading', () => undefined),
    pageScrollTo: api('pageScrollTo', (options: { scrollTop?: number; selector?: string; duration?: number }) => {
      stack.top?.scrollTo(options)
    }),
    startPullDownRefresh: api('startPullDownRefresh', () => stack.top?.startRefresh()),
    stopPullDownRefresh: api('stopPullDownRefresh', () => stack.top?.stopRefresh()),
    setTabBarBadge: api('setTabBarBadge', ({ index, text }: { index: number; text: string }) => shell.setBadge(index, text)),
    removeTabBarBadge: api('removeTabBarBadge', ({ index }: { index: number }) => shell.setBadge(index, '')),
    setTabBarItem: api('setTabBarItem', ({ index, text }: { index: number; text?: string }) => shell.setTabText(index, text ?? '')),
    hideHomeButton: api('hideHomeButton', () => undefined),
    enableAlertBeforeUnload: api('enableAlertBeforeUnload', () => undefined),
    disableAlertBeforeUnload: api('disableAlertBeforeUnload', () => undefined),
  }
}
