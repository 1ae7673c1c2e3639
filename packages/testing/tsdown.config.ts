import { definePackage } from '../../tsdown.package.ts'

export default definePackage({
  dir: import.meta.dirname,
  esm: ['index', 'runner-contract', 'tidy-up'],
  programs: ['inline-reporter', 'jest-inline-reporter'],
})
