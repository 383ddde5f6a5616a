import { cargoTest } from './cargo-test.ts'
import { ctest } from './ctest.ts'
import { goTestJson } from './go-test-json.ts'
import { goTest } from './go-test.ts'
import { jest } from './jest.ts'
import { mavenSurefire } from './maven-surefire.ts'
import { mocha } from './mocha.ts'
import { nodeTest } from './node-test.ts'
import { pytest } from './pytest.ts'
import { tap } from './tap.ts'
import type { TestReader } from './test-reading.ts'
import { unittest } from './unittest.ts'
import { vitest } from './vitest.ts'

/** Every runner whose output is understood. A new one is a file beside these and a line here. */
export const testReaders: readonly TestReader[] = [
  vitest,
  jest,
  mocha,
  nodeTest,
  tap,
  pytest,
  unittest,
  goTest,
  goTestJson,
  cargoTest,
  mavenSurefire,
  ctest,
]
