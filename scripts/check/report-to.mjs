/** Arguments that make a runner write its JSON report to a file; what a person reads goes on beside it. */
export function reportTo(file, runner) {
  const flags = {
    vitest: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    // What a person reads then goes to stderr.
    jest: ['--json', `--outputFile=${file}`],
  }[runner]
  if (flags === undefined) throw new Error(`No JSON report is known of "${runner}"`)
  return flags
}
