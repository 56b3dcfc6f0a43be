/** wx feedback: toast, loading, modal, action sheet. */
import { openDialog } from '../dialog'
import { ApiError, api, type OptionsOf, type ResultOf, type WxPart } from './api'

const DEFAULT_DURATION_MS = 1500
const MARKS: Record<string, string> = { success: '✓', error: '✕', loading: '◌' }

let shown: HTMLElement | undefined
let timer = 0

function hide(): void {
  clearTimeout(timer)
  shown?.remove()
  shown = undefined
}

function show({ title, icon = 'success', mask = false }: OptionsOf<'showToast'>): void {
  if (typeof title !== 'string') throw new ApiError('parameter error: title should be String')
  hide()
  const toast = document.createElement('div')
  toast.className = 'mpv-toast'
  toast.dataset.icon = icon
  toast.setAttribute('role', icon === 'error' ? 'alert' : 'status')
  const mark = document.createElement('span')
  mark.textContent = MARKS[icon] ?? ''
  mark.ariaHidden = 'true'
  const text = document.createElement('span')
  text.textContent = title
  toast.append(...(MARKS[icon] ? [mark] : []), text)
  if (mask) toast.classList.add('mpv-masked')
  document.querySelector('.mpv-stage')?.append(toast)
  shown = toast
}

async function showModal({
  title = '',
  content = '',
  confirmText = '确定',
  cancelText = '取消',
  placeholderText = '',
  showCancel = true,
  editable = false,
}: OptionsOf<'showModal'>): Promise<ResultOf<'showModal'>> {
  const field = document.createElement('input')
  Object.assign(field, { placeholder: placeholderText, ariaLabel: title, value: content })
  const confirm = await openDialog({
    title,
    content: editable ? [field] : content,
    confirm: confirmText,
    cancel: showCancel ? cancelText : undefined,
  })
  return { confirm, cancel: !confirm, content: editable ? field.value : '' }
}

async function showActionSheet({ itemList }: OptionsOf<'showActionSheet'>): Promise<ResultOf<'showActionSheet'>> {
  if (!itemList.length || itemList.length > 6) throw new ApiError('parameter error: itemList should have 1 to 6 items')
  let tapIndex = -1
  const items = itemList.map((label, index) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = label
    button.addEventListener('click', () => {
      tapIndex = index
      button.closest('dialog')?.close('confirm')
    })
    return button
  })
  await openDialog({ title: '请选择', content: items, confirm: '取消', name: 'action-sheet' })
  if (tapIndex < 0) throw new ApiError('cancel')
  return { tapIndex }
}

export const interactionApi: WxPart = {
  showToast: api('showToast', (options) => {
    show(options)
    timer = window.setTimeout(hide, options.duration ?? DEFAULT_DURATION_MS)
  }),
  hideToast: api('hideToast', hide),
  showLoading: api('showLoading', (options) => show({ ...options, icon: 'loading' })),
  hideLoading: api('hideLoading', hide),
  showModal: api('showModal', showModal),
  showActionSheet: api('showActionSheet', showActionSheet),
  hideKeyboard: api('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
}
