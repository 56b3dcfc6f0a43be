/** House rules for scripts and templates; `npm run check` applies them. */
const unused = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 8],
  'max-params': ['error', 6],
}

module.exports = {
  root: true,
  reportUnusedDisableDirectives: true,
  ignorePatterns: ['**/node_modules', '**/miniprogram_npm', 'preview/dist', '.cache'],
  parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
  env: { es2022: true },
  extends: ['eslint:recommended'],
  rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-console': 'off', ...sizes },
  overrides: [
    {
      files: ['**/*.mjs', '**/*.cjs'],
      env: { node: true },
      rules: { 'no-unused-vars': ['error', unused] },
    },
    {
      files: ['**/tests/**/*.mjs', '**/tests/**/*.ts'],
      env: { node: true, browser: true },
      rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', complexity: 'off', 'no-undef': 'off' },
    },
    {
      files: ['**/*.ts'],
      parser: '@typescript-eslint/parser',
      plugins: ['@typescript-eslint'],
      extends: ['plugin:@typescript-eslint/strict', 'plugin:@typescript-eslint/stylistic'],
      rules: {
        // tsc knows names and types better.
        'no-undef': 'off',
        'no-unused-vars': 'off',
        '@typescript-eslint/no-unused-vars': ['error', unused],
        // WeChat's typings use {} for "no further fields".
        '@typescript-eslint/ban-types': ['error', { extendDefaults: true, types: { '{}': false } }],
        '@typescript-eslint/no-explicit-any': 'error',
        '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
        '@typescript-eslint/no-empty-function': 'off',
        '@typescript-eslint/class-literal-property-style': 'off',
        '@typescript-eslint/consistent-indexed-object-style': 'off',
      },
    },
    {
      // User texts: a list, however long.
      files: ['src/i18n/*.ts'],
      rules: { 'max-lines': 'off' },
    },
    {
      files: ['**/*.wxml'],
      plugins: ['wxml'],
      processor: 'wxml/wxml',
      parser: '@wxml/parser',
      rules: {
        ...Object.fromEntries(Object.keys(sizes).map((name) => [name, 'off'])),
        'no-unused-vars': 'off',
        'wxml/report-wxml-syntax-error': 'error',
        'wxml/report-wxs-syntax-error': 'error',
        'wxml/report-interpolation-error': 'error',
        'wxml/no-duplicate-attributes': 'error',
        'wxml/no-inconsistent-tagname': 'error',
        'wxml/no-const-and-let-in-wxs': 'error',
        'wxml/no-unexpected-string-bool': 'error',
        'wxml/no-dynamic-wx-key': 'error',
        'wxml/no-wx-for-with-wx-if': 'error',
        'wxml/no-wx-for-with-wx-else': 'error',
        'wxml/wx-key': 'error',
        'wxml/wxs-module-prop': 'error',
        'wxml/max-lines': ['error', 120],
      },
    },
  ],
}
