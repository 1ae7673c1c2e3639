export default {
  // The environment alone gives each test its services; the preset would add the reporter.
  testEnvironment: '@curfew/jest/environment',
  transform: { '\\.ts$': '@swc/jest' },
  extensionsToTreatAsEsm: ['.ts'],
}
