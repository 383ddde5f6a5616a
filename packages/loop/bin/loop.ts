#!/usr/bin/env node
import { createProcessIo } from '@gatecycle/command-line'
import { runCli } from '../src/cli.ts'

// Whatever ends the process before the command does is a defect.
process.exitCode = 3
void runCli(process.argv.slice(2), createProcessIo()).then((code) => {
  process.exitCode = code
})
