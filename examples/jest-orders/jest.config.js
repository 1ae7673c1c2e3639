module.exports = {
  preset: '@curfew/jest',
  // To CommonJS: also the services, which are ES modules where Vitest runs them.
  transform: { '\\.ts$': '@swc/jest' },
  testTimeout: 20_000,
}
