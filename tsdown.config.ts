import { defineConfig } from 'tsdown'

export default defineConfig({
  workspace: ['packages/core', 'packages/supervisor', 'packages/vitest', 'packages/testing'],
})
