import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { defaultLimits, systemClock } from '@curfew/protocol'
import { inheritedEnvironment } from '../../src/runtime/inherited-environment.ts'
import { openServiceLog } from '../../src/logging/open-service-log.ts'
import type { ServiceLog } from '../../src/logging/service-log.ts'
import type { LaunchContext, RuntimeExit } from '../../src/runtime/runtime.ts'
import { createThreadRuntime, type ThreadRuntime } from '../../src/runtime/thread.ts'
import type { ThreadOptions } from '../../src/service/thread-definition.ts'
import { someFields } from '../logging/some-fields.ts'

/** A thread runtime with the log of a service and the context that a lifecycle would launch it with. */
export interface NewThread {
  readonly runtime: ThreadRuntime
  readonly log: ServiceLog
  readonly context: LaunchContext
  /** Calls off the launch. */
  readonly abort: AbortController
  launch(): Promise<void>
  /** Asks it to stop, and resolves when it is gone. */
  stop(): Promise<RuntimeExit>
  /** Resolves with the first message that the predicate is true for. */
  message(predicate?: (message: unknown) => boolean): Promise<unknown>
  /** What its log has in its file. */
  records(): Promise<Record<string, unknown>[]>
}

/** Where the services of these tests are declared: `module` is relative to this folder's `fixtures`. */
const declaredAt = { file: join(import.meta.dirname, 'fixtures', 'services.ts'), line: 12, column: 18 }

/** Makes a thread; it is gone, whatever happens, when the test is over. */
export function newThread(
  options: ThreadOptions<unknown, string>,
  launch: Partial<LaunchContext> & { readonly level?: string } = {},
): NewThread {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-thread-'))
  const log = openServiceLog({ fields: someFields({ service: 'load', runtime: 'thread' }), directory: () => folder })
  const runtime = createThreadRuntime(options, declaredAt, () => inheritedEnvironment({}))
  const abort = new AbortController()
  const context: LaunchContext = {
    id: 's1-load',
    scopeId: 'test-1',
    needs: [],
    serviceName: 'load',
    signal: abort.signal,
    clock: systemClock,
    log,
    limits: defaultLimits,
    isClosing: () => false,
    waitForNode: async () => {},
    ...launch,
  }
  let launched: Promise<void> | undefined
  onTestFinished(async () => {
    await runtime.kill()
    if (launched !== undefined) await runtime.gone
    await log.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    runtime,
    log,
    context,
    abort,
    launch: () => (launched = runtime.launch(context)),
    async stop() {
      runtime.terminate()
      await runtime.gone
      return runtime.exited
    },
    message: (predicate = () => true) =>
      new Promise((resolve) => {
        const end = runtime.onMessage((message) => {
          if (!predicate(message)) return
          end()
          resolve(message)
        })
      }),
    async records() {
      await log.flush()
      const lines = readFileSync(join(folder, 'records.ndjson'), 'utf8').trimEnd().split('\n')
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    },
  }
}
