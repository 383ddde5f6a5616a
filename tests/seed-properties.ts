import fc from 'fast-check'

/**
 * Every run of the suites draws the same data, so that what is red is red again; GATECYCLE_TEST_SEED=n draws other data
 * and GATECYCLE_TEST_RUNS=n draws n times where a property does not name its own number (100).
 */
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const runs = Number(process.env['GATECYCLE_TEST_RUNS'] ?? 100)
fc.configureGlobal({ seed, numRuns: runs })
