/** The answer's last words, right or wrong. */
export function renderResult(kind, { nonce }, reason = 'the scenario says so') {
  switch (kind) {
    case 'complete':
      return block(nonce, 'status: complete')
    case 'blocked':
      return block(nonce, `status: blocked\nblocked_reason: >-\n  ${reason}`)
    case 'malformed':
      return block(nonce, 'status: [complete')
    case 'wrong-nonce':
      return block('0000000000000000', 'status: complete')
    case 'wrong-nonce-blocked':
      return block('0000000000000000', `status: blocked\nblocked_reason: ${reason}`)
    case 'missing':
      return 'I have done it all.\n'
    default:
      throw new Error(`no result of kind "${kind}"`)
  }
}

function block(nonce, lines) {
  return `Done.\n\n\`\`\`result\nnonce: "${nonce}"\n${lines}\nsummary: as told\n\`\`\`\n`
}
