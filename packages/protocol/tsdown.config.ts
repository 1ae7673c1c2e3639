import { definePackage } from '../../tsdown.package.ts'

export default definePackage({ dir: import.meta.dirname, dual: ['index', 'journal'] })
