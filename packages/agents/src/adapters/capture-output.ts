import type { CappedOutput, OutputFileEnd } from '../process-end.ts'
import { defaultOutputFileCapBytes, type OutputStream, type ProcessOrder } from '../process-order.ts'
import { createCappedOutput } from './capped-output.ts'
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
  return {
    push: (chunk, stream) => {
      streams[stream].push(chunk)
      file?.push(chunk)
    },
    finish: () => ({
      stdout: streams.stdout.finish(),
      stderr: streams.stderr.finish(),
      ...(file === undefined ? {} : { outputFile: file.close() }),
    }),
  }
}
