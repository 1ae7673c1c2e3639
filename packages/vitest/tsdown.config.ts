import { definePackage } from '../../tsdown.package.ts'

export default definePackage({ dir: import.meta.dirname, esm: ['index', 'plugin', 'setup', 'runner', 'reporter'] })
