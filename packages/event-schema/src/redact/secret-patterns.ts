// oxlint-disable no-control-regex -- colour codes are control characters

/** Something that is a secret by its form: what it is, and where in a text it stands. */
export interface SecretPattern {
  readonly name: string
  readonly pattern: RegExp
}

/**
 * Tokens whose makers gave them a form that can be told, and places where secrets stand. No pattern but the first goes
 * over the end of a line. Few look at what stands before a token: the end of a colour code is a letter, too.
 * A test compares with the set that secretlint keeps.
 */
export const secretPatterns: readonly SecretPattern[] = [
  {
    name: 'private-key',
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/gu,
  },
  { name: 'anthropic-key', pattern: /sk-ant-[\w-]{20,}/gu },
  {
    name: 'openai-key',
    pattern: /(?<![A-Za-z](?<!\u001B\[[\d;]{0,9}m))sk-(?:proj-|svcacct-|admin-|None-)?[\w-]{20,}/gu,
  },
  { name: 'github-token', pattern: /(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})/gu },
  { name: 'gitlab-token', pattern: /gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w.-]{20,}/gu },
  { name: 'npm-token', pattern: /npm_[A-Za-z0-9]{36}\b/gu },
  { name: 'pypi-token', pattern: /pypi-[\w-]{50,}/gu },
  {
    name: 'aws-key-id',
    pattern: /(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|A3T[A-Z0-9])[A-Z0-9]{16}\b/gu,
  },
  {
    name: 'aws-secret-key',
    pattern: /(?<=aws_?secret_?(?:access_?)?key["' ]{0,3}(?:=>|=|:)["' ]{0,3})[A-Za-z0-9/+=]{40}/giu,
  },
  { name: 'google-key', pattern: /AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}/gu },
  { name: 'slack-token', pattern: /xox[a-z]-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{10,}/gu },
  {
    name: 'slack-webhook',
    pattern: /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[A-Za-z0-9/]{20,}/gu,
  },
  { name: 'stripe-key', pattern: /(?:[rs]k_(?:live|test|prod)|whsec)_[A-Za-z0-9]{10,}/gu },
  { name: 'sendgrid-key', pattern: /SG\.[\w-]{16,32}\.[\w-]{16,64}/gu },
  { name: 'shopify-token', pattern: /shp(?:at|ca|pa|ss|ua)_[a-fA-F0-9]{32}\b/gu },
  { name: 'hugging-face-token', pattern: /(?<![A-Za-z](?<!\u001B\[[\d;]{0,9}m))hf_[A-Za-z0-9]{30,}/gu },
  { name: 'groq-key', pattern: /gsk_[A-Za-z0-9]{40,}/gu },
  { name: 'vercel-token', pattern: /vc[piark]_[A-Za-z0-9]{24,}/gu },
  { name: 'docker-token', pattern: /dckr_(?:pat|oat)_[\w-]{20,}/gu },
  { name: 'linear-key', pattern: /lin_(?:api|oauth)_[A-Za-z0-9]{32,}/gu },
  { name: 'databricks-token', pattern: /dapi[a-f0-9]{32}(?:-\d)?\b/gu },
  { name: 'digitalocean-token', pattern: /do[opr]_v1_[a-f0-9]{64}\b/gu },
  { name: 'vault-token', pattern: /hv[sbr]\.[\w-]{24,}/gu },
  { name: 'atlassian-token', pattern: /ATATT3[\w=-]{40,}/gu },
  { name: 'figma-token', pattern: /fig[dorh]{1,2}_[\w-]{40,}/gu },
  { name: 'notion-token', pattern: /(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})\b/gu },
  { name: 'grafana-token', pattern: /gl(?:sa|c)_[A-Za-z0-9_=]{32,}/gu },
  { name: '1password-token', pattern: /ops_eyJ[A-Za-z0-9+/=_-]{50,}/gu },
  { name: 'age-key', pattern: /AGE-SECRET-KEY-1[0-9A-Z]{58}\b/gu },
  {
    name: 'json-web-token',
    pattern: /(?<![\w-](?<!\u001B\[[\d;]{0,9}m))eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/gu,
  },
  {
    name: 'password-in-url',
    pattern: /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{0,200}:)[^\s/@"']{1,500}(?=@)/giu,
  },
  {
    name: 'authorization',
    pattern:
      /(?<=\bauthorization["' ]{0,3}[:=]["' ]{0,3}(?:bearer|basic|token|digest) {1,3})[\w.~+/=:-]{8,}/giu,
  },
  {
    name: 'secret-variable',
    pattern:
      /(?<=\b[A-Z0-9_]{0,60}(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY)[A-Z0-9_]{0,60}=["']?)[^\s"'$`]{8,}/gu,
  },
]
