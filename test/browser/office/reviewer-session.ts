/** What the server says of a reviewer who is signed in. */
export function reviewerSession(id: string): object {
  return {
    person: { id, account: 'shenhe', name: '审核员', role: 'reviewer', region: '420115', regionName: '江夏区', demo: false },
    recoveryPublicKey: 'k',
    rescuePublicKey: 'k',
    serverPublicKey: 'k',
    epoch: 'e',
    secondFactor: 'none',
    lease: { at: '2026-11-21T00:00:00.000Z', until: '2026-12-05T00:00:00.000Z', signature: 's' },
    serverTime: '2026-11-21T00:00:00.000Z',
  };
}
