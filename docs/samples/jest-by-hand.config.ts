import type { Config } from 'jest'

export default {
  testEnvironment: '@curfew/jest/environment',
  testRunner: '@curfew/jest/test-runner',
  reporters: ['default', ['@curfew/jest/reporter', { signals: true }]],
  transform: { '\\.ts$': '@swc/jest' },
} satisfies Config
