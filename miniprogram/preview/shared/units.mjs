/** @file CSS units of WXSS, for style sheets at build time and inline styles at run time. */

const UNIT = /(?<![\w#.-])(-?(?:\d+\.?\d*|\.\d+))(rpx|vh|vw)\b/gi

/**
 * Express WXSS units in units of the preview's web view.
 *
 * 750rpx is the width of the screen. `vh` leaves the navigation bar out, as in WeChat.
 * Container units do both without any script.
 *
 * @param {string} value
 * @returns {string}
 */
export function convertUnits(value) {
  return value.replace(UNIT, (_, amount, unit) => {
    const factor = unit.toLowerCase() === 'rpx' ? 100 / 750 : 1
    const axis = unit.toLowerCase() === 'vh' ? 'cqh' : 'cqw'
    return `${Number((Number(amount) * factor).toFixed(5))}${axis}`
  })
}
