/** @file The JUnit report. */
import assert from 'node:assert/strict'
import test from 'node:test'
import junit from '../junit-reporter.mjs'

/** @param {any[]} events */
async function report(events) {
  let text = ''
  for await (const part of junit(/** @type {any} */ (events))) text += part
  return text
}

test('a case names its suites, file and time; suites are no cases', async () => {
  const file = '/x/cart.test.mjs'
  const text = await report([
    { type: 'test:start', data: { name: 'cart', nesting: 0, file } },
    { type: 'test:start', data: { name: 'adds', nesting: 1, file } },
    { type: 'test:pass', data: { name: 'adds', nesting: 1, file, details: { duration_ms: 12 } } },
    { type: 'test:pass', data: { name: 'cart', nesting: 0, file, details: { duration_ms: 13, type: 'suite' } } },
  ])

  assert.equal(text.match(/<testcase/g)?.length, 1)
  assert.match(text, /<testcase classname="cart" name="cart &#62; adds" time="0\.012"><\/testcase>/)
})

test('a failure keeps its message, without what XML cannot hold', async () => {
  const details = { error: { message: 'a < b', cause: { stack: '\u001b[31mred' } } }
  const text = await report([{ type: 'test:fail', data: { name: 'x', nesting: 0, details } }])

  assert.match(text, /<failure message="a &#60; b">\[31mred<\/failure>/)
})
