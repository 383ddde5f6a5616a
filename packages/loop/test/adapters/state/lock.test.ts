import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import {
  createLock,
  describeHolder,
  readLockHolder,
  type LockRecord,
} from '../../../src/adapters/state/lock.ts'
import { livenessOf, ownIdentity } from '../../../src/adapters/state/process-identity.ts'
import type { Lock } from '../../../src/ports.ts'
import { buildContender, type Contender } from '../../start-contender.ts'
import { test as folderTest } from '../../temp-folder.ts'

let built: Awaited<ReturnType<typeof buildContender>>
beforeAll(async () => {
  built = await buildContender()
})
afterAll(() => built.remove())

const test = folderTest.extend<{ start: () => Contender; lockFolder: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the names of the fixtures from the pattern
  start: async ({}, use) => {
    const started: Contender[] = []
    await use(() => {
      const contender = built.start()
      started.push(contender)
      return contender
    })
    await Promise.all(started.map(async (contender) => contender.kill()))
  },
  lockFolder: async ({ folder }, use) => use(join(folder, 'lock')),
})

const createOwn = (folder: string, token = 'own'): Lock =>
  createLock({ folder, command: 'loop run', token, taken: '2026-01-31T09:00:00.000Z' })
const filesOf = (folder: string): readonly string[] => readdirSync(folder).toSorted()
/** Writes a record as its holder would have, with something changed. */
function plantRecord(folder: string, changes: Partial<LockRecord>, number = 1): void {
  const record: LockRecord = {
    ...ownIdentity(),
    command: 'loop run',
    taken: 'then',
    token: 'other',
    ...changes,
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `lock.${number}`), `${JSON.stringify(record)}\n`)
}

test('a lock that nobody has is taken, shown, given back and taken again', async ({ lockFolder }) => {
  const lock = createOwn(lockFolder)
  expect(await lock.acquire()).toEqual({ ok: true })
  const holder = readLockHolder(lockFolder)
  expect(holder).toMatchObject({ pid: process.pid, command: 'loop run', token: 'own' })
  await lock.release()
  expect(readLockHolder(lockFolder)).toBeUndefined()
  expect(await createOwn(lockFolder, 'second').acquire()).toEqual({ ok: true })
  expect(filesOf(lockFolder)).toEqual(['lock.2'])
})

test('who comes second is told who came first, in this process and in another', async ({
  lockFolder,
  start,
}) => {
  const first = start()
  expect(await first.take(lockFolder)).toBe('won')
  const said = new RegExp(`^pid ${first.pid} on .*, "contender", since 2026-01-31T09:00:00.000Z$`, 'u')
  expect(await createOwn(lockFolder).acquire()).toEqual({ ok: false, holder: expect.stringMatching(said) })
  expect((await start().take(lockFolder)).slice('lost '.length)).toMatch(said)
  expect(await first.give()).toBe('given')
  expect(await createOwn(lockFolder).acquire()).toEqual({ ok: true })
  expect(await createOwn(lockFolder, 'third').acquire()).toMatchObject({ ok: false })
})

test('giving back a lock that was not taken, or was given back, does nothing', async ({
  lockFolder,
  start,
}) => {
  const holder = start()
  await holder.take(lockFolder)
  const lock = createOwn(lockFolder)
  await lock.acquire()
  await lock.release()
  await lock.release()
  expect(readLockHolder(lockFolder)?.pid).toBe(holder.pid)
})

test('a holder that was killed is replaced at once', async ({ lockFolder, start }) => {
  const holder = start()
  expect(await holder.take(lockFolder)).toBe('won')
  await holder.kill()
  expect(readLockHolder(lockFolder)).toBeUndefined()
  expect(await createOwn(lockFolder).acquire()).toEqual({ ok: true })
})

test('a holder that lives is never replaced, however old its record is', async ({ lockFolder, start }) => {
  const holder = start()
  await holder.take(lockFolder)
  plantRecord(lockFolder, {
    ...JSON.parse(readFileSync(join(lockFolder, 'lock.1'), 'utf8')),
    taken: '1999-01-01T00:00:00Z',
  })
  expect(await createOwn(lockFolder).acquire()).toMatchObject({ ok: false })
})

test.for<readonly [string, Partial<LockRecord>]>([
  ['on another host', { host: 'elsewhere.example.org' }],
  ['in another pid namespace', { pidNamespace: 'pid:[1]' }],
])('a holder %s cannot be judged from here: it stays', async ([, changes], { lockFolder }) => {
  // No process has this number, so it would be dead if it could be seen.
  plantRecord(lockFolder, { pid: 2 ** 30, ...changes })
  const answer = await createOwn(lockFolder).acquire()
  expect(answer).toMatchObject({ ok: false, holder: expect.stringContaining('cannot be seen from here') })
  expect(readLockHolder(lockFolder)).toMatchObject(changes)
})

test.for<readonly [string, Partial<LockRecord>]>([
  ['whose number another process has now', { startTime: '1' }],
  ['from before this boot', { bootId: 'another boot' }],
  ['whose number nobody has', { pid: 2 ** 30 }],
])('a holder %s is dead', async ([, changes], { lockFolder }) => {
  plantRecord(lockFolder, changes)
  expect(await createOwn(lockFolder).acquire()).toEqual({ ok: true })
})

test.for(['', 'garbage', '{}', '{"pid":"7","token":"x"}', 'null'])(
  'a record that reads %j is nobody’s to throw away',
  async (text, { lockFolder }) => {
    mkdirSync(lockFolder)
    writeFileSync(join(lockFolder, 'lock.3'), text)
    expect(await createOwn(lockFolder).acquire()).toEqual({
      ok: false,
      holder: `an unreadable record in ${join(lockFolder, 'lock.3')}`,
    })
    expect(filesOf(lockFolder)).toEqual(['lock.3'])
  },
)

test('the highest number holds: one below it is history', async ({ lockFolder }) => {
  plantRecord(lockFolder, {}, 1)
  plantRecord(lockFolder, { pid: 2 ** 30 }, 2)
  expect(await createOwn(lockFolder).acquire()).toEqual({ ok: true })
  expect(filesOf(lockFolder)).toEqual(['lock.3'])
})

test('who looked early and linked late looks again, and steps back from who came meanwhile', async ({
  lockFolder,
}) => {
  plantRecord(lockFolder, { pid: 2 ** 30 }, 1)
  let looked = 0
  const late = createLock({
    folder: lockFolder,
    command: 'late',
    taken: 'then',
    // Read for the record that is about to be linked as number 2: others take and give 2, take 3, and sweep up below it.
    get token() {
      looked += 1
      if (looked === 1) {
        plantRecord(lockFolder, {}, 3)
        rmSync(join(lockFolder, 'lock.1'))
      }
      return 'late'
    },
  })
  expect(await late.acquire()).toMatchObject({
    ok: false,
    holder: expect.stringContaining(`pid ${process.pid}`),
  })
  expect(readLockHolder(lockFolder)).toMatchObject({ token: 'other' })
})

test('this process lives, and knows itself again', () => {
  expect(livenessOf(ownIdentity())).toBe('alive')
  expect(describeHolder({ ...ownIdentity(), command: 'x', taken: 'now', token: 't' })).toContain(
    `pid ${process.pid} on `,
  )
})

test('16 processes that see a dead holder at one time, 20 times: one of them wins, and only one', async ({
  folder,
  start,
}) => {
  const dead = start()
  await dead.take(join(folder, 'dead'))
  const record = readFileSync(join(folder, 'dead', 'lock.1'))
  await dead.kill()
  const contenders = Array.from({ length: 16 }, start)
  for (let round = 0; round < 20; round += 1) {
    const lockFolder = join(folder, `round-${round}`)
    mkdirSync(lockFolder)
    writeFileSync(join(lockFolder, 'lock.1'), record)
    const answers = await Promise.all(contenders.map(async (contender) => contender.take(lockFolder)))
    expect(
      answers.filter((answer) => answer === 'won'),
      `round ${round}`,
    ).toHaveLength(1)
    await Promise.all(contenders.map(async (contender) => contender.give()))
  }
}, 120_000)

test('16 processes that take and give one lock, 20 times each: nobody is inside with another', async ({
  folder,
  start,
}) => {
  const lockFolder = join(folder, 'lock')
  const contenders = Array.from({ length: 16 }, start)
  await Promise.all(
    contenders.map(async (contender) => {
      for (let round = 0; round < 20; round += 1) {
        if ((await contender.take(lockFolder)) === 'won') await contender.give()
      }
    }),
  )
  const diary = existsSync(`${lockFolder}.diary`)
    ? readFileSync(`${lockFolder}.diary`, 'utf8').trim().split('\n')
    : []
  const visits = Array.from({ length: diary.length / 2 }, (_, index) => diary.slice(2 * index, 2 * index + 2))
  expect(visits.filter(([first, second]) => first?.replace('in', 'out') !== second)).toEqual([])
  expect(visits.length).toBeGreaterThan(0)
  expect(readLockHolder(lockFolder)).toBeUndefined()
}, 120_000)
