/** Errors and warnings of WeChat's component framework. */
import { glassEasel } from './glass-easel'

const NPM = 'miniprogram_npm/'

type Related = glassEasel.GeneralComponent | string | undefined

function pathOf(related: Related): string {
  return typeof related === 'string' ? related : (related?.is ?? '')
}

/**
 * Report what the framework caught.
 *
 * Warnings about npm packages are left out: nobody here can mend them.
 *
 * @param report Receives errors thrown by app code in handlers, observers and lifetimes.
 */
export function watchFramework(report: (error: unknown) => void): void {
  glassEasel.addGlobalErrorListener((error, method, related) => {
    console.error(`${pathOf(related)} ${method ?? ''}`.trim(), error)
    report(error)
    return false
  })
  glassEasel.addGlobalWarningListener((message, related) => {
    const isOurs = !pathOf(related).startsWith(NPM) && !message.includes(NPM)
    if (isOurs) console.warn([pathOf(related), message].filter(Boolean).join(': '))
    return false
  })
}
