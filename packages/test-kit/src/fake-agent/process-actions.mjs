import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { say } from './say.mjs'

const stay = 'setInterval(() => {}, 1000)'

/** How agents end, do not end, and what they leave behind. */
export const processActions = {
  /** Anything that has no word of its own; a script that fails fails the agent. */
  shell({ script }) {
    const { status } = spawnSync('/bin/sh', ['-ec', script], { stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) process.exit(status ?? 1)
  },
  /** A daemon that carries no mark, belongs to no session of ours and holds no pipe: nobody can find it any more. */
  'leave-hidden'({ script }) {
    const env = { PATH: process.env.PATH, SCRIPT: script }
    spawnSync(
      '/bin/sh',
      ['-c', `setsid setsid env -u SCRIPT /bin/sh -c "$SCRIPT" </dev/null >/dev/null 2>&1 &`],
      {
        env,
        stdio: 'ignore',
      },
    )
  },
  'leave-child'() {
    spawn(process.execPath, ['-e', stay], { stdio: 'ignore' }).unref()
  },
  /** Two forks and a session of its own, with our stdout still open. */
  'leave-daemon'() {
    const inner = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stay)}], {detached: true, stdio: 'inherit'}).unref()`
    spawnSync('setsid', [process.execPath, '-e', inner], { stdio: ['ignore', 'inherit', 'inherit'] })
  },
  'ignore-sigterm'() {
    process.on('SIGTERM', () => undefined)
  },
  mark({ name }, { control }) {
    mark(control, name)
  },
  /** Says that it is here, and goes on when it is told. */
  async wait({ name }, { control }) {
    mark(control, `${name}.reached`)
    while (!existsSync(join(control, `${name}.go`))) await pause(10)
  },
  async hang() {
    for (;;) await pause(1000)
  },
  say({ text }) {
    say(text)
  },
  'say-bytes'({ hex }) {
    say(Buffer.from(hex, 'hex'))
  },
  flood({ bytes }) {
    const line = `${'x'.repeat(1023)}\n`
    for (let sent = 0; sent < bytes; sent += line.length) say(line)
  },
  exit({ code }) {
    process.exit(code)
  },
  /** Our parent is the driver. Once: whoever is started after that goes on. */
  async 'kill-driver'(_action, { control }) {
    if (existsSync(join(control, 'driver-killed'))) return
    mark(control, 'driver-killed')
    process.kill(process.ppid, 'SIGKILL')
    await processActions.hang()
  },
  'kill-self'() {
    process.kill(process.pid, 'SIGKILL')
  },
}

function mark(control, name) {
  mkdirSync(control, { recursive: true })
  writeFileSync(join(control, name), '')
}
