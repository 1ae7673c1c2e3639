import { definePackage } from '../../tsdown.package.ts'

export default definePackage({ dir: import.meta.dirname, esm: ['index'], programs: ['inline-reporter'] })
