import { type HostDriverOrder, type HostReach, setImmediate } from '@curfew/protocol'

/** What an owner is told without having asked: that its run is over, and what no call of its fails with. */
export class Notices {
  readonly #doomListeners = new Set<(reason: string) => void>()
  readonly #complaintListeners = new Set<(message: string) => void>()
  /** Told before anybody listened. */
  #complaints: string[] = []
  #doomed: string | undefined
  readonly #reachListeners = new Set<(driver: HostDriverOrder, reach: HostReach) => void>()
  /** Hosts that cannot be reached, for who listens later. */
  readonly #unreachable = new Map<string, readonly [HostDriverOrder, HostReach]>()

  onHostReach(listener: (driver: HostDriverOrder, reach: HostReach) => void): () => void {
    for (const each of this.#unreachable.values()) listener(...each)
    this.#reachListeners.add(listener)
    return () => {
      this.#reachListeners.delete(listener)
    }
  }

  hostReach(driver: HostDriverOrder, reach: HostReach): void {
    const key = JSON.stringify(driver)
    if (reach.isReachable) this.#unreachable.delete(key)
    else this.#unreachable.set(key, [driver, reach])
    for (const listener of this.#reachListeners) guard(() => listener(driver, reach))
  }

  onComplaint(listener: (message: string) => void): () => void {
    for (const message of this.#complaints) listener(message)
    this.#complaints = []
    this.#complaintListeners.add(listener)
    return () => {
      this.#complaintListeners.delete(listener)
    }
  }

  onDoomed(listener: (reason: string) => void): () => void {
    if (this.#doomed !== undefined) listener(this.#doomed)
    this.#doomListeners.add(listener)
    return () => {
      this.#doomListeners.delete(listener)
    }
  }

  doom(reason: string): void {
    if (this.#doomed !== undefined) return
    this.#doomed = reason
    for (const listener of this.#doomListeners) guard(() => listener(reason))
  }

  complain(message: string): void {
    if (this.#complaintListeners.size === 0) this.#complaints.push(message)
    for (const listener of this.#complaintListeners) guard(() => listener(message))
  }
}

/** An error of a listener is its own: it is raised, but outside of what delivers to the others. */
export function guard(call: () => void): void {
  try {
    call()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}
