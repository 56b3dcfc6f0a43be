/**
 * Asking again and again, never two questions at once, and not while nobody looks.
 */

export interface Poller {
  /** Ask now, then again after each interval. */
  start(): void
  stop(): void
}

/**
 * Return a poller for `task`. The interval is read before each pause, so it may change; a failing
 * task is asked again like any other, since `task` tells the diner itself.
 */
export function createPoller(task: () => Promise<void>, intervalMs: () => number): Poller {
  let timer: ReturnType<typeof setTimeout> | null = null
  // Each start is a new round; a question of an earlier round must not start a second chain.
  let round = 0

  async function ask(own: number): Promise<void> {
    await task().catch((error) => console.warn('A periodic question failed', error))
    if (own === round) {
      timer = setTimeout(() => ask(own), intervalMs())
    }
  }

  function stop(): void {
    round += 1
    if (timer !== null) {
      clearTimeout(timer)
      timer = null
    }
  }

  return {
    start() {
      stop()
      void ask(round)
    },
    stop,
  }
}
