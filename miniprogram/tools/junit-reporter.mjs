/**
 * @file A JUnit report of Node's test runner; the one Node brings is younger than Node 18.
 */
import path from 'node:path'

/**
 * @typedef {object} TestEvent
 * @property {string} type
 * @property {{name: string, nesting: number, file?: string, skip?: unknown, todo?: unknown,
 *   details?: {duration_ms?: number, type?: string, error?: {message?: string, cause?: {stack?: string}}}}} data
 */

/** @param {unknown} text */
function escape(text) {
  return String(text ?? '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    // XML 1.0 has no place for the colours of a terminal.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
}

/** @param {TestEvent['data']['details']} details */
function failure(details) {
  const error = details?.error
  return `<failure message="${escape(error?.message)}">${escape(error?.cause?.stack ?? error?.message)}</failure>`
}

/**
 * @param {TestEvent} event
 * @param {string[]} suites Names of the suites around the test.
 * @returns {string}
 */
function testCase({ type, data }, suites) {
  const subject = path.basename(data.file ?? '').replace(/\.test\.mjs$/, '')
  const seconds = ((data.details?.duration_ms ?? 0) / 1000).toFixed(3)
  const name = [...suites, data.name].join(' > ')
  const skipped = data.skip !== undefined || data.todo !== undefined ? '<skipped/>' : ''
  const content = type === 'test:fail' ? failure(data.details) : skipped
  return `<testcase classname="${escape(subject)}" name="${escape(name)}" time="${seconds}">${content}</testcase>\n`
}

/**
 * Turn the events of a test run into JUnit XML, one case per test; suites only lend names.
 *
 * @param {AsyncIterable<TestEvent>} source
 */
export default async function* junit(source) {
  /** @type {string[]} */
  const open = []
  yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites><testsuite name="miniprogram">\n'
  for await (const event of source) {
    const { type, data } = event
    if (type === 'test:start') {
      open.length = data.nesting
      open[data.nesting] = data.name
    }
    const isResult = type === 'test:pass' || type === 'test:fail'
    if (isResult && data.details?.type !== 'suite') yield testCase(event, open.slice(0, data.nesting))
  }
  yield '</testsuite></testsuites>\n'
}
