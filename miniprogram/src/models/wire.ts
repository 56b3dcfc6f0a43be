/**
 * The shapes of the diner API v1: what travels between the phone and the shop's server.
 * Money is an integer number of fen, times are UTC in ISO 8601.
 */

export type LanguageCode = 'zh_CN' | 'en_US'
export type Service = 'dine_in' | 'takeaway'
export type PayMode = 'first' | 'after'

export interface OpeningHours {
  /** 1 is Monday, 7 is Sunday. */
  weekday: number
  from: string
  to: string
}

export interface StoreView {
  code: string
  name: string
  address: string | null
  phone: string | null
  latitude: number | null
  longitude: number | null
  notice: string | null
  logo_url: string | null
  banner_url: string | null
  is_open: boolean
  opens_at: string | null
  hours: OpeningHours[]
  services: Service[]
  pay_mode: PayMode
  languages: LanguageCode[]
}

export interface StoreListView {
  stores: StoreView[]
}

export interface TableView {
  store: StoreView
  table: { name: string; floor: string; seats: number }
  table_token: string
  expires_at: string
}

export interface LoginView {
  access_token: string
  expires_in: number
  refresh_token: string
  member: { id: string; nickname: string | null }
}

export interface Category {
  id: number
  name: string
  parent_id: number | null
  hours: { from: string; to: string } | null
  dish_ids: number[]
}

export interface OptionValue {
  id: number
  name: string
  extra_fen: number
  is_default: boolean
}

export interface OptionGroup {
  id: number
  name: string
  kind: 'single' | 'multiple'
  min: number
  max: number
  values: OptionValue[]
}

export interface ComboItem {
  id: number
  dish_id: number
  name: string
  extra_fen: number
  options: OptionGroup[]
}

export interface ComboGroup {
  id: number
  name: string
  min: number
  max: number
  /** How many of the chosen items the combo's price includes. */
  free: number
  items: ComboItem[]
}

export interface Nutrition {
  energy_kj: number
  protein_g: number
  fat_g: number
  carbohydrate_g: number
  sodium_mg: number
  is_estimated: boolean
}

export interface Dish {
  id: number
  code: string | null
  name: string
  description: string | null
  image: { s: string; m: string; l: string } | null
  price_fen: number
  options: OptionGroup[]
  combo: ComboGroup[]
  tags: string[]
  spicy: number
  allergens: string[]
  nutrition: Nutrition | null
  is_recommended: boolean
}

export interface MenuView {
  version: string
  store: string
  lang: LanguageCode
  currency: string
  categories: Category[]
  dishes: Dish[]
}

export type SaleState = 'available' | 'sold_out' | 'paused' | 'off_hours'

export interface AvailabilityView {
  menu_version: Record<LanguageCode, string>
  is_open: boolean
  items: Record<string, { state: SaleState; left: number | null }>
  options: Record<string, { state: SaleState }>
}

export interface ComboPick {
  item_id: number
  quantity: number
  options: number[]
}

export interface LineRequest {
  dish_id: number
  quantity: number
  options: number[]
  combo: ComboPick[]
  note?: string
}

export interface QuoteRequest {
  store: string
  service: Service
  table_token?: string
  lines: LineRequest[]
  note?: string
}

export interface OrderRequest extends QuoteRequest {
  uuid: string
  menu_version: string
}

export interface ChosenOption {
  id: number
  name: string
  extra_fen?: number
}

export interface ChosenComboItem {
  name: string
  quantity: number
  options: ChosenOption[]
}

export interface QuoteLineView {
  dish_id: number
  name: string
  quantity: number
  options: ChosenOption[]
  combo: ChosenComboItem[]
  unit_price_fen: number
  total_fen: number
  note: string | null
}

export interface QuoteView {
  menu_version: string
  lines: QuoteLineView[]
  subtotal_fen: number
  discount_fen: number
  tax_fen: number
  total_fen: number
}

export type OrderState =
  | 'submitted'
  | 'accepted'
  | 'preparing'
  | 'ready'
  | 'delivering'
  | 'completed'
  | 'cancelled'
  | 'refunded'

export type KitchenState = 'queued' | 'cooking' | 'ready' | 'served' | 'cancelled'

export interface OrderedComboItem {
  /** Null if the menu has it no more. */
  item_id: number | null
  name: string
  quantity: number
  options: ChosenOption[]
}

export interface OrderLineView extends Omit<QuoteLineView, 'combo'> {
  combo: OrderedComboItem[]
  kitchen_state: KitchenState | null
}

export interface OrderView {
  uuid: string
  number: string
  store: { code: string; name: string }
  service: Service
  table: { name: string } | null
  state: OrderState
  states: { state: OrderState; at: string }[]
  version: number
  payment_state: 'unpaid' | 'paid' | 'refunded'
  pay_mode: PayMode
  expires_at: string | null
  created_at: string
  lines: OrderLineView[]
  note: string | null
  subtotal_fen: number
  discount_fen: number
  tax_fen: number
  total_fen: number
  can: { pay: boolean; cancel: boolean; refund: boolean }
  /** What has come back to the diner. */
  refunded_fen: number
  /** Where the last request for money back is, or null. */
  refund_state: RefundState | null
  channel: string | null
}

export type RefundReason = 'missing' | 'wrong' | 'quality' | 'slow' | 'changed_mind' | 'other'

export type RefundState =
  | 'requested'
  | 'checking'
  | 'refunding'
  | 'refunded'
  | 'refused'
  | 'withdrawn'
  | 'failed'

export interface RefundRequest {
  uuid: string
  reason: RefundReason
  text?: string
  lines: { line_id: number; quantity: number }[]
}

export interface RefundableLine {
  line_id: number
  name: string
  quantity: number
  /** What one of it gives back, after discounts. */
  unit_fen: number
}

export interface RefundRequestView {
  uuid: string
  state: RefundState
  reason: RefundReason
  text: string
  amount_fen: number
  /** What the shop gives back; null until it has decided. */
  granted_fen: number | null
  answer: string
  created_at: string
  lines: { name: string; quantity: number }[]
  photos: number
  states: { state: RefundState; at: string }[]
}

export interface RefundView {
  order_uuid: string
  number: string
  can_request: boolean
  /** The most that can still be given back. */
  rest_fen: number
  refunded_fen: number
  pending_fen: number
  lines: RefundableLine[]
  /** The latest first. */
  requests: RefundRequestView[]
}

/** A row of "my orders": without dishes and history. */
export type OrderBrief = Omit<
  OrderView,
  'lines' | 'states' | 'note' | 'subtotal_fen' | 'discount_fen' | 'tax_fen' | 'channel'
>

export interface CheckedOrderView extends OrderView {
  /** WeChat was asked just now, and its word is final as long as nobody tries to pay again. */
  payment_known: boolean
}

export interface OrderListView {
  orders: OrderBrief[]
  next_before: string | null
}

export interface PaymentView {
  payment: {
    timeStamp: string
    nonceStr: string
    package: string
    signType: 'RSA' | 'MD5' | 'HMAC-SHA256'
    paySign: string
  }
  expires_at: string
}

export interface PaymentProofView {
  /** Where the PDF is, without the server's address; for an hour. */
  path: string
  expires_at: string
}

export interface ErrorBody {
  error: {
    code: string
    message: string
    details?: Record<string, unknown>
    request_id?: string
  }
}

export interface SoldOutDish {
  dish_id: number
  name: string
  left: number | null
}
