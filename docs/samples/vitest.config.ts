import { curfew } from '@curfew/vitest/plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({ plugins: [curfew()] })
