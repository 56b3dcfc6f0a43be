/**
 * The menu as the pages use it: dishes by id, sections in order, search, what may be ordered now.
 */

import type { AvailabilityView, Category, Dish, MenuView, SaleState } from './wire'

export interface MenuIndex {
  menu: MenuView
  dishes: Map<number, Dish>
  sections: Section[]
}

export interface Section {
  id: number
  name: string
  hours: string
  dishes: Dish[]
}

export interface SaleStatus {
  state: SaleState
  /** Portions left when they are few, else `null`. */
  left: number | null
}

const AVAILABLE: SaleStatus = { state: 'available', left: null }

/** Return the menu ready for look-ups; categories without dishes are left out. */
export function indexMenu(menu: MenuView): MenuIndex {
  const dishes = new Map(menu.dishes.map((dish) => [dish.id, dish]))
  const sections = inReadingOrder(menu.categories)
    .map((category) => toSection(category, dishes))
    .filter((section) => section.dishes.length > 0)
  return { menu, dishes, sections }
}

/** Parents come before their children, otherwise the server's order stands. */
function inReadingOrder(categories: Category[]): Category[] {
  const ids = new Set(categories.map((category) => category.id))
  const isRoot = (category: Category) =>
    category.parent_id === null || !ids.has(category.parent_id)
  const withChildren = (category: Category): Category[] => [
    category,
    ...categories.filter((child) => child.parent_id === category.id).flatMap(withChildren),
  ]
  return categories.filter(isRoot).flatMap(withChildren)
}

function toSection(category: Category, dishes: Map<number, Dish>): Section {
  return {
    id: category.id,
    name: category.name,
    hours: category.hours ? `${category.hours.from}–${category.hours.to}` : '',
    dishes: category.dish_ids.flatMap((id) => dishes.get(id) ?? []),
  }
}

/** Return the dishes the house recommends, in the menu's order. */
export function recommendedDishes(index: MenuIndex): Dish[] {
  return index.menu.dishes.filter((dish) => dish.is_recommended)
}

/** Return the dishes whose name, code, tags or description contain every word of `query`. */
export function searchDishes(index: MenuIndex, query: string): Dish[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) {
    return []
  }
  const matches = (text: string) => words.every((word) => text.includes(word))
  const byName = index.menu.dishes.filter((dish) => matches(dish.name.toLowerCase()))
  const byText = index.menu.dishes.filter(
    (dish) => !byName.includes(dish) && matches(searchText(dish)),
  )
  return [...byName, ...byText]
}

function searchText(dish: Dish): string {
  const texts = [dish.name, dish.code ?? '', dish.description ?? '', ...dish.tags]
  return texts.join(' ').toLowerCase()
}

/** Return whether a dish can be ordered now, and how many are left when few are. */
export function saleStatus(dishId: number, availability: AvailabilityView | null): SaleStatus {
  const entry = availability?.items[String(dishId)]
  if (!entry) {
    return AVAILABLE
  }
  const isGone = entry.state === 'available' && entry.left === 0
  return { state: isGone ? 'sold_out' : entry.state, left: entry.left }
}

/** Return whether an option value can be chosen now. */
export function isValueOnSale(valueId: number, availability: AvailabilityView | null): boolean {
  const entry = availability?.options?.[String(valueId)]
  return !entry || entry.state === 'available'
}
