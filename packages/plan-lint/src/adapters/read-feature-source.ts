import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { loadFeature, type FeatureFolder, type FeatureSource } from '@gatecycle/plan-model'
import { notReadable } from './not-readable.ts'

/** A feature folder on disk, read and parsed. */
export function readFeatureFolder(directory: string): FeatureFolder {
  return loadFeature(readFeatureSource(directory))
}

/** The files of a folder on disk, read when they are asked for. */
export function readFeatureSource(directory: string): FeatureSource {
  return {
    folder: basename(resolve(directory)),
    names: readNames(directory),
    read: (name) => readText(join(directory, name)),
  }
}

/** The names in a folder, sorted; none when it does not exist. */
export function readNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory).toSorted()
  } catch (error) {
    return notReadable(directory, error) ?? []
  }
}

/** The text of a file, undefined when there is none; a folder of that name is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return notReadable(path, error)
  }
}
