/** The case table that every runner package is tested with. Its own entry, since the cases use Vitest's `expect`. */
export { runnerCases } from './runner-contract/runner-cases.js'
export { checkKept, checkKeptIsTold, keptCases } from './runner-contract/kept-cases.js'
export { checkCi, ciCases } from './runner-contract/leak-cases.js'
export { caseFiles, caseOutcome } from './runner-contract/case-files.js'
export type { FileResult, RunnerPrelude } from './runner-contract/case-files.js'
export type {
  CaseError,
  CaseOutcome,
  CaseRun,
  CaseTest,
  CaseVerdict,
  RunnerCase,
} from './runner-contract/runner-case.js'
export { supervisorCases, supervisorEnv } from './runner-contract/supervisor-cases.js'
export type { SupervisorCase } from './runner-contract/supervisor-cases.js'
