import { defineConfig } from 'tsdown'

/** Set by scripts/build.mjs, e.g. `packages/core,packages/supervisor`. */
const packages = process.env['BUILD_PACKAGES'] ?? ''

export default defineConfig({ workspace: packages === '' ? 'packages/*' : packages.split(',') })
