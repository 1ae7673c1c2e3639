/**
 * Sums the JSON reports of Vitest and of Jest, which are alike. A file that fails without a failing test (it could not
 * be loaded, a hook of it threw) counts as one failed test, and so does a run that is not `ok` without any (a crash, an
 * unhandled rejection): the sum is never "0 failed" for a red suite. Skipped and todo tests count as neither.
 */
export function countTests(runs) {
  const counts = runs.map(({ testResults, ok }) => {
    const statuses = testResults.flatMap((file) => file.assertionResults.map((test) => test.status))
    const failed = statuses.filter((status) => status === 'failed').length + testResults.filter(isBroken).length
    return { passed: statuses.filter((status) => status === 'passed').length, failed: Math.max(failed, ok ? 0 : 1) }
  })
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  }
}

function isBroken(file) {
  return file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
}
