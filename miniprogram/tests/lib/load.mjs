/**
 * @file The mini-program's TypeScript in Node: each call loads it anew, with stores of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url))

/**
 * Load modules of the mini-program, all sharing one state, as in one running app.
 *
 * @param {Record<string, string>} modules Name to give -> path below src, without extension.
 * @returns {Promise<Record<string, any>>} What each module exports, by the given name.
 */
export async function loadApp(modules) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'miniprogram-'))
  const outfile = path.join(folder, 'app.mjs')
  const contents = Object.entries(modules)
    .map(([name, file]) => `export * as ${name} from './${file}'`)
    .join('\n')
  try {
    await build({
      stdin: { contents, resolveDir: SOURCES, loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      target: 'es2020',
      logLevel: 'silent',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
