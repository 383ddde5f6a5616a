/** How findings may be printed, in the order the help names them. */
export const formats = ['pretty', 'json', 'jsonl', 'github', 'sarif'] as const

export type Format = (typeof formats)[number]
