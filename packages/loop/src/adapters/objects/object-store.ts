import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fsync, mkdirSync, openSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import type { Git, NewObject } from '../../ports.ts'
import { isMissing, writeBytes } from '../system/durable-file.ts'
import { faultPoint } from '../system/fault-point.ts'

/** Writes objects into a repository. */
export interface ObjectStore {
  /** Their ids, in this order; all of them are on disk when it returns. None is a way to have the repository looked at. */
  write(objects: readonly NewObject[]): Promise<readonly string[]>
}

interface Options {
  readonly run: Git['run']
  readonly text: Git['text']
  readonly config: Git['config']
}

/** Where a repository keeps loose objects, and how it names them. */
interface Place {
  readonly folder: string
  readonly algorithm: 'sha1' | 'sha256'
}

/**
 * Objects as git stores them loose (gitrepository-layout(5), Pro Git 10.2 "Object Storage"): a process of git's takes ten times as long for
 * each. Where a repository asks for more than that, git writes them.
 */
export function createObjectStore({ run, text, config }: Options): ObjectStore {
  let place: Promise<Place> | undefined
  const isPlain = async (): Promise<boolean> => {
    const { exitCode } = await config([
      '--get-regexp',
      '^(core\\.sharedrepository|extensions\\.compatobjectformat)$',
    ])
    return exitCode === 1
  }
  const byGit = async ({ type, bytes }: NewObject): Promise<string> =>
    text(['hash-object', '-t', type, '-w', '--stdin'], { input: bytes })
  return {
    write: async (objects) => {
      if (!(await isPlain())) return Promise.all(objects.map(byGit))
      const { folder, algorithm } = await (place ??= findPlace(run))
      return Promise.all(objects.map(async (object) => writeLoose(folder, algorithm, object)))
    },
  }
}

async function findPlace(run: Git['run']): Promise<Place> {
  const { stdout } = await run([
    'rev-parse',
    '--show-object-format',
    '--path-format=absolute',
    '--git-path',
    'objects',
  ])
  const [format, folder = ''] = stdout.split('\n')
  return { folder, algorithm: format === 'sha256' ? 'sha256' : 'sha1' }
}

/** The name of an object: a digest of its type, its length and its bytes. `idBytes` is 20 or 32. */
export function objectIdOf(object: NewObject, idBytes: number): string {
  return idOf(wholeOf(object), idBytes === 32 ? 'sha256' : 'sha1')
}

function wholeOf({ type, bytes }: NewObject): Buffer {
  return Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes])
}

function idOf(whole: Buffer, algorithm: Place['algorithm']): string {
  return createHash(algorithm).update(whole).digest('hex')
}

const toDisk = promisify(fsync)

/** Whole under its name or not there at all. */
async function writeLoose(folder: string, algorithm: Place['algorithm'], object: NewObject): Promise<string> {
  const whole = wholeOf(object)
  const id = idOf(whole, algorithm)
  const path = join(folder, id.slice(0, 2), id.slice(2))
  if (isFreshened(path)) return id
  faultPoint('disk/object/before')
  mkdirSync(dirname(path), { recursive: true })
  // A name that `git gc` knows and removes where somebody left it behind.
  const temporary = join(dirname(path), `tmp_obj_${randomBytes(6).toString('hex')}`)
  const file = openSync(temporary, 'wx', 0o444)
  try {
    writeBytes(file, deflateSync(whole, { level: 1 }), 'disk/object/bytes')
    await toDisk(file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
  faultPoint('disk/object/after')
  return id
}

/** An object that is there is young again, as git makes it: nobody prunes what has just been written. */
function isFreshened(path: string): boolean {
  const now = Date.now() / 1000
  try {
    utimesSync(path, now, now)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
