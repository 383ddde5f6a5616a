#!/usr/bin/env node
import { createProcessIo, runProgram } from '@gatecycle/command-line'
import { gatecycleCommand } from '../src/gatecycle-command.ts'

// Whatever ends the process before the command does is a defect.
process.exitCode = 3
void runProgram(gatecycleCommand, process.argv.slice(2), createProcessIo()).then((code) => {
  process.exitCode = code
})
