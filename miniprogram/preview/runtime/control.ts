/** Install `window.__preview`, see {@link PreviewControl}. */
import type { AppLife } from './app'
import type { PageStack } from './page-stack'
import { shareFrom } from './share'
import { calls, errors, steering, type PreviewControl, type Steering } from './steering'
import { announceNetwork } from './wx/device'

/** Publish the steering of this preview to tests and to the console. */
export function installControl(stack: PageStack, life: AppLife): void {
  const control: PreviewControl = {
    steering,
    calls: calls.list,
    errors,
    /** Change what the simulated person, network and sensors do next. */
    set: (changes: Partial<Steering>) => {
      for (const name of Object.keys(changes)) {
        if (!(name in steering)) throw new Error(`__preview.set: "${name}" is not one of ${Object.keys(steering).join(', ')}`)
      }
      Object.assign(steering, changes)
      if ('isOnline' in changes || 'networkType' in changes) announceNetwork()
    },
    /** The calls of one wx.* function. */
    callsOf: (api: string) => calls.list.filter((call) => call.api === api),
    /** Pages on the stack, bottom first. */
    pages: () => stack.instances.map(({ route, options, data }) => ({ route, options, data })),
    pullDown: () => stack.top?.startRefresh(),
    share: () => shareFrom('menu'),
    hideApp: () => life.setShown(false),
    showApp: () => life.setShown(true),
  }
  Object.assign(window, { __preview: control })
}
