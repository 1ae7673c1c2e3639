import { definePackage } from '../../tsdown.package.ts'

export default definePackage({
  dir: import.meta.dirname,
  dual: ['index'],
  cjs: ['jest-preset', 'environment', 'environment-jsdom', 'test-runner', 'reporter', 'reporting', 'session'],
})
