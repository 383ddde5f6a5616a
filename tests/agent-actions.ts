import type { Action } from '../packages/test-kit/src/index.ts'

export const write = (path: string, text: string): Action => ({ do: 'write', path, text })
export const remove = (path: string): Action => ({ do: 'remove', path })
export const replace = (path: string, from: string, to: string): Action => ({ do: 'replace', path, from, to })
export const append = (path: string, text: string): Action => ({ do: 'append', path, text })
export const git = (...args: readonly string[]): Action => ({ do: 'git', args })
export const shell = (script: string): Action => ({ do: 'shell', script })

/** The honest part of a unit. */
export const work: Action = { do: 'work' }

/** Work that the tests of the base find wrong. */
export const breakSum: Action = write('src/sum.js', 'export const sum = (a, b) => a - b\n')

/** Work that the script of the base finds wrong. */
export const badFile: Action = write('src/extra.txt', 'bad\n')
