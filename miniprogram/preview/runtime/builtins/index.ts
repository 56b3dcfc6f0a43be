/**
 * WeChat's built-in components as custom elements.
 */
import { WxElement } from '../wx-element'
import { WxButton, WxNavigator } from './button'
import { WxCheckbox, WxCheckboxGroup, WxRadio, WxRadioGroup, WxSwitch } from './choice'
import { WxForm, WxLabel } from './form'
import { WxInput, WxTextarea } from './input'
import { WxImage, WxRichText } from './media'
import { WxPicker } from './picker'
import { WxPickerView, WxPickerViewColumn } from './picker-view'
import { WxIcon, WxProgress, WxSlider } from './range'
import { WxScrollView } from './scroll-view'
import { WxSwiper, WxSwiperItem } from './swiper'
import { WxPageContainer, WxRootPortal } from './overlay'

const CLASSES: Record<string, new () => WxElement> = {
  button: WxButton,
  checkbox: WxCheckbox,
  'checkbox-group': WxCheckboxGroup,
  'cover-image': class extends WxImage {},
  form: WxForm,
  icon: WxIcon,
  image: WxImage,
  input: WxInput,
  label: WxLabel,
  navigator: WxNavigator,
  'page-container': WxPageContainer,
  picker: WxPicker,
  'picker-view': WxPickerView,
  'picker-view-column': WxPickerViewColumn,
  progress: WxProgress,
  radio: WxRadio,
  'radio-group': WxRadioGroup,
  'rich-text': WxRichText,
  'root-portal': WxRootPortal,
  'scroll-view': WxScrollView,
  slider: WxSlider,
  swiper: WxSwiper,
  'swiper-item': WxSwiperItem,
  switch: WxSwitch,
  textarea: WxTextarea,
}

/**
 * Create the element of a tag: `view` -> `<wx-view>`, `t-button` -> `<wx-t-button>`.
 *
 * Tags without a class of their own (view, text, hosts of components) are plain elements.
 */
export function createBuiltin(tag: string): WxElement {
  const name = `wx-${tag.toLowerCase()}`
  if (!customElements.get(name)) customElements.define(name, CLASSES[tag] ?? class extends WxElement {})
  const element = document.createElement(name) as WxElement
  element.build()
  return element
}
