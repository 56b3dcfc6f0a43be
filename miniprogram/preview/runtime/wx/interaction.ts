/** wx feedback: toast, loading, modal, action sheet. */
import { openDialog } from '../dialog'
import { ApiError, api } from './api'

interface ToastOptions {
  title: string
  icon?: 'success' | 'error' | 'loading' | 'none'
  image?: string
  duration?: number
  mask?: boolean
}

const DEFAULT_DURATION_MS = 1500
const MARKS: Record<string, string> = { success: '✓', error: '✕', loading: '◌' }

let shown: HTMLElement | undefined
let timer = 0

function hide(): void {
  clearTimeout(timer)
  shown?.remove()
  shown = undefined
}

function show({ title, icon = 'success', mask = false }: ToastOptions): void {
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

interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
  editable?: boolean
  placeholderText?: string
}

async function showModal({
  title = '',
  content = '',
  confirmText = '确定',
  cancelText = '取消',
  placeholderText = '',
  showCancel = true,
  editable = false,
}: ModalOptions): Promise<object> {
  const field = document.createElement('input')
  Object.assign(field, { placeholder: placeholderText, ariaLabel: title, value: content })
  const confirm = await openDialog({
    title,
    content: editable ? [field] : content,
    confirm: confirmText,
    cancel: showCancel ? cancelText : undefined,
  })
  return { confirm, cancel: !confirm, content: editable ? field.value : null }
}

async function showActionSheet({ itemList }: { itemList: string[] }): Promise<object> {
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

export const interactionApi: Record<string, unknown> = {
  showToast: api('showToast', (options: ToastOptions) => {
    show(options)
    timer = window.setTimeout(hide, options.duration ?? DEFAULT_DURATION_MS)
  }),
  hideToast: api('hideToast', hide),
  showLoading: api('showLoading', (options: ToastOptions) => show({ ...options, icon: 'loading' })),
  hideLoading: api('hideLoading', hide),
  showModal: api('showModal', showModal),
  showActionSheet: api('showActionSheet', showActionSheet),
  hideKeyboard: api('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
}
