import { definePackage } from '../../tsdown.package.ts'

// A file that is loaded by its path (a thread, a worker) is an entry too: add its name here.
export default definePackage({ dir: import.meta.dirname, dual: ['index', 'engine', 'process-port'] })
