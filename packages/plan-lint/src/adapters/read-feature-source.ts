import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { AppError } from '@gatecycle/diagnostics'
import { loadFeature, type FeatureFolder, type FeatureSource } from '@gatecycle/plan-model'

/** A feature folder on disk, read and parsed. */
export function readFeatureFolder(directory: string): FeatureFolder {
  return loadFeature(readFeatureSource(directory))
}

/** The files of a folder on disk, read when they are asked for. */
export function readFeatureSource(directory: string): FeatureSource {
  return {
    folder: basename(resolve(directory)),
    names: readdirSync(directory).toSorted(),
    read: (name) => readText(join(directory, name)),
  }
}

/** The text of a file, undefined when there is none; a folder of that name is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined
    throw new AppError('FILE_NOT_READABLE', `cannot read ${path}: ${String(code)}`, {
      hint: 'check the permissions of the file',
      cause: error,
    })
  }
}
