import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))

/** The folder with real plans that lies beside the repository; undefined where it is missing, and tests say so. */
export function corpusRoot(): string | undefined {
  return existsSync(folder) ? folder : undefined
}
