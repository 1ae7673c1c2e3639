import { definePackage } from '../../tsdown.package.ts'

// A file that is loaded by its path (a thread) is an entry too: name it in `programs`.
export default definePackage({
  dir: import.meta.dirname,
  dual: ['index', 'runner', 'main-process', 'provider', 'provider-contract', 'for-own-tests', 'thread'],
  programs: ['in-thread/entry', 'provider-contract/owner', 'in-thread/raw-file-urls'],
})
