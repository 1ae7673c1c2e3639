import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import process from 'node:process'
import { delay } from '@curfew/protocol'
import { engine } from '../engine-access.ts'
import { loadProvider } from '../places/load-provider.ts'
import { clusterOf, nodeOf } from '../places/provider.ts'
import type { Cluster } from '../places/cluster.ts'
import type { Node } from '../places/node.ts'
import { failureOf } from '../scope/verdict.ts'
import { processService, type ProcessService } from '../service/process-service.ts'
import type { ProcessOptions } from '../service/process-definition.ts'
import type { Service } from '../service/service.ts'
import type { ProviderUnderTest } from './under-test.ts'

/** What a case works with: a scope of its own, which ends with it. */
export interface Bed {
  readonly provider: ProviderUnderTest
  node(): Node
  cluster(): Cluster
  start<Started extends Service>(service: Started): Promise<Started>
  /** A process on a node that runs a program; its arguments come after it. */
  program(on: Service, source: string, options?: Partial<ProcessOptions> & { readonly name?: string }): ProcessService
  /** Stops everything. Rejects with what went wrong; resolves with the names in the order in which they were over. */
  close(): Promise<readonly string[]>
}

/** A case, before it is known which provider it is for. */
export interface CaseOf {
  readonly title: string
  run(bed: Bed): Promise<void>
}

/** Runs a case in a scope of its own, and ends that. */
export async function inBed(provider: ProviderUnderTest, body: (bed: Bed) => Promise<void>): Promise<void> {
  const loaded = await loadProvider(provider.module, provider.options, (module) => import(module))
  const scope = engine().openScope({ kind: 'run', name: `provider contract ${randomUUID()}`, hostsWider: true })
  let closing: Promise<readonly string[]> | undefined
  const close = (): Promise<readonly string[]> => (closing ??= scope.close().then(orderOf))
  const bed: Bed = {
    provider,
    node: () => nodeOf(loaded),
    cluster: () => clusterOf(loaded),
    start: (service) => scope.run(() => service.start()),
    program: (on, source, options = {}) => programOn(provider, on, source, options),
    close,
  }
  try {
    await scope.run(() => body(bed))
  } catch (error) {
    // What went wrong first is why.
    await close().catch(() => {})
    throw error
  }
  await close()
}

function orderOf({ errors, stopOrder }: { readonly errors: readonly Error[]; readonly stopOrder: readonly string[] }) {
  const failure = failureOf(errors)
  if (failure !== undefined) throw failure
  return stopOrder
}

/** A process on a node that runs a program of Node.js. */
export function programOn(
  { nodeCommand = process.execPath }: Pick<ProviderUnderTest, 'nodeCommand'>,
  on: Service,
  source: string,
  { args = [], ...options }: Partial<ProcessOptions>,
): ProcessService {
  const own = typeof args === 'function' ? args : () => args
  return processService({
    stopTimeoutMs: 30_000,
    ...options,
    command: nodeCommand,
    args: (address) => ['-e', source, '--', ...own(address)],
    on,
  })
}

/** Whether somebody accepts connections there. */
export function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Resolves when a condition holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(25)
}

/** What a service wrote to its output, line by line. */
export async function outputOf(service: Service, count = 100): Promise<readonly string[]> {
  const lines = await service.lastLines(count)
  return lines.map(({ text }) => text)
}
