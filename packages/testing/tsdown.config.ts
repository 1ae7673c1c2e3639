import { definePackage } from '../../tsdown.package.ts'

export default definePackage({
  dir: import.meta.dirname,
  esm: ['index', 'runner-contract'],
  programs: ['inline-reporter', 'jest-inline-reporter'],
})
