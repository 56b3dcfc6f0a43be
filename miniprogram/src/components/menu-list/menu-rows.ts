/**
 * The menu's rows as the page draws them.
 */

import { fill, language } from '../../i18n/index'
import type { Texts } from '../../i18n/zh_CN'
import type { DishCardView, StatusView } from '../../models/dish-view'
import { viewDishCard, viewStatus } from '../../models/dish-view'
import type { MenuIndex, Section } from '../../models/menu'
import { recommendedDishes, saleStatus, searchDishes } from '../../models/menu'
import type { MenuLayout, PlacedRow, Row, RowHeights } from '../../models/menu-layout'
import { FEATURED_SECTION_ID, layoutMenu } from '../../models/menu-layout'
import type { AvailabilityView, Dish } from '../../models/wire'
import type { Display } from '../../services/display'
import { imageUrl } from '../../services/image-url'

export interface RowView {
  key: string
  kind: 'header' | 'featured' | 'dishes'
  height: number
  title: string
  hours: string
  cards: DishCardView[]
}

export interface MenuTexts {
  menu: Texts['menu']
  dish: Texts['dish']
}

/** Measures of components/dish-card and featured-card, where text has its standard size. */
const HEADER_PX = 40
const PICTURE_PX = 100
const CARD_PADDING_PX = 24
const NAME_LINE_PX = 20
const REST_OF_TEXT_PX = 82
const FEATURED_PICTURE_PX = 142
const FEATURED_TEXT_PX = 58
/** Of components/menu-list: a card and the gap beside it. */
const FEATURED_CARD_PX = 180
/** Larger text, and languages of long words, need a second line for a dish's name. */
const TWO_LINES_FROM_SCALE = 1.1
const SEARCH_SECTION_ID = -1
const FEWEST_FEATURED = 3
const MOST_FEATURED = 8

/** Return the sections to show: the house's recommendations first, then the menu's own. */
export function menuSections(index: MenuIndex, t: MenuTexts): Section[] {
  const featured = recommendedDishes(index).slice(0, MOST_FEATURED)
  if (featured.length < FEWEST_FEATURED) {
    return index.sections
  }
  const first = { id: FEATURED_SECTION_ID, name: t.menu.featured, hours: '', dishes: featured }
  return [first, ...index.sections]
}

/** Return the result of a search as the one section to show. */
export function searchSections(index: MenuIndex, query: string, t: MenuTexts): Section[] {
  const dishes = searchDishes(index, query)
  const name = fill(t.menu.searchResults, { count: dishes.length })
  return dishes.length > 0 ? [{ id: SEARCH_SECTION_ID, name, hours: '', dishes }] : []
}

/** Return where the rows stand at this text size and window. */
export function layoutFor(sections: Section[], display: Display): MenuLayout {
  return layoutMenu(sections, display.isWide ? 2 : 1, rowHeights(display.scale))
}

function rowHeights(scale: number): RowHeights {
  const nameLines = scale >= TWO_LINES_FROM_SCALE || language() !== 'zh_CN' ? 2 : 1
  const text = (NAME_LINE_PX * nameLines + REST_OF_TEXT_PX) * scale
  return {
    header: Math.round(HEADER_PX * Math.max(1, scale)),
    dish: Math.round(Math.max(PICTURE_PX, text) + CARD_PADDING_PX),
    featured: Math.round(FEATURED_PICTURE_PX + FEATURED_TEXT_PX * scale),
  }
}

/** Return how many recommendations a window of this width shows, the cut off one included. */
export function featuredAt(windowWidth: number): number {
  return Math.ceil(windowWidth / FEATURED_CARD_PX)
}

/**
 * Return some rows ready to draw.
 *
 * @param featured How many recommendations to draw, when not all.
 */
export function viewRows(placed: PlacedRow[], t: Texts['dish'], featured?: number): RowView[] {
  return placed.map(({ row, height }) => ({
    key: row.key,
    kind: row.kind,
    height,
    title: row.kind === 'header' ? row.title : '',
    hours: row.kind === 'header' ? row.hours : '',
    cards: dishesOf(row, featured).map((dish) => cardOf(dish, t)),
  }))
}

function dishesOf(row: Row, featured: number | undefined): Dish[] {
  if (row.kind === 'header') {
    return []
  }
  return row.kind === 'featured' ? row.dishes.slice(0, featured) : row.dishes
}

function cardOf(dish: Dish, t: Texts['dish']): DishCardView {
  return viewDishCard(dish, t, imageUrl)
}

/** Return what to say of each dish that is not freely on sale. */
export function viewStatuses(
  availability: AvailabilityView | null,
  t: Texts['dish'],
): Record<string, StatusView> {
  const statuses: Record<string, StatusView> = {}
  for (const id of Object.keys(availability?.items ?? {})) {
    const status = viewStatus(saleStatus(Number(id), availability), t)
    if (status) {
      statuses[id] = status
    }
  }
  return statuses
}
