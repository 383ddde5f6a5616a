import type { CappedOutput, OutputFileEnd } from '../process-end.ts'
import { defaultOutputFileCapBytes, type OutputStream, type ProcessOrder } from '../process-order.ts'
import { createCappedOutput } from './capped-output.ts'
import { filterOutput } from './filter-output.ts'
import { openOutputFile } from './output-file.ts'

export interface CapturedOutput {
  readonly stdout: CappedOutput
  readonly stderr: CappedOutput
  readonly outputFile?: OutputFileEnd
}

export interface OutputCapture {
  readonly push: (chunk: Uint8Array, stream: OutputStream) => void
  readonly finish: () => CapturedOutput
}

/** Keeps what an order asks to keep of the two streams. Throws when the output file cannot be opened. */
export function createOutputCapture(order: ProcessOrder): OutputCapture {
  const streams = {
    stdout: createCappedOutput(order.outputCapBytes),
    stderr: createCappedOutput(order.outputCapBytes),
  }
  const file =
    order.outputFile === undefined
      ? undefined
      : openOutputFile(order.outputFile, order.outputFileCapBytes ?? defaultOutputFileCapBytes)
  const toFile = (chunk: Uint8Array): void => file?.push(chunk)
  const filtered = {
    stdout: filterOutput(order.outputFilter?.(), toFile),
    stderr: filterOutput(order.outputFilter?.(), toFile),
  }
  const closeFile = (): Pick<CapturedOutput, 'outputFile'> => {
    filtered.stdout.end()
    filtered.stderr.end()
    return file === undefined ? {} : { outputFile: file.close() }
  }
  return {
    push: (chunk, stream) => {
      streams[stream].push(chunk)
      filtered[stream].push(chunk)
    },
    finish: () => ({
      stdout: streams.stdout.finish(),
      stderr: streams.stderr.finish(),
      ...closeFile(),
    }),
  }
}
