import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { localCluster, type Service } from '@curfew/core'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import { newRun } from '../../src/run/run-context.ts'
import { protocolOf } from '../../src/protocol.ts'
import type { Scope } from '../../src/scope/scope.ts'
import { FakeService, type FakeBehaviour } from '@curfew/testing'

type Options = ConstructorParameters<typeof FakeService>[1]
type Record = Readonly<{ [field: string]: unknown }>

const broken = new Error('broken')
const ignores: FakeBehaviour = { stopMs: Infinity, killMs: 0 }

interface Case {
  readonly does?: FakeBehaviour
  readonly options?: Options
  /** What happens to it once it was told to start. */
  readonly after?: (service: FakeService) => unknown
  readonly records: readonly Record[]
}

const cases: { readonly [what: string]: Case } = {
  'a crash': {
    after: (service) => {
      service.fake?.exit({ code: 3 })
      return service.waitTillStopped()
    },
    records: [{ level: 50, code: 'CURFEW_CRASHED', msg: 'Service "api" crashed: exit code 3' }],
  },
  'a launch that fails': {
    does: { launchError: broken },
    records: [{ level: 50, code: 'CURFEW_LAUNCH', msg: 'Service "api" could not be started: broken' }],
  },
  'a start that is not ready in time': {
    options: { ready: () => false, startTimeoutMs: 5 },
    records: [{ level: 50, code: 'CURFEW_NOT_READY', msg: expect.stringContaining('was not ready within 5 ms') }],
  },
  'an exit while it starts': {
    does: { exitAfterMs: 0, exit: { code: 4 } },
    options: { ready: () => false },
    records: [{ level: 50, code: 'CURFEW_EXITED_WHILE_STARTING', msg: expect.stringContaining('exit code 4') }],
  },
  'a start that is refused': {
    options: { needs: [new FakeService({ launchError: broken }, { name: 'db' })] },
    records: [{ level: 50, code: 'CURFEW_DEPENDENCY_FAILED', msg: expect.stringContaining('"db", which it needs') }],
  },
  'a kill by its limit': {
    does: ignores,
    options: { stopTimeoutMs: 5 },
    records: [
      { level: 50, code: 'CURFEW_KILLED', msg: expect.stringContaining('was killed: it did not stop within 5 ms') },
    ],
  },
  'a kill that is a warning': {
    does: ignores,
    options: { stopTimeoutMs: 5, onKilled: 'warn' },
    records: [{ level: 40, code: 'CURFEW_KILLED', msg: expect.stringContaining('was killed') }],
  },
  'a kill that was asked for': {
    after: (service) => service.kill(),
    records: [{ level: 30, msg: 'Service "api" is killed: somebody asked for it.' }],
  },
  'a stop that is not clean': {
    does: { stopExit: { code: 7 } },
    records: [{ level: 50, code: 'CURFEW_UNCLEAN_STOP', msg: 'Service "api" did not stop cleanly: exit code 7' }],
  },
  'a request to stop that throws': {
    does: { stopError: { error: broken, synchronously: true } },
    records: [{ level: 50, code: 'CURFEW_STOP_FAILED', msg: 'The stop of service "api" failed: broken' }],
  },
  'what cannot be killed': {
    does: { stopMs: Infinity, killMs: Infinity },
    options: { stopTimeoutMs: 5 },
    records: [{ level: 50, code: 'CURFEW_LEFT_ALIVE', msg: expect.stringContaining('cannot be killed') }],
  },
  'a clean-up that fails': {
    options: {
      cleanup: () => {
        throw broken
      },
    },
    records: [{ level: 50, code: 'CURFEW_CLEANUP_FAILED', msg: 'The clean-up of service "api" failed: broken' }],
  },
  'a quiesce that fails': {
    options: {
      quiesce: () => {
        throw broken
      },
    },
    records: [{ level: 40, msg: 'quiesce of "api" failed: broken' }],
  },
  'a life without a fault': { records: [] },
}

test.for(Object.entries(cases))(
  '%s is in the records of the service, with its node and cluster, though the service wrote no line',
  async ([, { does, options, after, records }]) => {
    const scope = openTest()
    const cluster = localCluster({ name: 'main', size: 1 })
    await scope.run(() => cluster.start())
    const service = new FakeService(does, { name: 'api', on: cluster.nodes[0], ...options })
    const error = await scope
      .run(() => service.start())
      .then(
        () => undefined,
        (reason: unknown) => reason,
      )
    await after?.(service)
    const verdict = await scope.close()
    const where = { service: 'api', node: 'main-node1', cluster: 'main' }
    expect(recordsOf(service)).toEqual(
      records.map((record) =>
        expect.objectContaining({
          name: 'curfew',
          ...where,
          test: 't',
          file: 'a.test.ts',
          ...(record['level'] === 50 && { err: expect.objectContaining({ code: record['code'], ...where }) }),
          ...record,
        }),
      ),
    )
    for (const failure of [...verdict.errors, ...(error === undefined ? [] : [error])]) {
      expect(failure).toMatchObject(where)
      if (records[0]?.['code'] !== 'CURFEW_DEPENDENCY_FAILED')
        expect((failure as Error).message).toMatch(/Runs on {2,}node "main-node1" of cluster "main"/)
    }
    const lines = verdict.services.find(({ name }) => name === 'api')?.lastLines
    expect(lines).toEqual([])
  },
)

function openTest(): Scope {
  const root = mkdtempSync(join(tmpdir(), 'curfew-records-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const limits = { killTimeoutMs: 20 }
  const engine = createEngine({ settings: { debugging: false, limits, run: newRun({ root }) } })
  onTestFinished(installEngine(engine))
  return engine.openScope({ kind: 'test', name: 't', owner: { test: 't', file: 'a.test.ts' } })
}

function recordsOf(service: Service): Record[] {
  const directory = protocolOf(service).lifecycle?.log?.directory() ?? ''
  try {
    const lines = readFileSync(join(directory, 'records.ndjson'), 'utf8').trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as Record)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
