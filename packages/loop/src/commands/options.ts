/** What every command of `loop` takes. */
export interface CommonOptions {
  /** Id, number or folder. */
  readonly feature: string | undefined
  readonly root: string | undefined
}
