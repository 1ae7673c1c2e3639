import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { engine } from '../engine-access.ts'
import { logLine } from '../readiness/log-line.ts'
import { processService } from '../service/process-service.ts'
import { isListening, outputOf, until, type CaseOf } from './bed.ts'

/** Runs in another process; beside this module where the build puts it. */
const ownerFile = fileURLToPath(
  new URL(
    new URL(import.meta.url).pathname.endsWith('.ts') ? './owner.ts' : './provider-contract/owner.js',
    import.meta.url,
  ),
)

/** What holds when the process that owns services dies. */
export const ownerCases: readonly CaseOf[] = [
  {
    title: 'when their owner is killed its services are stopped in order, and nothing of them is left',
    async run({ provider, start }) {
      const { module, options = null, nodeCommand = process.execPath } = provider
      const owner = await start(
        processService({
          name: 'owner',
          command: process.execPath,
          args: [ownerFile, JSON.stringify({ module, options, nodeCommand })],
          cwd: engine().folder.makeTempDirectory('provider-contract'),
          ports: [],
          ready: logLine(/^up /),
          // It may leave a supervisor of its own, which ends what it owned and then itself.
          stopTimeoutMs: Infinity,
        }),
      )
      const said = (await outputOf(owner)).find((line) => line.startsWith('up '))
      const { host, db, api, log } = JSON.parse(said?.slice(3) ?? '') as OwnerFacts
      assert.deepEqual([await isListening(host, db), await isListening(host, api)], [true, true])
      const exit = owner.expectExit()
      await owner.signal('SIGKILL')
      await exit
      await until(async () => !(await isListening(host, api)) && !(await isListening(host, db)))
      const lines = async () => (await readFile(join(log, 'stdout.log'), 'utf8')).split('\n')
      await until(async () => (await lines()).some((line) => line.startsWith('what it needs')))
      assert.ok((await lines()).includes('what it needs is there'), 'api was asked to stop while db was there')
    },
  },
]

/** What the owner says of its services. */
export interface OwnerFacts {
  readonly host: string
  readonly db: number
  readonly api: number
  /** The folder of the output of api. */
  readonly log: string
}
