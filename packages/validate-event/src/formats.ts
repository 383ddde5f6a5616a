/** How findings may be printed, in the order the help names them. */
export const outputFormats = ['pretty', 'json', 'jsonl', 'sarif', 'github'] as const

export type OutputFormat = (typeof outputFormats)[number]
