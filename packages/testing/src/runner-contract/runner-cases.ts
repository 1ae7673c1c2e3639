import { byHandCases } from './by-hand-cases.js'
import { callbackCases } from './callback-cases.js'
import { fileCases } from './file-cases.js'
import { fromInsideCases } from './from-inside-cases.js'
import { leakCases } from './leak-cases.js'
import { livingCases } from './living-cases.js'
import { memoryCases } from './memory-cases.js'
import { outputCases } from './output-cases.js'
import { passedOutputCases } from './passed-output-cases.js'
import type { RunnerCase } from './runner-case.js'
import { startCases } from './start-cases.js'
import { surroundingsCases } from './surroundings-cases.js'
import { stopCases } from './stop-cases.js'
import { treeCases } from './tree-cases.js'
import { whileRunningCases } from './while-running-cases.js'

/** What every runner package promises: the lifecycle contract, as far as it depends on the runner. */
export const runnerCases: readonly RunnerCase[] = [
  ...startCases,
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
