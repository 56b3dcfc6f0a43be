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
import { bilingual } from './language'
import { Shell, type WindowConfig } from './shell'
import { installControl } from './control'
import { associate, installDefiners } from './units'
import { createWx } from './wx'
import { announceResize } from './wx/system'

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
 *
 * @throws Error If the app or its configuration is broken; the person is told as well.
 */
export async function start(options: StartOptions): Promise<void> {
  try {
    await launch(options)
  } catch (error) {
    const fault = document.createElement('p')
    fault.className = 'mpv-fault'
    fault.setAttribute('role', 'alert')
    fault.textContent = `${bilingual('The preview could not start:', '预览无法启动：')} ${(error as Error).message}`
    document.querySelector('.mpv-stage')?.replaceChildren(fault)
    throw error
  }
}

async function launch({ app, assets, pages, load }: StartOptions): Promise<void> {
  setAssets(assets)
  const life = new AppLife()
  const config = { ...DEFAULT_CONFIG }
  const shell = new Shell(() => stack.navigateBack())
  const stack = new PageStack(shell, app, pages)
  const router = new Router(stack, app.pages[0] ?? '')
  useStack(stack)
  installDefiners(target)
  installComponentMembers()
  Object.assign(target, { App: life.define, getApp: life.instance, getCurrentPages: () => stack.instances })
  target.wx = createWx({ shell, stack, config, life })
  installControl(stack, life)
  watchFramework((error) => life.report(error))
  associate(new PreviewBackend())
  shell.onResize = () => announceResize(shell, stack)

  await Promise.all([readConfig().then((read) => Object.assign(config, read)), load()])
  const { path, query } = stack.resolve(router.url)
  life.start(path, query)
  if (router.missing) life.pageNotFound(router.missing)
  stack.reLaunch(router.url)
}
