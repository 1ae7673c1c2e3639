import { createRequire } from 'node:module'
import { JsdomMissingError } from './errors.ts'
import { withCurfew, type EnvironmentClass } from './with-curfew.ts'

/** The jsdom environment of Jest with a scope for each test. */
const CurfewJsdomEnvironment: EnvironmentClass = withCurfew(jsdomEnvironment())
export default CurfewJsdomEnvironment

/** It does not come with Jest. @throws {JsdomMissingError} */
function jsdomEnvironment(): EnvironmentClass {
  const require = createRequire(import.meta.url)
  try {
    const { TestEnvironment } = require('jest-environment-jsdom') as { readonly TestEnvironment: EnvironmentClass }
    return TestEnvironment
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'MODULE_NOT_FOUND' && message.includes("'jest-environment-jsdom'")) throw new JsdomMissingError(error)
    throw error
  }
}
