import { describe, expect, test } from 'vitest'
import { filterEnvironment } from '../src/index.ts'

const noRules = { pass: [], drop: [] }

function isKept(name: string, rules = noRules as Parameters<typeof filterEnvironment>[1]): boolean {
  return name in filterEnvironment({ [name]: 'value' }, rules).env
}

describe('filterEnvironment', () => {
  test.each(
    (
      'PATH HOME USER SHELL TERM LANG LC_ALL TZ PWD OLDPWD TMPDIR EDITOR KEYBOARD MONKEY TURKEY_SIZE XDG_RUNTIME_DIR ' +
      'XDG_CONFIG_HOME DBUS_SESSION_BUS_ADDRESS XAUTHORITY AUTHOR TOKENIZER_PATH SECRETARY PRIVATEER KEYCHAIN ' +
      'COMPASS_DIR BYPASS PATTERN NODE_ENV NODE_EXTRA_CA_CERTS HTTPS_PROXY http_proxy JAVA_HOME CI GITHUB_ACTIONS ' +
      'DIGIT_X GITLAB_URL _ npm_config_cache GATECYCLE_RUN_MARK'
    ).split(' '),
  )('keeps %s', (name) => expect(isKept(name)).toBe(true))

  test.each(
    (
      'TOKEN GITHUB_TOKEN github_token GH_TOKEN NPM_TOKEN TOKEN2 MY_TOKENS AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID ' +
      'CLIENT_SECRET DB_PASSWORD PGPASSWORD_PASSWORD SMTP_PASS MYSQL_PWD GPG_PASSPHRASE FTP_PASSWD ' +
      'GOOGLE_APPLICATION_CREDENTIALS GIT_CREDENTIAL MY_CREDS ANTHROPIC_API_KEY OPENAI_APIKEY API_KEY_1 SIGNING_KEY ' +
      'PRIVATE_URL SSH_AUTH_SOCK BASIC_AUTH npm_config_//registry.example.test/:_authToken npm_config__auth GITHUB_PAT ' +
      'SESSION_COOKIE GIT_DIR GIT_AUTHOR_NAME GIT_SSH_COMMAND GIT_CONFIG_COUNT NODE_OPTIONS'
    ).split(' '),
  )('withholds %s', (name) => {
    expect(isKept(name)).toBe(false)
    expect(filterEnvironment({ [name]: 'value' }, noRules).withheld).toEqual([name])
  })

  test.each(['GITHUB_TOKEN', 'SSH_AUTH_SOCK', 'NODE_OPTIONS', 'GIT_AUTHOR_NAME'])(
    'keeps %s when it is passed',
    (name) => {
      expect(isKept(name, { pass: [name], drop: [] })).toBe(true)
    },
  )

  test.each(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY'])(
    'withholds %s even when it is passed',
    (name) => expect(isKept(name, { pass: [name], drop: [] })).toBe(false),
  )

  test('drops what is to be dropped, whatever is passed', () => {
    expect(isKept('PATH', { pass: ['PATH'], drop: ['PATH'] })).toBe(false)
  })

  test('keeps values as they are, leaves out what is not set, and sorts what it withheld', () => {
    const env = { Z_TOKEN: '1', PATH: '/a:/b', EMPTY: '', UNSET: undefined, A_TOKEN: '2' }
    expect(filterEnvironment(env, noRules)).toEqual({
      env: { PATH: '/a:/b', EMPTY: '' },
      withheld: ['A_TOKEN', 'Z_TOKEN'],
    })
  })
})
