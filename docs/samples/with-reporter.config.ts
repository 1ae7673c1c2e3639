import { curfew } from '@curfew/vitest/plugin'
import CurfewReporter from '@curfew/vitest/reporter'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [curfew()],
  test: { reporters: ['default', new CurfewReporter()] },
})
