import { expect } from 'vitest'
import type { CaseRun, RunnerCase } from './runner-case.ts'

/** A run of its own, in which something happens to the supervisor, and how the run has to end. */
export interface SupervisorCase {
  readonly title: string
  /** One test file each. */
  readonly files: readonly Pick<RunnerCase, 'tests'>[]
  readonly env?: Readonly<Record<string, string>>
  /** @param run - With its exit code, which is 0 in all of them */
  check(run: CaseRun): void
}

const harm = `
      import { spawnSync } from 'node:child_process'
      import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
      const runs = path.join(process.cwd(), '.curfew', 'runs')
      const folder = () => path.join(runs, readdirSync(runs)[0]!)
      const published = () => JSON.parse(readFileSync(path.join(folder(), 'supervisor', '1.ndjson'), 'utf8'))
      // As on a full disk, from now on: what is written gets into no file.
      const fillDisk = (...pids: number[]) => {
        for (const pid of pids) expect(spawnSync('prlimit', ['--pid', String(pid), '--fsize=0:']).status).toBe(0)
      }
      // Jest keeps a file of its own in the folder for temporary files, and fails where it cannot: that is another disk here.
      const mains = process.env.JEST_WORKER_ID === undefined ? [process.ppid] : []
      const log = path.join(process.cwd(), 'events.log')
      // Says when it was told to end, and when it ends; was started before any disk was full.
      const told = (name: string) => processService({
        command: process.execPath,
        args: ['-e', "const say = (text) => require('fs').appendFileSync(" + JSON.stringify(log) + ", '" + name + " ' + text + '\\\\n');" +
          "process.on('SIGTERM', () => { say('told'); console.log('told'); setTimeout(() => { say('over'); process.exit(0) }, 200) });" +
          "require('net').createServer().listen(Number(process.env.PORT), '127.0.0.1')"],
        env: ({ port }) => ({ PORT: String(port) }),
        ready: tcp(),
      })
      const test = base.extend(defineServices().service('db', () => told('db')).service('api', ({ db }) => told('api')))
`

/** Of each of these runs. */
export const supervisorEnv: Readonly<Record<string, string>> = {
  // What reports on a full disk must not fail.
  CURFEW_INLINE_RESULTS: '/dev/null',
  // Node ignores the signal of a write that is too large; with `signal-exit`, which Jest loads, it would be the end of it.
  NODE_OPTIONS: `--import=data:text/javascript,process.on('SIGXFSZ',()=>{})`,
}

/** A second file, so that no runner runs the first one in its main process. */
const another = { tests: `void base; plain('nothing', () => {})` }

const inOrder = ['api told', 'api over', 'db told', 'db over']

function checkOrder({ events, survivors, output }: CaseRun): void {
  expect(output).not.toContain('failed to exit gracefully')
  expect(events.filter((event) => inOrder.includes(event))).toEqual(inOrder)
  expect(survivors).toEqual([])
}

/** What must not keep a run from ending well; the same under every runner. */
export const supervisorCases: readonly SupervisorCase[] = [
  {
    title: 'its socket is removed by every file of tests',
    files: Array.from({ length: 2 }, () => ({
      tests: `
      ${harm}
      test('one', async ({ api }) => { rmSync(published().address, { force: true }) })
      test('two', async ({ api }) => {})
    `,
    })),
    check({ survivors }) {
      expect(survivors).toEqual([])
    },
  },
  {
    title: 'the folder for temporary files is named relatively',
    files: [{ tests: `${harm} test('one', async ({ api }) => {})` }],
    env: { TMPDIR: '.' },
    check: checkOrder,
  },
  {
    title: 'it is stopped',
    files: [{ tests: `${harm} test('one', async ({ api }) => { process.kill(published().pid, 'SIGSTOP') })` }],
    check: checkOrder,
  },
  {
    title: 'the disk is full, which is one warning that names what is not recorded',
    files: [
      {
        tests: `
      ${harm}
      test('one', async ({ api }) => {
        const { pid, guard } = published()
        fillDisk(pid, guard.pid, process.pid, ...mains)
      })
      const speaker = () => processService({
        command: process.execPath,
        args: ['-e', "process.on('SIGTERM', () => { console.error('bye'); process.exit(0) });" +
          "require('net').createServer().listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready, ' + process.pid))"],
        env: ({ port }) => ({ PORT: String(port) }),
        ready: logLine(/^ready, (?<pid>\\d+)$/, { groups: ['pid'] }),
      })
      const later = base.extend(defineServices().service('speaker', speaker))
      later('what starts then is heard as ever', async ({ speaker }) => {
        expect(speaker.groups.pid).toBe(String(speaker.pid))
        await new Promise((resolve) => speaker.onLine(resolve))
        expect((await speaker.lastLines(5)).map(({ text }) => text)).toEqual(['ready, ' + speaker.pid])
        await speaker.stop()
        expect((await speaker.lastLines(1)).map(({ text }) => text)).toEqual(['bye'])
      })
    `,
      },
      another,
    ],
    check(run) {
      checkOrder(run)
      expect(run.output.match(/CurfewWarning/g), run.output).toHaveLength(1)
      expect(run.output).toMatch(/cannot be written: EFBIG.*\n  What follows of this run's journal, records and output/)
    },
  },
  {
    title: 'the disk is full, and it is killed: the worker stops its services in order, and says what is lost',
    files: [
      {
        tests: `
      ${harm}
      test('one', async ({ api }) => {
        const { pid, guard } = published()
        fillDisk(pid, guard.pid, process.pid, ...mains)
        process.kill(pid, 'SIGKILL')
      })
    `,
      },
      another,
    ],
    check(run) {
      checkOrder(run)
      expect(run.output).toMatch(/The supervisor of the run died, and no other one can take over: .*file too large/)
    },
  },
  {
    title: 'the folder of all runs is removed, and it is killed',
    files: [
      {
        tests: `
      ${harm}
      test('one', async ({ api }) => {
        const { pid, guard } = published()
        process.kill(guard.pid, 'SIGKILL')
        rmSync(path.dirname(runs), { recursive: true })
        process.kill(pid, 'SIGKILL')
      })
    `,
      },
      another,
    ],
    check: checkOrder,
  },
]
