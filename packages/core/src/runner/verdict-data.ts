import type { Outcome } from '../lifecycle/outcome.ts'
import type { KeptLine } from '../logging/service-log.ts'
import type { ServiceVerdict, Verdict } from '../scope/verdict.ts'

/** An error as plain data. */
export interface ErrorData {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
}

/** How a service ended, as plain data. */
export type OutcomeData = Omit<Outcome, 'errors' | 'exit'> & {
  readonly errors: readonly ErrorData[]
  readonly exit: { readonly code: number | null; readonly signal: string | null } | undefined
}

/** What became of one service, as plain data. */
export type ServiceVerdictData = Omit<ServiceVerdict, 'outcome'> & { readonly outcome: OutcomeData | undefined }

/** A verdict as plain data: it can be cloned into another process. */
export type VerdictData = Omit<Verdict, 'errors' | 'services'> & {
  readonly errors: readonly ErrorData[]
  readonly services: readonly ServiceVerdictData[]
}

/** A verdict for reporters; `undefined` where there is nothing to report: most tests of a suite need no service. */
export function reportedVerdict(verdict: Verdict): VerdictData | undefined {
  return verdict.services.length === 0 && verdict.warnings.length === 0 ? undefined : verdictData(verdict)
}

function verdictData(verdict: Verdict): VerdictData {
  return { ...verdict, errors: verdict.errors.map(errorData), services: verdict.services.map(serviceData) }
}

function serviceData({ outcome, lastLines, ...service }: ServiceVerdict): ServiceVerdictData {
  return { ...service, lastLines: lastLines.map(lineData), outcome: outcome && outcomeData(outcome) }
}

function outcomeData({ errors, exit, ...outcome }: Outcome): OutcomeData {
  return {
    ...outcome,
    errors: errors.map(errorData),
    exit: exit && { code: exit.code, signal: exit.signal },
  }
}

function lineData({ timeMs, stream, text }: KeptLine): KeptLine {
  return { timeMs, stream, text }
}

function errorData(error: Error): ErrorData {
  const { code } = error as { code?: unknown }
  return { name: error.name, message: error.message, code: typeof code === 'string' ? code : undefined }
}
