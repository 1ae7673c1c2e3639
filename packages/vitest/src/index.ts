export { test, withServices } from './test.js'
export type { BuiltInContext, BuiltInFixtures, CurfewTest, WithServices } from './context-types.js'
export type { TestScope } from './test-scope.js'
export { PluginMissingError, ScopeNotSupportedError } from './errors.js'
