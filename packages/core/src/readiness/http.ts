import { addressText } from '../errors/readiness-errors.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { addressTable, checkAddress, resolveAddress, type ProbeAddress, type ProbeAddressOptions } from './address.ts'
import type { HttpAnswer, HttpQuestion, NetworkAnswer } from '@curfew/protocol'
import { attemptTillReady } from './attempts.ts'
import { describeProbe } from './describe.ts'
import { Refusal } from './elsewhere.ts'
import { expectedStatus, type ExpectedStatus, type HttpStatusOption } from './http-status.ts'
import {
  checkCall,
  isRecord,
  isText,
  optionProblems,
  show,
  trueOrFalse,
  type OptionTable,
} from '../options/options-check.ts'
import { impostor } from './identity.ts'
import { quote } from './observation.ts'
import type { ProbeContext, Readiness } from './readiness.ts'
import { tlsTrust } from './tls-trust.ts'

/** Options of {@link http}. */
export interface HttpOptions extends ProbeAddressOptions {
  /** The status that counts as ready: a number, a class such as `'2xx'`, a list of them, or a function. @default 200–399 */
  readonly status?: HttpStatusOption | undefined
  /** @default 'GET' */
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Speaks TLS; an object says whom to trust. @default false */
  readonly https?: boolean | HttpsTrust | undefined
}

/** Whom a probe over TLS trusts. */
export interface HttpsTrust {
  /** Certificates to trust, PEM. @default those of the system */
  readonly ca?: string | readonly string[] | undefined
  /** `false` accepts any certificate, e.g. a self-signed one. @default true */
  readonly rejectUnauthorized?: boolean | undefined
  /** The name that the certificate is for. @default the address */
  readonly servername?: string | undefined
}

const httpsTable: OptionTable<keyof HttpsTrust> = {
  ca: { expected: 'PEM', is: (value) => isText(value) || (Array.isArray(value) && value.every(isText)) },
  rejectUnauthorized: trueOrFalse,
  servername: { expected: 'a name', is: isText },
}

const httpTable: OptionTable<keyof HttpOptions> = {
  ...addressTable,
  status: {
    expected: `a number, a class such as '2xx', a list of them, or a function`,
    is: (value) => ['number', 'string', 'function'].includes(typeof value) || Array.isArray(value),
  },
  method: { expected: `a text, such as 'GET'`, is: isText },
  headers: {
    expected: 'an object of strings',
    is: (value) => isRecord(value) && Object.values(value).every((one) => typeof one === 'string'),
  },
  https: {
    expected: 'true, false or an object with ca, rejectUnauthorized, servername',
    is: (value) =>
      typeof value === 'boolean' || (isRecord(value) && optionProblems('https', value, httpsTable).length === 0),
  },
}

/**
 * Ready when the service itself answers an HTTP request on its port with the expected status. Redirects are not followed.
 *
 * Guarantee: a process that is not part of the service never makes it ready; where the system tells who listens, it fails
 * the start at once and is named.
 *
 * @param path - Path and query, from the slash on
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if `path`, `port` or `status` cannot be one
 */
export function http(path: string, options: HttpOptions = {}): Readiness {
  const description = describeHttp(path, options)
  checkCall(description, options, httpTable)
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new BadOptionError(
      `${description}: the path must begin with "/"; it is ${show(path)}. The address is that of the service, or of the options host and port.`,
    )
  }
  if (/[^\u0021-\u00ff]/.test(path)) {
    throw new BadOptionError(`${description}: the path has characters that must be escaped, e.g. by encodeURI`)
  }
  if (!/^[A-Z]+$/.test(options.method ?? 'GET')) {
    throw new BadOptionError(`${description}: method is "${options.method}", expected e.g. 'GET', in capitals`)
  }
  checkHeaders(description, options.headers ?? {})
  checkAddress(description, options)
  const expected = expectedStatus(options.status)
  return { description, wait: (context) => waitForHttp(description, path, options, expected, context) }
}

async function waitForHttp(
  description: string,
  path: string,
  options: HttpOptions,
  expected: ExpectedStatus,
  context: ProbeContext,
): Promise<void> {
  const address = resolveAddress(description, options, context)
  const { method = 'GET', headers = {} } = options
  const question: HttpQuestion = { path, method, headers, tls: tlsTrust(options.https) }
  const at = addressText(address.host, address.port)
  const refusal = new Refusal(context, address)
  let answered: string | undefined
  context.saw(`connecting to ${at}`)
  await attemptTillReady(
    context,
    async (signal) => {
      let other: Promise<string | undefined> | undefined
      const whoListens = (accepted: string) => (other ??= impostor(context, description, accepted, address.port))
      const connected = Promise.withResolvers<never>()
      const asked = context.ask(
        { ...address, http: question },
        {
          signal,
          connected: (accepted) => {
            if (signal.aborted) return
            const before = answered === undefined ? '' : `; before that ${answered}`
            context.saw(`connected to ${at}, no answer to ${method} ${path} yet${before}`)
            // Somebody else who listens there may never answer.
            whoListens(accepted).catch(connected.reject)
          },
        },
      )
      const answer = await Promise.race([asked, connected.promise])
      if (answer.state === 'refused') await refusal.report(signal)
      if (answer.state === 'unreachable') context.saw(`cannot connect to ${at}: ${answer.reason}`)
      if (answer.state !== 'connected') return 'unseen'
      const who = await whoListens(answer.address)
      if (signal.aborted) return 'seen'
      const verdict = judge(answer, address, question, expected)
      if (who === undefined && verdict === 'ready') return 'ready'
      answered = who ?? verdict
      context.saw(answered)
      return 'seen'
    },
    'overtake',
  )
}

/** `ready`, or what was seen instead. */
function judge(
  { http: answer = { failed: 'no answer' } }: Extract<NetworkAnswer, { state: 'connected' }>,
  { host, port }: ProbeAddress,
  { method, path, tls }: HttpQuestion,
  expected: ExpectedStatus,
): string {
  if ('failed' in answer)
    return `no HTTP answer from ${addressText(host, port)}: ${answer.failed}${mismatch(answer.failed, tls !== undefined)}`
  if (expected.matches(answer.status)) return 'ready'
  return `${answerText(answer)} to ${method} ${path}, expected ${expected.text}`
}

/** What it may speak instead of what was asked, if that is how it failed. */
function mismatch(failed: string, isTls: boolean): string {
  if (isTls)
    return /wrong version number|packet length too long/i.test(failed) ? '; it speaks plain HTTP: leave https out' : ''
  if (/Expected HTTP\//.test(failed))
    return '; it does not speak HTTP/1.1. For HTTP/2 without TLS (h2c) use tcp() or logLine(); for TLS, https: true'
  if (/socket hang up|ECONNRESET/.test(failed))
    return '; if it speaks TLS: https: true, or https: { rejectUnauthorized: false } for a certificate of its own'
  return ''
}

function answerText({ status, statusText, bodyBegin }: HttpAnswer): string {
  return `status ${status} ${statusText}`.trim() + (bodyBegin.trim() === '' ? '' : ` (${quote(bodyBegin)})`)
}

function checkHeaders(description: string, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) continue
    throw new BadOptionError(`${description}: the header "${name}" has a name or a value that HTTP does not allow`)
  }
}

/** Without the values of headers and certificates: a message must not tell a token. */
function describeHttp(path: string, options: HttpOptions): string {
  const { status, method, port, host, https } = options ?? {}
  return describeProbe('http', path, {
    status,
    method,
    port,
    host,
    https: https === undefined || https === false ? undefined : true,
  })
}
