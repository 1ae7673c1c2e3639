import JsdomModule from 'jest-environment-jsdom'
import { withCurfew, type EnvironmentClass } from './with-curfew.js'

const { TestEnvironment: JsdomEnvironment } = JsdomModule as unknown as { readonly TestEnvironment: EnvironmentClass }

/** The jsdom environment of Jest with a scope for each test. */
const CurfewJsdomEnvironment: EnvironmentClass = withCurfew(JsdomEnvironment)
export default CurfewJsdomEnvironment
