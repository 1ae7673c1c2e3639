import { BadOptionError } from '../errors/scope-errors.ts'
import { argumentText } from './describe.ts'

/** A class of status codes: `2xx` is 200–299. */
export type HttpStatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx'

/** Which answers count as ready. */
export type HttpStatusOption =
  | number
  | HttpStatusClass
  | readonly (number | HttpStatusClass)[]
  | ((status: number) => boolean)

/** The test of a status, and how a message names it. */
export interface ExpectedStatus {
  readonly text: string
  matches(status: number): boolean
}

/** @throws {BadOptionError} if it is not a status, a class, or a list of them */
export function expectedStatus(option: HttpStatusOption | undefined): ExpectedStatus {
  if (option === undefined) return { text: '200–399', matches: (status) => status >= 200 && status <= 399 }
  if (typeof option === 'function') return { text: argumentText(option), matches: option }
  const accepted = typeof option === 'object' ? [...option] : [option]
  const wrong = accepted.filter((one) => !isStatus(one))
  if (accepted.length === 0 || wrong.length > 0) {
    throw new BadOptionError(
      `http: status is ${accepted.length === 0 ? 'an empty list' : wrong.join(', ')}, expected a number from 100 to 599, ` +
        "a class such as '2xx', a list of them, or a function",
    )
  }
  return {
    text: accepted.join(' or '),
    matches: (status) => accepted.some((one) => one === status || one === `${Math.floor(status / 100)}xx`),
  }
}

function isStatus(value: number | HttpStatusClass): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 100 && value <= 599
  return /^[1-5]xx$/.test(value)
}
