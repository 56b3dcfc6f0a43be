/**
 * @file WXS is not JavaScript: rewrite what differs.
 */

const CONSTRUCTOR = /\.constructor\b(?!\s*\.\s*name\b)/g
const REGEXP_LITERAL = /\bgetRegExp\(\s*(["'])((?:\\[\s\S]|(?!\1)[^\\])*)\1/g
const REQUIRE = /\brequire\(\s*(["'])([^"']+?)(?:\.wxs)?\1\s*\)/g

/** The globals that WXS has and JavaScript lacks; part of every template chunk. */
export const WXS_GLOBALS =
  "var getRegExp=(p,f)=>new RegExp(p,f||''),getDate=(...a)=>a.length?new Date(...a):new Date();"

/**
 * Turn WXS into JavaScript that behaves the same.
 *
 * - `x.constructor` is a string in WXS, a function in JavaScript;
 * - a backslash in the argument of `getRegExp` is itself, not the start of an escape;
 * - a required module is named without its extension by the template compiler.
 *
 * @param {string} source
 * @returns {string}
 */
export function wxsToJs(source) {
  return source
    .replace(CONSTRUCTOR, '?.constructor?.name')
    .replace(REGEXP_LITERAL, (_, quote, body) => `getRegExp(${quote}${keepBackslashes(body)}${quote}`)
    .replace(REQUIRE, (_, quote, file) => `require(${quote}${file}${quote})`)
}

/** @param {string} body */
function keepBackslashes(body) {
  return body.replace(/\\\\|\\/g, '\\\\')
}
