'use strict'

// Absolute paths: Jest resolves those of a preset from the user's project.
module.exports = {
  testRunner: require.resolve('./dist/test-runner.cjs'),
  reporters: ['default', require.resolve('./dist/reporter.cjs')],
}
