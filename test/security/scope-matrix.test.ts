/**
 * Everybody asks everything about things in every place. What is expected stands here, not in the policy: a letter a role (Surveyor,
 * Deputy GM, Inspector, Reviewer, Administrator, aUditor).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '#domain/person.ts';
import type { Role } from '#domain/person.ts';
import { openSession } from '#server/auth/sessions.ts';
import { databases, newEntity, testServer } from '../server/test-server.ts';
import type { Phone, TestServer, Visitor } from '../server/test-server.ts';
import { makeWorld, places } from './scope-world.ts';
import type { Place, Thing, World } from './scope-world.ts';

const letterOf: Readonly<Record<Role, string>> = {
  surveyor: 'S',
  'deputy-gm': 'D',
  inspector: 'I',
  reviewer: 'R',
  administrator: 'A',
  auditor: 'U',
};

/** Who has what is there in scope. */
const sees: Readonly<Record<Place, string>> = {
  own: 'SDIRAU',
  'sibling township': '',
  'sibling county': '',
  parent: '',
  unassigned: 'SIRAU',
  sealed: 'SDIRAU',
};
/** People and devices belong to a region and to no firm. */
const seesPeople: Readonly<Record<Place, string>> = { ...sees, unassigned: 'SDIRAU' };

type Asking = { readonly thing: Thing; readonly who: Visitor; readonly phone: Phone; readonly role: Role };
type Ask = { readonly path: string; readonly body?: unknown; readonly headers?: Record<string, string> };
type Expected = {
  /** Roles that may ask at all; others are told so whatever they ask about. `-`: anybody, signed in or not. */
  readonly may: string;
  readonly ask: (asking: Asking) => Ask;
  /** Status for what is in scope; for what is not, 404 and the very bytes of what is absent. */
  readonly seen: number;
  /** The path or body names a thing; else the answer is the same wherever it is. */
  readonly names: 'nothing' | 'firm' | 'person';
  /** Status for what is sealed, where that is another. */
  readonly closed?: number;
  /** Answers 200 with nothing in it, for what is not in scope. */
  readonly silent?: true;
};

const planOf = ({ person }: Thing) => ({
  date: '2026-11-23',
  time: '09:30',
  purpose: 'verification',
  instruments: ['two-integration'],
  people: [person],
  every: null,
  note: null,
});

const all = 'SDIRAU';
const plain = (path: string, may = all, seen = 200, body?: unknown): Expected => ({
  may,
  seen,
  names: 'nothing',
  ask: () => ({ path, ...(body === undefined ? {} : { body }) }),
});
const named = (names: 'firm' | 'person', may: string, seen: number, ask: (asking: Asking) => Ask): Expected => ({
  may,
  seen,
  names,
  ask,
});
const tus = { 'tus-resumable': '1.0.0' };

/** Over what nobody looked at: each is refused because it is not what there is. */
function decisions(): Readonly<Record<string, Expected>> {
  const looked = { heads: 'f'.repeat(64), root: 'f'.repeat(64) };
  const bodies = {
    return: { ...looked, reason: '证据不足', deadline: null, items: [] },
    approve: looked,
    seal: looked,
    amend: { ...looked, reason: '更正' },
  };
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      `POST /api/office/review/:id/${name}`,
      named('firm', 'R', 409, ({ thing }) => ({ path: `/api/office/review/${thing.assessment}/${name}`, body })),
    ]),
  );
}

/** Each route once: a route that is not here, or is here and gone, fails. */
const expected: Readonly<Record<string, Expected>> = {
  'GET /api/health': plain('/api/health', '-'),
  'POST /api/session': plain('/api/session', '-', 401, { account: 'nobody', password: 'nothing at all' }),
  'POST /api/session/activate': plain('/api/session/activate', '-', 422, { account: 'x', activation: 'y', password: 'z' }),
  'GET /api/session': plain('/api/session'),
  'DELETE /api/session': plain('/api/session', '-', 204),
  'POST /api/session/factor': plain('/api/session/factor', all, 200, {}),
  'POST /api/session/factor/confirm': plain('/api/session/factor/confirm', all, 400, {}),
  'POST /api/devices': plain('/api/devices', all, 400, {}),
  'GET /api/devices': plain('/api/devices'),
  'POST /api/devices/:id/revoke': {
    ...named('person', all, 404, ({ thing }) => ({ path: `/api/devices/${thing.device}/revoke`, body: { mode: 'transfer' } })),
  },
  'GET /api/devices/:id/order': plain('/api/devices/none/order', '-'),
  'POST /api/personal-key': plain('/api/personal-key', all, 200, {}),
  'GET /api/office/people': plain('/api/office/people', 'AU'),
  'POST /api/office/people': plain('/api/office/people', 'A', 400, {}),
  'PATCH /api/office/people/:id': named('person', 'A', 204, ({ thing }) => ({
    path: `/api/office/people/${thing.person}`,
    body: { name: '改名' },
  })),
  'POST /api/office/people/:id/activation': named('person', 'A', 200, ({ thing }) => ({
    path: `/api/office/people/${thing.person}/activation`,
    body: {},
  })),
  'POST /api/office/people/:id/factor-reset': named('person', 'A', 204, ({ thing }) => ({
    path: `/api/office/people/${thing.person}/factor-reset`,
    body: {},
  })),
  'POST /api/office/devices/:id/revoke': named('person', 'A', 204, ({ thing }) => ({
    path: `/api/office/devices/${thing.device}/revoke`,
    body: { mode: 'transfer' },
  })),
  'GET /api/office/assignments': plain('/api/office/assignments', 'RAU'),
  'GET /api/office/assignments/choices': plain('/api/office/assignments/choices?person=&firm=', 'RA'),
  'POST /api/office/assignments': named('person', 'RA', 204, ({ thing }) => ({
    path: '/api/office/assignments',
    body: { person: thing.person, enterprise: thing.code },
  })),
  'POST /api/office/assignments/end': named('person', 'RA', 204, ({ thing }) => ({
    path: '/api/office/assignments/end',
    body: { person: thing.person, enterprise: thing.code },
  })),
  'POST /api/sync/push': plain('/api/sync/push', all, 400, {}),
  'POST /api/sync/receipts': {
    ...named('person', all, 200, ({ thing }) => ({ path: '/api/sync/receipts', body: { device: thing.device, seqs: [1] } })),
    silent: true,
  },
  'POST /api/sync/roots': plain('/api/sync/roots', all, 400, {}),
  'GET /api/sync/pull': plain('/api/sync/pull'),
  'GET /api/sync/stream': plain('/api/sync/stream'),
  'GET /api/sync/snapshot': {
    ...named('firm', all, 200, ({ thing }) => ({ path: `/api/sync/snapshot?entity=${thing.assessment}` })),
    silent: true,
  },
  'GET /api/registry': plain('/api/registry'),
  'GET /api/registry/packs/:id': plain('/api/registry/packs/420114-001', all, 404),
  'GET /api/definitions': plain('/api/definitions', '-'),
  'GET /api/definitions/:hash': plain('/api/definitions/none', '-', 404),
  'GET /api/facts': plain('/api/facts', '-'),
  'GET /api/regions': plain('/api/regions'),
  'GET /api/assessments/:assessmentId/adopted': named('firm', all, 200, ({ thing }) => ({
    path: `/api/assessments/${thing.assessment}/adopted`,
  })),
  'POST /api/files': named('firm', 'SDI', 201, ({ thing }) => ({
    path: '/api/files',
    headers: {
      ...tus,
      'upload-length': '10',
      'upload-metadata': `evidenceId ${btoa(thing.evidence)},sha256 ${btoa(thing.sha256)}`,
    },
  })),
  'PATCH /api/files/:id': plain(`/api/files/${'0'.repeat(32)}`, 'SDI', 404),
  'GET /api/files/:id': plain(`/api/files/${'0'.repeat(32)}`, 'SDI', 404),
  'POST /api/evidence/commit': named('firm', 'SDI', 200, ({ thing }) => ({
    path: '/api/evidence/commit',
    body: { evidenceId: thing.evidence, uploadId: '', sha256: thing.sha256 },
  })),
  'POST /api/evidence/have': {
    ...named('firm', all, 200, ({ thing }) => ({
      path: '/api/evidence/have',
      body: { items: [[thing.evidence, thing.sha256]] },
    })),
    silent: true,
  },
  'GET /api/evidence/:evidenceId/preview/:size': named('firm', all, 200, ({ thing }) => ({
    path: `/api/evidence/${thing.evidence}/preview/thumb`,
  })),
  'POST /api/evidence/:evidenceId/link': named('firm', all, 200, ({ thing }) => ({
    path: `/api/evidence/${thing.evidence}/link`,
    body: {},
  })),
  'GET /api/blobs/:token': plain('/api/blobs/none', '-', 404),
  'GET /api/office/damaged-files': plain('/api/office/damaged-files'),
  'GET /api/office/quarantine': plain('/api/office/quarantine'),
  'POST /api/office/quarantine/release': named('firm', 'R', 200, ({ thing }) => {
    const [device, step = thing.step] = thing.step.split(' ');
    return { path: '/api/office/quarantine/release', body: { device, step, reason: '情况属实' } };
  }),
  'GET /api/office/facets': plain('/api/office/facets'),
  'GET /api/colleagues': plain('/api/colleagues', 'SIRA'),
  'GET /api/office/visits': plain('/api/office/visits'),
  'POST /api/office/visits': named('firm', 'RA', 200, ({ thing }) => ({
    path: '/api/office/visits',
    body: { ...planOf(thing), enterprise: thing.code },
  })),
  'GET /api/office/visits/:id': named('firm', 'RA', 200, ({ thing }) => ({ path: `/api/office/visits/${thing.visit}` })),
  'POST /api/office/visits/:id/change': named('firm', 'RA', 204, ({ thing }) => ({
    path: `/api/office/visits/${thing.visit}/change`,
    body: { seen: planOf(thing), plan: { ...planOf(thing), date: '2026-11-24' } },
  })),
  'POST /api/office/visits/:id/cancel': named('firm', 'RA', 204, ({ thing }) => ({
    path: `/api/office/visits/${thing.visit}/cancel`,
    body: { reason: '企业停产检修' },
  })),
  'GET /api/office/actions': plain('/api/office/actions'),
  'GET /api/office/actions/:id': named('firm', all, 200, ({ thing }) => ({ path: `/api/office/actions/${thing.action}` })),
  'GET /api/office/export/:file{actions\\.(?:xlsx|csv)}': plain('/api/office/export/actions.csv'),
  'GET /api/office/assessments': plain('/api/office/assessments'),
  'GET /api/office/assessments/:id': named('firm', all, 200, ({ thing }) => ({
    path: `/api/office/assessments/${thing.assessment}`,
  })),
  'GET /api/office/export/:file{assessments\\.(?:xlsx|csv)}': plain('/api/office/export/assessments.csv'),
  'GET /api/office/assessments/:id/:file{export\\.(?:xlsx|csv)}': named('firm', all, 200, ({ thing }) => ({
    path: `/api/office/assessments/${thing.assessment}/export.csv`,
  })),
  'GET /api/office/assessments/:id/evidence-pack.zip': named('firm', all, 200, ({ thing }) => ({
    path: `/api/office/assessments/${thing.assessment}/evidence-pack.zip`,
  })),
  'GET /api/assessments/:assessmentId/firm-links': named('firm', all, 200, ({ thing }) => ({
    path: `/api/assessments/${thing.assessment}/firm-links`,
  })),
  'POST /api/assessments/:assessmentId/firm-links': {
    ...named('firm', 'SDIR', 200, ({ thing }) => ({
      path: `/api/assessments/${thing.assessment}/firm-links`,
      body: { days: 7 },
    })),
    closed: 409,
  },
  'POST /api/firm-links/:id/revoke': named('firm', 'SDIR', 200, ({ thing }) => ({
    path: `/api/firm-links/${thing.firmLink}/revoke`,
    body: {},
  })),
  'POST /api/firm/form': plain('/api/firm/form', '-', 404, { token: 'x'.repeat(43) }),
  'POST /api/firm/answers': plain('/api/firm/answers', '-', 404, {
    token: 'x'.repeat(43),
    change: { kind: 'answer', path: 'jc01', value: 1, heads: [] },
  }),
  'POST /api/firm/hand-in': plain('/api/firm/hand-in', '-', 404, { token: 'x'.repeat(43) }),
  'GET /api/office/review': plain('/api/office/review', 'RAU'),
  'GET /api/office/review/agreement': plain('/api/office/review/agreement', 'RAU'),
  'GET /api/office/review/:id': named('firm', 'RAU', 200, ({ thing }) => ({ path: `/api/office/review/${thing.assessment}` })),
  'GET /api/office/review/:id/second': named('firm', 'RAU', 200, ({ thing }) => ({
    path: `/api/office/review/${thing.assessment}/second`,
  })),
  // None of them was sealed by an op: what is there answers like what is not.
  'GET /api/office/review/:id/versions/:version': named('firm', all, 404, ({ thing }) => ({
    path: `/api/office/review/${thing.assessment}/versions/1`,
  })),
  'POST /api/office/review/approve-clean': plain('/api/office/review/approve-clean', 'R', 200, {
    items: [{ assessmentId: 'none', heads: '' }],
  }),
  ...decisions(),
  'POST /api/office/review/:id/remarks': named('firm', 'R', 204, ({ thing }) => ({
    path: `/api/office/review/${thing.assessment}/remarks`,
    body: { remarks: [{ path: 'jc01', text: '请补照片' }] },
  })),
  'POST /api/office/review/:id/assign': named('firm', 'R', 204, ({ thing }) => ({
    path: `/api/office/review/${thing.assessment}/assign`,
    body: { slot: 'first', person: null },
  })),
  'POST /api/office/review/:id/grades': named('firm', 'R', 403, ({ thing }) => ({
    path: `/api/office/review/${thing.assessment}/grades`,
    body: { grades: [{ path: 'dx01', grade: 1 }] },
  })),
  'POST /api/office/rescue': plain('/api/office/rescue', 'RA', 422, {}),
};

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let world: World;

  beforeAll(async () => {
    test_ = await testServer(url);
    world = await makeWorld(test_);
  });
  afterAll(() => test_.stop());

  /** Status and the bytes that came, without what says when. */
  const answer = async (method: string, role: Role, spec: Expected, thing: Thing) => {
    const who = world.people[role];
    const { path, body, headers = {} } = spec.ask({ thing, who, phone: world.phones[role], role });
    const own: Record<string, string> = { 'x-test-address': `10.1.${String(thing.code.length)}.${newEntity()}` };
    // Whoever signs out loses a session made for this.
    if (method === 'DELETE')
      own['cookie'] = `xunzhen=${await openSession(test_.server.open.db, who.person, test_.server.now(), true)}`;
    const response = await who.request(method, path, body, { ...own, ...headers });
    const seen = [...response.headers].filter(([name]) => !['location', 'set-cookie', 'retry-after'].includes(name));
    const text = (await response.text()).replace(/"(?:beacon|at|serverTime)":"?[^",}]*"?/gu, '');
    return { status: response.status, bytes: JSON.stringify([seen, text]) };
  };

  test('[P3] [H1] every route stands in this table, and nothing else does', () => {
    expect(Object.keys(expected).sort()).toEqual(test_.app.routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test('[P3] [P8] six roles ask every route about things in six places; out of scope answers with the bytes of absent', async () => {
    let cases = 0;
    const wrong: string[] = [];
    for (const [route, spec] of Object.entries(expected)) {
      const [method = ''] = route.split(' ');
      for (const role of roles) {
        const absent = await answer(method, role, spec, world.absent);
        for (const place of spec.names === 'nothing' ? (['own'] as const) : places) {
          cases += 1;
          const got = await answer(method, role, spec, world.things[place]);
          const scope = spec.names === 'person' ? seesPeople : sees;
          const isSeen = spec.names === 'nothing' || scope[place].includes(letterOf[role]);
          const may = spec.may === '-' || spec.may.includes(letterOf[role]);
          const allowed = place === 'sealed' ? (spec.closed ?? spec.seen) : spec.seen;
          const status = !may ? 403 : isSeen || spec.silent === true ? allowed : 404;
          const like = `${route} ${role} ${place}: ${String(got.status)} for ${String(status)}`;
          if (got.status !== status) wrong.push(like);
          if (may && !isSeen && got.bytes !== absent.bytes) wrong.push(`${like}, and not the bytes of what is absent`);
          if (may && spec.silent === true && spec.names === 'firm' && isSeen && got.bytes === absent.bytes)
            wrong.push(`${like}, and nothing in it`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(500);
    expect(test_.errors).toEqual([]);
  });
});
