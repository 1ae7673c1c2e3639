import { afterAll } from 'vitest'
import { tidyUp } from './inline/at-end.ts'

// A set-up file of Vitest: suites that a failed test did not wait for end with its file, and their folders are removed.
afterAll(tidyUp)
