/** Dialogs of the simulated WeChat client: the browser's own, so keyboard and focus just work. */

export interface DialogOptions {
  title: string
  content?: string | Node[]
  confirm: string
  cancel?: string
  /** Shown under the title in small letters. */
  notice?: string
  name?: string
}

/**
 * Ask the user.
 *
 * @returns Whether the dialog was confirmed; Escape means no.
 */
export function openDialog(options: DialogOptions): Promise<boolean> {
  const dialog = document.createElement('dialog')
  dialog.className = 'mpv-dialog'
  dialog.dataset.dialog = options.name ?? 'modal'
  const title = document.createElement('h2')
  title.id = `mpv-dialog-${Date.now().toString(36)}`
  title.textContent = options.title
  dialog.setAttribute('aria-labelledby', title.id)
  dialog.append(title, ...notice(options), ...content(options), actions(options, dialog))
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'confirm')
    })
  })
}

function notice({ notice: text }: DialogOptions): Node[] {
  if (!text) return []
  const line = document.createElement('p')
  line.className = 'mpv-dialog-notice'
  line.textContent = text
  return [line]
}

function content({ content: given }: DialogOptions): Node[] {
  if (!given) return []
  const box = document.createElement('div')
  box.className = 'mpv-dialog-content'
  box.append(...(typeof given === 'string' ? [given] : given))
  return [box]
}

function actions({ confirm, cancel }: DialogOptions, dialog: HTMLDialogElement): HTMLElement {
  const row = document.createElement('form')
  row.method = 'dialog'
  row.className = 'mpv-dialog-actions'
  if (cancel) row.append(button(cancel, 'cancel', dialog))
  row.append(button(confirm, 'confirm', dialog))
  return row
}

function button(label: string, value: string, dialog: HTMLDialogElement): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.textContent = label
  element.className = `mpv-dialog-${value}`
  element.autofocus = value === 'confirm'
  element.addEventListener('click', () => dialog.close(value))
  return element
}
