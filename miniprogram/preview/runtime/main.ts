/**
 * Start of the preview.
 */
import { setAssets } from './assets'
import { AppLife } from './app'
import { PreviewBackend } from './backend'
import { installComponentMembers } from './component-members'
import { DEFAULT_CONFIG, readConfig } from './config'
import { PageStack, type AppConfig } from './page-stack'
import { Router } from './router'
import { watchFramework } from './faults'
import { useStack } from './share'
import { Shell, type WindowConfig } from './shell'
import { installControl } from './control'
import { associate, installDefiners } from './units'
import { createWx } from './wx'

export { registerUnit } from './units'

interface StartOptions {
  app: AppConfig
  assets: Record<string, string>
  /** Window settings of each page. */
  pages: Record<string, WindowConfig>
  /** Runs the app's own scripts. */
  load: () => Promise<unknown>
}

const target = globalThis as unknown as Record<string, unknown>

/**
 * Start the mini-program in this document.
 *
 * All globals stand before the first line of the app's code runs.
 */
export async function start({ app, assets, pages, load }: StartOptions): Promise<void> {
  const life = new AppLife()
  const config = { ...DEFAULT_CONFIG }
  const shell = new Shell(() => stack.navigateBack())
  const stack = new PageStack(shell, app, pages)
  const router = new Router(stack, app.pages[0] ?? '')
  setAssets(assets)
  useStack(stack)
  installDefiners(target)
  installComponentMembers()
  Object.assign(target, { App: life.define, getApp: life.instance, getCurrentPages: () => stack.instances })
  target.wx = createWx({ shell, stack, config, life })
  installControl(stack, life)
  watchFramework((error) => life.report(error))
  associate(new PreviewBackend())

  const { path, query } = stack.resolve(router.url)
  const reading = readConfig().then((read) => Object.assign(config, read))
  await Promise.all([reading, load()])
  life.start(path, query)
  stack.reLaunch(router.url)
}
