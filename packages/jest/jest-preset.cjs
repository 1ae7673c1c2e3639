'use strict'

// Absolute paths: Jest resolves those of a preset from the user's project.
module.exports = {
  testRunner: require.resolve('./dist/test-runner.cjs'),
  reporters: ['default', require.resolve('./dist/reporter.cjs')],
  // What services write there is no source: the watch mode would run again, and a `package.json` among it be a module.
  modulePathIgnorePatterns: ['[/\\\\]\\.curfew[/\\\\]'],
}
