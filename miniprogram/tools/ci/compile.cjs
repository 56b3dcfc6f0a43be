/**
 * @file Compile the mini-program with WeChat's own `miniprogram-ci`, without network,
 * account or key. Runs in the folder where that package is installed.
 *
 * Usage: node compile.cjs PROJECT_FOLDER
 * Prints one JSON line: {"files": n, "kb": n}. Fails with WeChat's message.
 */
const { createRequire } = require('node:module')
const path = require('node:path')

const ci = createRequire(path.join(process.cwd(), 'package.json'))('miniprogram-ci')

/** WeChat would be asked for these by a server call that needs an account. */
const attributes = { ...ci.DefaultProjectAttr, platform: true }

async function compile(projectPath) {
  const project = new ci.Project({
    appid: 'wx0123456789abcdef',
    type: 'miniProgram',
    projectPath,
    privateKey: 'unused',
    ignores: ['node_modules/**/*'],
  })
  project.attr = async () => attributes
  project._attr = attributes
  const files = await ci.getCompiledResult({
    project,
    version: '1.0.0',
    setting: { es6: true, es7: true, minify: true, useCompilerPlugins: ['typescript'] },
    onProgressUpdate() {},
  })
  const bytes = Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content), 0)
  return { files: Object.keys(files).length, kb: Math.ceil(bytes / 1024) }
}

compile(process.argv[2]).then(
  (result) => {
    console.log(JSON.stringify(result))
    process.exit(0)
  },
  (error) => {
    console.error(error.message ?? error)
    process.exit(1)
  },
)
