/**
 * The calling convention of wx.*: `success`/`fail`/`complete`, or a promise.
 */
import { calls } from '../steering'

/** A failure in WeChat's terms; becomes `{ errMsg: "<api>:fail <reason>" }`. */
export class ApiError extends Error {
  constructor(
    readonly reason: string,
    readonly errno?: number,
  ) {
    super(reason)
  }
}

type Wx = WechatMiniprogram.Wx
type Callable = (...args: never[]) => unknown

/** A part of `wx`; a name that WeChat does not have is a type error. */
export type WxPart = Partial<Record<keyof Wx, unknown>>

type ParametersOf<N extends keyof Wx> = Wx[N] extends Callable ? Parameters<Wx[N]> : never

/** What a wx.* function takes, by WeChat's typings. */
export type OptionsOf<N extends keyof Wx> = NonNullable<ParametersOf<N>[0]>

type SuccessOf<O> = O extends { success?: infer S } ? S : never

/** What its `success` receives; the preview may know less than a phone, but nothing else. */
export type ResultOf<N extends keyof Wx> =
  NonNullable<SuccessOf<OptionsOf<N>>> extends (result: infer R) => void ? Partial<Omit<R, 'errMsg'>> : object

interface Callbacks {
  success?: unknown
  fail?: unknown
  complete?: unknown
}

export type Api<O> = (options?: O) => Promise<{ errMsg: string }> | undefined

/**
 * Make a wx.* function of an implementation.
 *
 * With a callback it returns nothing, without one a promise, as WeChat's do. Every call
 * is written to `window.__preview.calls`.
 */
export function api<N extends keyof Wx & string>(
  name: N,
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- most functions answer nothing
  implementation: (options: OptionsOf<N>) => ResultOf<N> | void | Promise<ResultOf<N> | void>,
): Api<OptionsOf<N>> {
  return (given) => {
    const options = (given ?? {}) as OptionsOf<N> & Callbacks
    const outcome = run(name, implementation, options)
    if (!options.success && !options.fail && !options.complete) return outcome
    outcome.then(
      (result) => settle(options.success, options.complete, result),
      (error) => settle(options.fail, options.complete, error),
    )
    return undefined
  }
}

async function run<O>(
  name: string,
  implementation: (options: O) => unknown,
  options: O & Callbacks,
): Promise<{ errMsg: string }> {
  const { success: _s, fail: _f, complete: _c, ...plain } = options
  const call = calls.begin(name, plain)
  try {
    const result = (await implementation(options)) as object | undefined
    call.end(`${name}:ok`)
    return { ...result, errMsg: `${name}:ok` }
  } catch (error) {
    const failure = toFailure(name, error)
    call.end(failure.errMsg)
    throw failure
  }
}

function settle<T>(first: unknown, complete: unknown, value: T): void {
  for (const callback of [first, complete]) {
    if (typeof callback === 'function') (callback as (value: T) => void)(value)
  }
}

function toFailure(name: string, error: unknown): Error & { errMsg: string; errno?: number } {
  const reason = error instanceof Error ? error.message : String(error)
  if (!(error instanceof ApiError)) console.error(`wx.${name}`, error)
  const failure = Object.assign(new Error(`${name}:fail ${reason}`), { errMsg: `${name}:fail ${reason}` })
  if (error instanceof ApiError && error.errno !== undefined) Object.assign(failure, { errno: error.errno })
  return failure
}

/** Make a synchronous wx.* function that is also written down. */
export function sync<N extends keyof Wx & string, R>(
  name: N,
  implementation: (...args: ParametersOf<N>) => R,
): (...args: ParametersOf<N>) => R {
  return (...args) => {
    const call = calls.begin(name, args)
    const result = implementation(...args)
    call.end(`${name}:ok`)
    return result
  }
}

/** A pair of wx.onX and wx.offX. */
export class Listeners<T> {
  private readonly callbacks = new Set<(value: T) => void>()

  readonly on = (callback: (value: T) => void): void => {
    this.callbacks.add(callback)
  }

  readonly off = (callback?: (value: T) => void): void => {
    if (callback) this.callbacks.delete(callback)
    else this.callbacks.clear()
  }

  emit(value: T): void {
    for (const callback of [...this.callbacks]) callback(value)
  }

  get isEmpty(): boolean {
    return this.callbacks.size === 0
  }
}
