/** Where agents work: in a linked worktree of the driver's own, or in the operator's checkout. */
export type Isolation = 'worktree' | 'in_place'
