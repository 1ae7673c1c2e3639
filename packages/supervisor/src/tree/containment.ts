/**
 * Holds a tree together by a means of the kernel, over groups, descent and marks.
 *
 * The seam for a child subreaper, a pid namespace or `cgroup.kill`: whatever it holds counts as a member of the tree.
 */
export interface Containment {
  readonly kind: 'none'
  /** Pids that the kernel says are inside. */
  members(): ReadonlySet<number>
}

const nobody: ReadonlySet<number> = new Set()

/** No containment: trees are found by group, session, descent and mark alone. */
export const noContainment: Containment = { kind: 'none', members: () => nobody }
