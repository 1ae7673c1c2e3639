export { test, withServices } from './test.js'
export type { BuiltInContext, BuiltInFixtures, CurfewTest, TestScope, WithServices } from './context-types.js'
export { PluginMissingError } from './errors.js'
export { ScopeNotSupportedError } from '@curfew/core/engine'
