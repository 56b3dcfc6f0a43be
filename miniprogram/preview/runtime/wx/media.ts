/** wx camera, location and pictures, simulated. */
import { openDialog } from '../dialog'
import { bilingual } from '../language'
import { steering } from '../steering'
import { ApiError, api, type OptionsOf, type ResultOf, type WxPart } from './api'
import { requirePrivacy } from './privacy'

/** Let the person type what the camera would see. */
async function askForScan(): Promise<string> {
  const field = document.createElement('input')
  field.ariaLabel = bilingual('Content of the code', '二维码内容')
  const isConfirmed = await openDialog({
    name: 'scan',
    title: bilingual('Scan (simulated)', '扫一扫（模拟）'),
    content: [field],
    confirm: bilingual('OK', '确定'),
    cancel: bilingual('Cancel', '取消'),
  })
  if (!isConfirmed || !field.value) throw new ApiError('cancel')
  return field.value
}

/** A mini-program code carries a page; other codes are plain text. */
function scanned(text: string): ResultOf<'scanCode'> {
  const isPath = text.startsWith('pages/') || text.startsWith('/pages/')
  return isPath
    ? { scanType: 'WX_CODE', path: text, result: '', charSet: 'UTF-8', rawData: '' }
    : { scanType: 'QR_CODE', result: text, charSet: 'UTF-8', rawData: btoa(unescape(encodeURIComponent(text))) }
}

async function locate(): Promise<ResultOf<'getLocation'>> {
  await requirePrivacy()
  if (steering.locationDecision === 'deny') throw new ApiError('auth deny')
  const { latitude, longitude } = steering.location
  return { latitude, longitude, accuracy: 30, speed: -1, altitude: 0, verticalAccuracy: 0, horizontalAccuracy: 30 }
}

/** Let the person pick pictures from the computer. */
function pickFiles(count: number): Promise<Blob[]> {
  const field = document.createElement('input')
  field.type = 'file'
  field.accept = 'image/*'
  field.multiple = count > 1
  return new Promise((resolve, reject) => {
    field.addEventListener('change', () => resolve([...(field.files ?? [])]))
    field.addEventListener('cancel', () => reject(new ApiError('cancel')))
    field.click()
  })
}

async function steeredFiles(): Promise<Blob[]> {
  return Promise.all(steering.media.map(async (address) => (await fetch(address)).blob()))
}

async function chooseMedia({ count = 9 }: OptionsOf<'chooseMedia'>): Promise<ResultOf<'chooseMedia'>> {
  await requirePrivacy()
  const files = steering.media.length > 0 ? await steeredFiles() : await pickFiles(count)
  const tempFiles = await Promise.all(
    files.slice(0, count).map(async (blob) => {
      const { width, height } = await createImageBitmap(blob)
      const tempFilePath = URL.createObjectURL(blob)
      return { tempFilePath, size: blob.size, fileType: 'image' as const, width, height, duration: 0, thumbTempFilePath: '' }
    }),
  )
  return { tempFiles, type: 'image' }
}

function previewImage({ urls, current }: OptionsOf<'previewImage'>): void {
  const picture = document.createElement('img')
  picture.src = current ?? urls[0] ?? ''
  picture.alt = bilingual('Picture', '图片')
  void openDialog({ name: 'image', title: picture.alt, content: [picture], confirm: bilingual('Close', '关闭') })
}

/** A browser opens a file only where the person taps. */
function openDocument({ filePath }: OptionsOf<'openDocument'>): void {
  const link = document.createElement('a')
  link.href = filePath
  link.target = '_blank'
  link.textContent = bilingual('Open the document', '打开文件')
  void openDialog({ name: 'document', title: bilingual('Document', '文件'), content: [link], confirm: bilingual('Close', '关闭') })
}

export const mediaApi: WxPart = {
  scanCode: api('scanCode', async () => scanned(steering.scanResult ?? (await askForScan()))),
  getLocation: api('getLocation', locate),
  getFuzzyLocation: api('getFuzzyLocation', locate),
  chooseLocation: api('chooseLocation', async () => {
    await requirePrivacy()
    if (steering.locationDecision === 'deny') throw new ApiError('cancel')
    return { name: '', address: '', ...steering.location }
  }),
  openLocation: api('openLocation', () => undefined),
  chooseMedia: api('chooseMedia', chooseMedia),
  previewImage: api('previewImage', previewImage),
  openDocument: api('openDocument', openDocument),
  getImageInfo: api('getImageInfo', async ({ src }) => {
    const picture = new Image()
    picture.src = src
    await picture.decode()
    return { width: picture.naturalWidth, height: picture.naturalHeight, path: src, type: 'unknown' as const, orientation: 'up' as const }
  }),
}
