/**
 * How large things are: WeChat's text size and the window.
 */

export interface Display {
  /** Factor for text and for what must grow with it; 1 is WeChat's standard size. */
  scale: number
  /** Style for a page's root element; the text sizes in styles/tokens.wxss multiply by it. */
  style: string
  isWide: boolean
  width: number
  height: number
}

const STANDARD_FONT_PX = 17
const SMALLEST_SCALE = 0.9
const LARGEST_SCALE = 1.5
const WIDE_FROM_PX = 600

/** Return the size of text and window right now. */
export function readDisplay(): Display {
  const { fontSizeSetting, fontSizeScaleFactor } = wx.getAppBaseInfo()
  const wanted = fontSizeScaleFactor || (fontSizeSetting || STANDARD_FONT_PX) / STANDARD_FONT_PX
  const scale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, wanted))
  const { windowWidth, windowHeight } = wx.getWindowInfo()
  return {
    scale,
    style: `--scale: ${scale.toFixed(3)}`,
    isWide: windowWidth >= WIDE_FROM_PX,
    width: windowWidth,
    height: windowHeight,
  }
}
