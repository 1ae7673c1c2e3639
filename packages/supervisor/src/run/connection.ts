import { fileURLToPath } from 'node:url'
import { SupervisorCallError } from '../errors.ts'
import { openChannel, tell } from '../wire/channel.ts'
import type { Link } from '../wire/link.ts'
import { type ObserverCalls, type OwnerCalls, protocolVersion, type SupervisorCalls } from '../wire/protocol.ts'
import type { Owner, OwnerLink } from './owner.ts'
import { Questions } from './questions.ts'
import type { SupervisedProcess } from './supervised-process.ts'
import type { Supervisor } from './supervisor.ts'

/** Bytes on their way to an owner above which its lines wait, and to an observer above which it is cut off. */
const maxBufferedBytes = 1024 * 1024

/** Serves one link: translates calls into what the supervisor does for the owner behind it. */
export function serveConnection(link: Link, supervisor: Supervisor): void {
  const { holdings, shared } = supervisor
  let owner: Owner | undefined
  let isObserver = false
  let unobserve: (() => void) | undefined
  const subscriptions = new Map<string, SupervisedProcess>()
  const nameOf = (subscription: number): string => `${serial}:${subscription}`
  const serial = supervisor.nextSerial()

  const known = (): Owner => {
    if (owner === undefined) throw new SupervisorCallError('The first call of a connection has to be "hello".')
    return owner
  }
  const find = (id: string): SupervisedProcess => {
    const found = known().processes.get(id) ?? known().held.get(id)
    if (found === undefined) throw new SupervisorCallError(`There is no process "${id}" of owner "${known().name}".`)
    return found
  }

  const findToEnd = (id: string): SupervisedProcess => {
    shared.assertEndable(known(), id)
    return find(id)
  }
  /** Whose something becomes: the owner's, or the run's where it is made for all. */
  const ownerFor = (order: { readonly id: string; readonly lease?: string | undefined }): Owner =>
    order.lease === undefined ? known() : shared.ownerFor(known(), order)

  const ownerLink: OwnerLink = {
    exited: (...args) => tell(channel, () => channel.$callEvent('exited', ...args)),
    gone: (...args) => tell(channel, () => channel.$callEvent('gone', ...args)),
    doomed: (...args) => tell(channel, () => channel.$callEvent('doomed', ...args)),
    complaint: (...args) => tell(channel, () => channel.$callEvent('complaint', ...args)),
    hostReach: (...args) => tell(channel, () => channel.$callEvent('hostReach', ...args)),
    recorded: (...args) => tell(channel, () => channel.$callEvent('recorded', ...args)),
  }
  const questions = new Questions((...args) => tell(channel, () => channel.$callEvent('connected', ...args)))
  const calls: SupervisorCalls = {
    hello(hello) {
      const welcome = { protocol: protocolVersion, pid: process.pid, path: fileURLToPath(import.meta.url) }
      if (hello.protocol !== protocolVersion) return welcome
      if (hello.role === 'observer') {
        isObserver = true
        return welcome
      }
      const { owner: name, holder, token } = hello
      owner = supervisor.connect({ name, holder, token }, ownerLink)
      return welcome
    },
    observe() {
      if (!isObserver) throw new SupervisorCallError('Only an observer observes: say so in "hello".')
      unobserve ??= supervisor.observers.add((name, entry) => {
        // Nobody waits for one that reads too slowly: what it misses is in the journals.
        if (link.bufferedBytes > maxBufferedBytes) link.close()
        else tell(channel, () => channel.$callEvent('entry', name, entry))
      })
      return supervisor.observed()
    },
    ping() {
      // The answer is all.
    },
    adopt: (processes) => holdings.adopt(known(), processes),
    async spawn(order, again) {
      const spawned = await holdings.spawn(ownerFor(order), order, again)
      if (order.lease !== undefined) shared.spawned(known(), order.lease)
      return spawned
    },
    share: (key) => shared.ask(known(), key),
    shared: (key, value) => shared.made(known(), key, value),
    shareFailed: (key, error) => shared.failed(known(), key, error),
    unshare: (key) => shared.leave(known().name, key),
    acquire: (order) => holdings.acquire(ownerFor(order), order),
    release: (id) => holdings.release(known(), id),
    terminate: (id, signal) => findToEnd(id).terminate(signal, 'owner'),
    kill: (id, killTimeoutMs) => findToEnd(id).kill(killTimeoutMs, 'owner'),
    signal: (id, signal) => find(id).signal(signal),
    lastLines: (id, count) => find(id).lastLines(count),
    subscribe(id, subscription) {
      const subscribed = find(id)
      subscriptions.set(nameOf(subscription), subscribed)
      subscribed.subscribe(nameOf(subscription), (blocks, taken) => {
        tell(channel, () => channel.$callEvent('lines', subscription, blocks))
        if (link.bufferedBytes < maxBufferedBytes) taken()
        else link.onceDrained(taken)
      })
    },
    unsubscribe(id, subscription) {
      find(id).unsubscribe(nameOf(subscription))
      subscriptions.delete(nameOf(subscription))
    },
    portHolder: (id, host, port) => find(id).portHolder(host, port),
    ask: (...args) => questions.ask(...args),
    endAsk: (number) => questions.end(number),
    refresh: (id) => find(id).refresh(),
    keep: (ids) => ids.flatMap((id) => known().processes.get(id)?.keep() ?? []),
    leaks: (ids) => holdings.leaks(known(), ids),
    discard(ids) {
      for (const id of ids) known().processes.get(id)?.discard()
    },
    leasePorts: (request) => holdings.leasePorts(ownerFor(request), request),
    releasePorts: (id) => holdings.releasePorts(known(), id),
    record: (entry, serial) => known().record(entry, serial),
    goodbye: () => supervisor.goodbye(known()),
    endRun: () => supervisor.endRun('the run was ended'),
  }
  const channel = openChannel<OwnerCalls & ObserverCalls, SupervisorCalls>(link, calls)

  void link.closed.then(() => {
    channel.$close()
    questions.endAll()
    unobserve?.()
    for (const [subscription, subscribed] of subscriptions) subscribed.unsubscribe(subscription)
    if (owner !== undefined) supervisor.connectionLost(owner, ownerLink)
  })
}
