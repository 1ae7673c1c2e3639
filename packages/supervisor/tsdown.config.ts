import { definePackage } from '../../tsdown.package.ts'

// `main` is the supervisor's process, `tailer` its thread: both are loaded by path.
export default definePackage({ dir: import.meta.dirname, dual: ['index'], programs: ['main', 'tailer'] })
