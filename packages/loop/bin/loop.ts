#!/usr/bin/env node
import { runCli } from '../src/index.ts'
import { processIo } from '../src/adapters/process-io.ts'

process.exitCode = 3
void runCli(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code
})
