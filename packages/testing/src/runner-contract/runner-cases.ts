import { byHandCases } from './by-hand-cases.ts'
import { callbackCases } from './callback-cases.ts'
import { failureCases } from './failure-cases.ts'
import { fileCases } from './file-cases.ts'
import { fromInsideCases } from './from-inside-cases.ts'
import { leakCases } from './leak-cases.ts'
import { livingCases } from './living-cases.ts'
import { memoryCases } from './memory-cases.ts'
import { outputCases } from './output-cases.ts'
import { passedOutputCases } from './passed-output-cases.ts'
import type { RunnerCase } from './runner-case.ts'
import { startCases } from './start-cases.ts'
import { surroundingsCases } from './surroundings-cases.ts'
import { stopCases } from './stop-cases.ts'
import { treeCases } from './tree-cases.ts'
import { whileRunningCases } from './while-running-cases.ts'

/** What every runner package promises: the lifecycle contract, as far as it depends on the runner. */
export const runnerCases: readonly RunnerCase[] = [
  ...startCases,
  ...failureCases,
  ...stopCases,
  ...treeCases,
  ...whileRunningCases,
  ...fileCases,
  ...leakCases,
  ...memoryCases,
  ...passedOutputCases,
  ...byHandCases,
  ...livingCases,
  ...fromInsideCases,
  ...outputCases,
  ...surroundingsCases,
  ...callbackCases,
]
