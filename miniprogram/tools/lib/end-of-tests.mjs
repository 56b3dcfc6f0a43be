/**
 * @file Loaded before each test file: once its tests are over, it ends.
 *
 * A server or a browser that a failed test left open would keep the file, and with it the whole
 * run, waiting for ever. (Node's own `--test-force-exit` cuts the JUnit report short.)
 */
import { after } from 'node:test'

const GRACE_MS = 5_000

// The runner itself loads this too, and has no tests.
if (process.env.NODE_TEST_CONTEXT) {
  after(() => {
    setTimeout(() => {
      console.error(`Still open after the tests: ${process.getActiveResourcesInfo().join(', ')}`)
      process.exit(1)
    }, GRACE_MS).unref()
  })
}
