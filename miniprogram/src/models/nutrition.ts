/**
 * Nutrition facts as rows of a table.
 */

import type { Texts } from '../i18n/zh_CN'
import type { Nutrition } from './wire'

export interface NutritionRow {
  name: string
  value: string
}

/** Return the facts in the order of Chinese food labels (GB 28050). */
export function nutritionRows(facts: Nutrition, t: Texts['dish']): NutritionRow[] {
  return [
    { name: t.energy, value: `${round(facts.energy_kj)} kJ` },
    { name: t.protein, value: `${round(facts.protein_g)} g` },
    { name: t.fat, value: `${round(facts.fat_g)} g` },
    { name: t.carbohydrate, value: `${round(facts.carbohydrate_g)} g` },
    { name: t.sodium, value: `${round(facts.sodium_mg)} mg` },
  ]
}

function round(amount: number): string {
  return String(Math.round(amount * 10) / 10)
}
