import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Column } from './cell.ts'

/** What the command line asks for. */
export interface Options {
  /** Regular expressions that the id of a cell has to match, all of them. */
  readonly only: readonly RegExp[]
  readonly fast: boolean
  readonly repeat: number
  readonly jobs: number
  /** One column alone. */
  readonly column: Column | undefined
  /** The machine-readable file; what red cells leave to look into goes beside it. */
  readonly output: string
  /** A page for people, to be committed. */
  readonly page: string | undefined
  readonly list: boolean
}

export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      fast: { type: 'boolean', default: false },
      repeat: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '2' },
      column: { type: 'string' },
      output: { type: 'string', default: path.join('.curfew', 'faults.json') },
      page: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  })
  const { column, page } = values
  if (column !== undefined && column !== 'curfew' && column !== 'plain') {
    throw new Error(`--column is "curfew" or "plain"; it is "${column}".`)
  }
  return {
    only: values.only.map((pattern) => new RegExp(pattern)),
    fast: values.fast,
    repeat: wholeNumber('--repeat', values.repeat),
    jobs: wholeNumber('--jobs', values.jobs),
    column,
    output: path.resolve(values.output),
    page: page === undefined ? undefined : path.resolve(page),
    list: values.list,
  }
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} is a whole number from 1 on; it is "${text}".`)
  return value
}
