/** wx.createAnimation: steps written down, to be played on an element. */

interface Options {
  duration?: number
  timingFunction?: string
  delay?: number
  transformOrigin?: string
}

export interface AnimationStep {
  options: Options
  styles: Record<string, string>
  transforms: string[]
}

const TRANSFORMS: Record<string, string> = {
  rotate: 'deg', rotateX: 'deg', rotateY: 'deg', rotateZ: 'deg', scale: '', scaleX: '', scaleY: '',
  translate: 'px', translateX: 'px', translateY: 'px', skew: 'deg', skewX: 'deg', skewY: 'deg',
}
const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'top', 'left', 'bottom', 'right']
const LENGTHS = new Set(['width', 'height', 'top', 'left', 'bottom', 'right'])

function length(value: unknown): string {
  return typeof value === 'number' ? `${value}px` : String(value)
}

/** Return an animation object with WeChat's chainable methods. */
export function createAnimation(defaults: Options = {}): Record<string, unknown> {
  let steps: AnimationStep[] = []
  let current: AnimationStep = { options: defaults, styles: {}, transforms: [] }
  const animation: Record<string, unknown> = {
    step: (options: Options = {}) => {
      steps.push({ ...current, options: { ...defaults, ...options } })
      current = { options: defaults, styles: { ...current.styles }, transforms: [...current.transforms] }
      return animation
    },
    export: () => {
      const exported = { actions: steps }
      steps = []
      return exported
    },
  }
  for (const [name, unit] of Object.entries(TRANSFORMS)) {
    animation[name] = (...values: number[]) => {
      current.transforms.push(`${name}(${values.map((value) => `${value}${unit}`).join(',')})`)
      return animation
    }
  }
  for (const name of STYLES) {
    animation[name] = (value: unknown) => {
      current.styles[name] = LENGTHS.has(name) ? length(value) : String(value)
      return animation
    }
  }
  return animation
}

/** Play exported steps on an element, one after the other. */
export async function playAnimation(element: HTMLElement, actions: AnimationStep[]): Promise<void> {
  for (const { options, styles, transforms } of actions) {
    const duration = options.duration ?? 400
    element.style.transition = `all ${duration}ms ${options.timingFunction ?? 'linear'} ${options.delay ?? 0}ms`
    element.style.transformOrigin = options.transformOrigin ?? '50% 50% 0'
    Object.assign(element.style, styles, { transform: transforms.join(' ') })
    await new Promise((resolve) => setTimeout(resolve, duration + (options.delay ?? 0)))
  }
}
