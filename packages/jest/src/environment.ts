import { fromJest } from './from-jest.js'
import { withCurfew, type EnvironmentClass } from './with-curfew.js'

export { withCurfew } from './with-curfew.js'
export type { EnvironmentClass } from './with-curfew.js'

const { TestEnvironment: NodeEnvironment } = fromJest('jest-environment-node') as {
  readonly TestEnvironment: EnvironmentClass
}

/** The Node environment of Jest with a scope for each test. */
const CurfewEnvironment: EnvironmentClass = withCurfew(NodeEnvironment)
export default CurfewEnvironment
