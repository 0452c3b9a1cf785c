/**
 * Every expected failure has one stable code. The code is the key of its sentence in the dictionary (`problem.<code>`) and
 * decides the HTTP status; `detail` carries the numbers and names that the sentence shows.
 */
export const problemStatus = {
  'input.malformed': 400,
  'input.method': 405,
  'input.unknown-question': 422,
  'input.computed-question': 422,
  'input.out-of-range': 422,
  'input.unknown-option': 422,
  'input.wrong-type': 422,
  'input.missing-required': 422,
  'input.constraint': 422,
  'input.duplicate-option': 422,
  'score.previous-zero': 422,
  'score.none-with-others': 422,
  'score.total-zero': 422,
  'definition.unknown': 404,
  'definition.invalid': 422,
  'enterprise.code-length': 422,
  'enterprise.code-character': 422,
  'enterprise.code-check-digit': 422,
  'enterprise.exists': 409,
  'enterprise.name-missing': 422,
  'enterprise.region-missing': 422,
  'assessment.not-editable': 409,
  'assessment.reason-missing': 422,
  'auth.signed-out': 401,
  'auth.wrong-credentials': 401,
  'auth.too-many-tries': 429,
  'auth.cross-site': 403,
  'auth.second-factor': 401,
  'auth.second-factor-setup': 403,
  'auth.wrong-code': 401,
  'auth.wrong-activation': 401,
  'auth.weak-password': 422,
  'device.too-many': 409,
  'device.revoked': 403,
  'unlock.wrong': 401,
  'unlock.wait': 429,
  'unlock.online': 401,
  'unlock.recovery': 409,
  'lease.expired': 403,
  'person.exists': 409,
  'access.denied': 403,
  'access.not-found': 404,
  'camera.refused': 403,
  'camera.unavailable': 503,
  'evidence.too-large': 413,
  'evidence.too-many-pixels': 413,
  'evidence.not-decodable': 415,
  'evidence.wrong-type': 415,
  'evidence.mixed': 415,
  'evidence.hash-mismatch': 422,
  'evidence.not-uploaded': 404,
  'evidence.bad-signature': 422,
  'sync.fork': 409,
  'sync.bad-signature': 422,
  'sync.bad-hash': 422,
  'sync.unknown-device': 404,
  'sync.protocol-version': 426,
  'sync.batch-too-large': 413,
  'sync.quarantined': 422,
  'sync.too-many': 429,
  'rescue.not-a-bundle': 422,
  'rescue.damaged': 422,
  'rescue.wrong-key': 422,
  'rescue.too-large': 413,
  'export.too-large': 413,
  'export.too-many': 429,
  'storage.full': 507,
  'storage.unavailable': 503,
  'storage.locked': 423,
  'clock.wrong': 409,
  'network.unreachable': 503,
  'network.not-ours': 502,
  'server.failed': 500,
  'server.full': 507,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export type Problem = {
  readonly code: ProblemCode;
  readonly detail: Readonly<Record<string, string | number>>;
};

/** Builds a problem; `detail` fills the blanks of its sentence. */
export function problem(code: ProblemCode, detail: Problem['detail'] = {}): Problem {
  return { code, detail };
}
