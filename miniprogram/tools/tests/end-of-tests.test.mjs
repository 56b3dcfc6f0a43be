/** @file A test file ends once its tests are over, whatever they left open. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ENDING = new URL('../lib/end-of-tests.mjs', import.meta.url).href
const FIXTURE = fileURLToPath(new URL('fixtures/leaves-a-server-open.mjs', import.meta.url))
const FAR_TOO_LONG_MS = 120_000

test('a server that a failed test left open does not keep the run waiting', () => {
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env
  const done = spawnSync('node', [`--import=${ENDING}`, '--test', '--test-reporter=spec', FIXTURE], {
    env,
    encoding: 'utf8',
    timeout: FAR_TOO_LONG_MS,
  })

  assert.equal(done.status, 1)
  assert.match(done.stdout, /failed in the middle/)
  assert.match(done.stdout, /✔ comes after it/)
  assert.match(done.stdout, /Still open after the tests: .*TCPServerWrap/)
})
