export { test } from './test.js'
export type {
  BuiltInContext,
  CurfewTest,
  DeclareRows,
  EachCall,
  FileServicesOf,
  HookCall,
  TestCall,
  TestChain,
  TestName,
  TestResult,
} from './context-types.js'
export type { TestScope } from '@curfew/core/engine'
export { NotSetUpError, ScopeNotSupportedError, TestOverError, UnreadableTestError } from './errors.js'
