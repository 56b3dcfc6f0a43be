/**
 * @file Faults of layout, found in the page as it is drawn: what is cut off, what lies on something
 * else, what sticks out, what is too small to tap.
 */

/**
 * Return the layout faults of the page on top, as sentences.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export function layoutFaults(page) {
  return page.evaluate(findFaults)
}

/** Runs in the browser, so it carries all it needs. */
function findFaults() {
  const TAP_PX = 43.5
  const TAPPED = new Set(['button', 'radio', 'checkbox', 'link'])
  const pages = [...document.querySelectorAll('wx-page')].filter((each) => each.getBoundingClientRect().width > 0)
  const top = pages[pages.length - 1]
  const stage = top.getBoundingClientRect()
  const sheet = [...top.querySelectorAll('[role=dialog]')].pop()

  const styleOf = (element) => getComputedStyle(element)
  const isSeen = (element) => {
    const style = styleOf(element)
    const box = element.getBoundingClientRect()
    return style.visibility !== 'hidden' && style.display !== 'none' && box.width > 0 && box.height > 0
  }
  const ownText = (element) =>
    [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent.trim()).join('')
  const ancestors = (element) => {
    const all = []
    for (let each = element.parentElement; each && each !== top; each = each.parentElement) all.push(each)
    return all
  }
  const isShortened = (element) =>
    [element, ...ancestors(element)].some((each) => styleOf(each).textOverflow === 'ellipsis' || styleOf(each).webkitLineClamp !== 'none')
  const scrollsSideways = (element) =>
    ancestors(element).some((each) => /auto|scroll/.test(styleOf(each).overflowX) && each.scrollWidth > each.clientWidth)
  const say = (element) => `"${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 24)}" (${element.className})`

  const faults = []
  const elements = [...top.querySelectorAll('*')].filter(isSeen)

  for (const element of elements) {
    const box = element.getBoundingClientRect()
    const isTapped = TAPPED.has(element.getAttribute('role')) && !element.closest('[aria-hidden=true]')
    if (isTapped && (box.width < TAP_PX || box.height < TAP_PX)) {
      faults.push(`too small to tap, ${Math.round(box.width)} x ${Math.round(box.height)}: ${say(element)}`)
    }
    if ((box.right > stage.right + 1 || box.left < stage.left - 1) && !scrollsSideways(element)) {
      faults.push(`sticks out: ${say(element)}`)
    }
    const style = styleOf(element)
    const holdsText = ownText(element) !== '' && style.display !== 'inline' && !isShortened(element)
    const clips = (overflow) => overflow === 'hidden' || overflow === 'clip'
    if (holdsText && clips(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
      faults.push(`cut off at the side: ${say(element)}`)
    }
    if (holdsText && clips(style.overflowY) && element.scrollHeight > element.clientHeight + 3) {
      faults.push(`cut off below: ${say(element)}`)
    }
  }

  // Two texts on one spot. What scrolls beneath a fixed bar is none.
  const layerOf = (element) => [element, ...ancestors(element)].find((each) => /fixed|sticky/.test(styleOf(each).position)) ?? top
  const isClippedAway = (element, box) =>
    ancestors(element).some((each) => {
      if (styleOf(each).overflowY === 'visible') return false
      const frame = each.getBoundingClientRect()
      return box.top < frame.top - 2 || box.bottom > frame.bottom + 2
    })
  const texts = elements
    .filter((element) => ownText(element) !== '' && styleOf(element).position !== 'absolute' && !isShortened(element))
    .filter((element) => !sheet || sheet.contains(element))
    .map((element) => {
      const range = document.createRange()
      range.selectNodeContents(element)
      return { element, box: range.getBoundingClientRect(), layer: layerOf(element) }
    })
    .filter(({ element, box }) => box.top < stage.bottom && box.bottom > stage.top && !isClippedAway(element, box))
  texts.forEach((one, index) => {
    for (const other of texts.slice(index + 1)) {
      const isNested = one.element.contains(other.element) || other.element.contains(one.element)
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
      if (!isNested && one.layer === other.layer && width > 3 && height > 5) {
        faults.push(`lie on each other: ${say(one.element)} and ${say(other.element)}`)
      }
    }
  })
  return [...new Set(faults)]
}
