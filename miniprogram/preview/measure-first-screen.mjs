/**
 * @file How long a diner waits for the first usable menu on an ordinary phone.
 *
 * A fresh Chromium of phone size, its network slowed to DevTools' "Fast 4G", its processor
 * to a quarter, opens an address with an empty cache; measured is the time until the first
 * dish is on the screen.
 *
 * Usage: node preview/measure-first-screen.mjs --url URL [--until SELECTOR] [--runs 3]
 * Prints the median as its last line: `first_menu_screen_s 1.23`.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'

const FAST_4G = { offline: false, latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750 }
const CPU_SLOWDOWN = 4
const TIMEOUT_MS = 30_000
const CHROMIUM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Find the Chromium to use: `CHROMIUM`, else the machine's own.
 *
 * @returns {string}
 * @throws {Error} If there is none, with the remedy.
 */
export function chromiumPath() {
  const found = [process.env.CHROMIUM ?? '', ...CHROMIUM_PLACES].find((place) => place && existsSync(place))
  if (!found) throw new Error('No Chromium found: install it, or name it in the variable CHROMIUM')
  return found
}

/**
 * Open an address once on a slow phone.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {string} until Selector of what must be on the screen.
 * @returns {Promise<number>} Seconds.
 */
export async function measureOnce(browser, url, until) {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', FAST_4G)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  const started = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForSelector(until, { timeout: TIMEOUT_MS })
  const seconds = (performance.now() - started) / 1000
  await context.close()
  return seconds
}

async function main() {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      until: { type: 'string', default: 'wx-dish-card' },
      runs: { type: 'string', default: '3' },
    },
  })
  if (!values.url) throw new Error('--url is missing')
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  const times = []
  for (let run = 0; run < Number(values.runs); run += 1) {
    times.push(await measureOnce(browser, values.url, values.until))
    console.log(`run ${run + 1}: ${times.at(-1)?.toFixed(2)} s`)
  }
  await browser.close()
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  console.log(`first_menu_screen_s ${median.toFixed(2)}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
