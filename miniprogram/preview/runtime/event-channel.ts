/** Messages between a page and the page it opened. */

type Listener = (...args: unknown[]) => void

export class EventChannel {
  private readonly listeners = new Map<string, Set<Listener>>()

  on(name: string, listener: Listener): void {
    const known = this.listeners.get(name) ?? new Set()
    this.listeners.set(name, known.add(listener))
  }

  once(name: string, listener: Listener): void {
    const single: Listener = (...args) => {
      this.off(name, single)
      listener(...args)
    }
    this.on(name, single)
  }

  off(name: string, listener?: Listener): void {
    if (listener) this.listeners.get(name)?.delete(listener)
    else this.listeners.delete(name)
  }

  emit(name: string, ...args: unknown[]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(...args)
  }
}
