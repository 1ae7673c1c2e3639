/** The case table that every runner package is tested with. Its own entry, since the cases use Vitest's `expect`. */
export { attemptCases } from './runner-contract/attempt-cases.ts'
export { runnerCases } from './runner-contract/runner-cases.ts'
export { checkKept, checkKeptIsTold, keptCases } from './runner-contract/kept-cases.ts'
export { checkCi, ciCases } from './runner-contract/leak-cases.ts'
export { caseFiles, caseOutcome } from './runner-contract/case-files.ts'
export type { FileResult, RunnerPrelude } from './runner-contract/case-files.ts'
export type {
  CaseError,
  CaseOutcome,
  CaseRun,
  CaseTest,
  CaseVerdict,
  RunnerCase,
} from './runner-contract/runner-case.ts'
export { supervisorCases, supervisorEnv } from './runner-contract/supervisor-cases.ts'
export type { SupervisorCase } from './runner-contract/supervisor-cases.ts'
