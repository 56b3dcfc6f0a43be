/**
 * The smallest store that serves: a value, a way to replace it, and who wants to know.
 */

export type Listener<T> = (value: T) => void

export interface Store<T> {
  get(): T
  set(value: T): void
  /** Call `listener` on each change; the returned function ends it. */
  subscribe(listener: Listener<T>): () => void
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<Listener<T>>()
  return {
    get: () => value,
    set(next) {
      value = next
      listeners.forEach((listener) => listener(value))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

/** A store that survives a restart of the app, in the phone's storage under `key`. */
export function createStoredStore<T>(key: string, initial: T): Store<T> {
  const store = createStore(read(key, initial))
  store.subscribe((value) => write(key, value))
  return store
}

function read<T>(key: string, initial: T): T {
  // WeChat answers '' for a key that was never written.
  const stored: unknown = wx.getStorageSync(key)
  return stored === '' || stored === undefined || stored === null ? initial : (stored as T)
}

function write<T>(key: string, value: T): void {
  try {
    wx.setStorageSync(key, value)
  } catch (error) {
    // A full storage must not stop an order: the value lives on in memory.
    console.warn('Could not keep %s on the phone', key, error)
  }
}
