export { TestScope } from '@curfew/core/engine'
