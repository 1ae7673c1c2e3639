import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** Notes where a service writes to. */
const noting = `
      const folder = (service: any) => service[Symbol.for('curfew.service@1')].lifecycle.log.directory()
      const speaker = (text: string) => processService({
        command: process.execPath,
        args: ['-e', 'console.log("' + text + '"); setInterval(() => {}, 1000)'],
        ready: logLine(new RegExp(text)),
      })
`

/** The folder that was noted under that name. */
function folderOf(events: readonly string[], name: string): string {
  return events.find((event) => event.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
}

/** What is kept of tests that passed, of the run that a folder is of. */
function passed(folder: string): string {
  const all = path.join(path.dirname(path.dirname(folder)), 'passed')
  return readdirSync(all)
    .map((name) => readFileSync(path.join(all, name), 'utf8'))
    .join('')
}

export const passedOutputCases: readonly RunnerCase[] = [
  {
    title:
      'of a test that passed its last lines are kept, of one that failed all of it, and so of what the file shares',
    tests: `
      ${noting}
      const test = base.extend(defineServices()
        .service('shared', { scope: 'file' }, () => speaker('the shared one'))
        .service('loop', () => looped('loop'))
        .service('says', ({ shared }) => speaker('a line of it')))
      test('passes', async ({ says, loop, shared }) => {
        note('passed ' + folder(says))
        note('passed-task ' + folder(loop))
        note('shared ' + folder(shared))
      })
      test('fails', async ({ says, loop }) => {
        note('failed ' + folder(says))
        note('failed-task ' + folder(loop))
        throw new Error('of the body')
      })
      test('has a warning', async ({ says }) => {
        note('warned ' + folder(says))
        for (const warned of [says] as any) warned[Symbol.for('curfew.service@1')].lifecycle.warnings.push('look into it')
      })
    `,
    check({ events, test }) {
      expect(test('passes').state).toBe('passed')
      expect(test('fails').state).toBe('failed')
      for (const name of ['passed', 'passed-task']) expect(existsSync(folderOf(events, name)), name).toBe(false)
      expect(readFileSync(path.join(folderOf(events, 'failed'), 'stdout.log'), 'utf8')).toBe('a line of it\n')
      expect(readFileSync(path.join(folderOf(events, 'failed-task'), 'records.ndjson'), 'utf8')).toContain(
        'loop says hello',
      )
      expect(existsSync(folderOf(events, 'shared'))).toBe(true)
      expect(test('has a warning').state).toBe('passed')
      expect(existsSync(folderOf(events, 'warned'))).toBe(true)
      const kept = passed(folderOf(events, 'failed'))
      const records = kept
        .split('\n')
        .filter((line) => line.includes('"test":"passes"') && line.includes('a line of it'))
      expect(records).toHaveLength(1)
      expect(JSON.parse(records[0] ?? '')).toMatchObject({
        v: 1,
        test: 'passes',
        attempt: 1,
        services: expect.arrayContaining([
          { name: 'says', lines: [{ stream: 'stdout', text: 'a line of it', timeMs: expect.any(Number) }] },
        ]),
      })
      expect(kept).not.toContain('"test":"fails"')
    },
  },
  {
    title: 'where all tests of a file passed, what they share is let go of with the file',
    tests: `
      ${noting}
      const test = base.extend(defineServices().service('shared', { scope: 'file' }, () => speaker('of a file that passed')))
      test('passes', async ({ shared }) => { note('shared ' + folder(shared)) })
    `,
    check({ events }) {
      const folder = folderOf(events, 'shared')
      expect(path.isAbsolute(folder)).toBe(true)
      expect(existsSync(folder)).toBe(false)
      expect(passed(folder)).toContain('of a file that passed')
    },
  },
]

/** A case of a run of its own, with `keepOutput: 'all'`. */
export const allOutputCase: RunnerCase = {
  title: 'all output is kept where that is asked for',
  tests: `
      ${noting}
      const test = base.extend(defineServices().service('says', () => speaker('a line of it')))
      test('passes', async ({ says }) => { note('passed ' + folder(says)) })
    `,
  check({ events }) {
    expect(readFileSync(path.join(folderOf(events, 'passed'), 'stdout.log'), 'utf8')).toBe('a line of it\n')
  },
}
