// A reporter of Vitest that leaves, for the demo's check, what became of each test and of its services.
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { verdictArtifact } from '@curfew/vitest/reporter'

export default class ResultsReporter {
  onTestRunEnd(modules) {
    const tests = modules.flatMap(({ children }) => [...children.allTests()])
    writeFileSync(process.env.ORDERS_RESULTS, JSON.stringify(tests.map(resultOf)))
  }
}

function resultOf(test) {
  const { state, errors = [] } = test.result()
  const verdicts = test.artifacts().filter(({ type }) => type === verdictArtifact)
  return {
    name: test.name,
    state,
    message: errors.map(({ message }) => message).join('\n'),
    services: verdicts.flatMap(({ verdict }) => verdict.services),
  }
}
