/**
 * Where each row of the menu stands, so that only the rows near the screen are drawn.
 *
 * A menu of 300 dishes would be over 5,000 nodes; WeChat's audit wants fewer than 1,000. Rows have
 * known heights, so positions are sums and scroll sync needs no measuring.
 */

import type { Dish } from './wire'
import type { Section } from './menu'

export interface RowHeights {
  header: number
  dish: number
  featured: number
}

export type Row =
  | { key: string; kind: 'header'; sectionId: number; title: string; hours: string }
  | { key: string; kind: 'featured'; sectionId: number; dishes: Dish[] }
  | { key: string; kind: 'dishes'; sectionId: number; dishes: Dish[] }

export interface PlacedRow {
  row: Row
  top: number
  height: number
}

export interface MenuLayout {
  rows: PlacedRow[]
  height: number
}

export interface RowWindow {
  first: number
  last: number
  padTop: number
  padBottom: number
}

/** The house's recommendations come first and are shown large; no category has this id. */
export const FEATURED_SECTION_ID = 0

/** Rows drawn beyond each edge of the screen: about one screen of fast scrolling. */
export const OVERSCAN_ROWS = 6

/** The window moves in steps of this many rows, which keeps `setData` calls few. */
export const WINDOW_STEP_ROWS = 3

/** Return the rows of all sections, top to bottom. */
export function layoutMenu(sections: Section[], columns: number, heights: RowHeights): MenuLayout {
  const rows: PlacedRow[] = []
  let top = 0
  const place = (row: Row, height: number) => {
    rows.push({ row, top, height })
    top += height
  }
  for (const section of sections) {
    const sectionId = section.id
    place(
      {
        key: `h${sectionId}`,
        kind: 'header',
        sectionId,
        title: section.name,
        hours: section.hours,
      },
      heights.header,
    )
    if (sectionId === FEATURED_SECTION_ID) {
      place(
        { key: 'featured', kind: 'featured', sectionId, dishes: section.dishes },
        heights.featured,
      )
      continue
    }
    for (const dishes of inChunks(section.dishes, columns)) {
      place(
        { key: `d${sectionId}-${dishes[0]?.id ?? 0}`, kind: 'dishes', sectionId, dishes },
        heights.dish,
      )
    }
  }
  return { rows, height: top }
}

function inChunks<T>(items: T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let start = 0; start < items.length; start += size) {
    chunks.push(items.slice(start, start + size))
  }
  return chunks
}

/** Return which rows to draw at a scroll position, and the space to keep above and below. */
export function windowAt(
  layout: MenuLayout,
  scrollTop: number,
  viewHeight: number,
): RowWindow {
  const { rows } = layout
  const firstVisible = indexAt(layout, scrollTop)
  const lastVisible = indexAt(layout, scrollTop + viewHeight)
  const first = Math.max(0, stepDown(firstVisible - OVERSCAN_ROWS))
  const last = Math.min(rows.length - 1, stepDown(lastVisible + OVERSCAN_ROWS) + WINDOW_STEP_ROWS)
  return windowOf(layout, first, last)
}

/** Return the rows that a screen shows of the top of the list, and no more. */
export function firstWindow(layout: MenuLayout, viewHeight: number): RowWindow {
  return windowOf(layout, 0, indexAt(layout, viewHeight))
}

function windowOf({ rows, height }: MenuLayout, first: number, last: number): RowWindow {
  const lastRow = rows[last]
  return {
    first,
    last,
    padTop: rows[first]?.top ?? 0,
    padBottom: lastRow ? height - lastRow.top - lastRow.height : 0,
  }
}

function stepDown(index: number): number {
  return Math.floor(index / WINDOW_STEP_ROWS) * WINDOW_STEP_ROWS
}

/** Return the index of the row at a height, found by halving. */
function indexAt(layout: MenuLayout, position: number): number {
  let low = 0
  let high = layout.rows.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((layout.rows[middle]?.top ?? 0) <= position) {
      low = middle
    } else {
      high = middle - 1
    }
  }
  return Math.max(0, low)
}

/** Return the section under the top edge of the list. */
export function sectionAt(layout: MenuLayout, scrollTop: number): number | null {
  return layout.rows[indexAt(layout, scrollTop + 1)]?.row.sectionId ?? null
}

/** Return how far to scroll so that a section's title is at the top. */
export function topOfSection(layout: MenuLayout, sectionId: number): number {
  return layout.rows.find((placed) => placed.row.sectionId === sectionId)?.top ?? 0
}
