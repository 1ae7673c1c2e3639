import { definePackage } from '../../tsdown.package.ts'

// A file that is loaded by its path (a thread) is an entry too: name it in `programs`.
export default definePackage({
  dir: import.meta.dirname,
  dual: ['index', 'engine', 'main-process', 'provider', 'provider-contract', 'thread'],
  programs: ['in-thread/entry', 'provider-contract/owner', 'in-thread/raw-file-urls'],
})
