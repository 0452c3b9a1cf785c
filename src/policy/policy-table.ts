import type { AssessmentState } from '#domain/assessment.ts';
import { roles } from '#domain/person.ts';
import type { ActorRole } from '#domain/person.ts';
import type { Action } from './actions.ts';

export type Rule = {
  /** Roles that may, each within their region subtree; `anyone` needs no sign-in. */
  readonly who: 'anyone' | readonly ActorRole[];
  /** Those of them who may only for firms that are assigned to them. */
  readonly assigned: readonly ActorRole[];
  /** Only on what the actor made. */
  readonly own: boolean;
  /** States of the assessment in which it may happen, judged by what the author saw; null: in any. */
  readonly states: readonly AssessmentState[] | null;
};

const heldToFirms = ['deputy-gm'] as const;
const anyone: Rule = { who: 'anyone', assigned: [], own: false, states: null };
const people: Rule = { who: roles, assigned: heldToFirms, own: false, states: null };
const administrators: Rule = { ...people, who: ['administrator'] };
const fieldPeople = ['surveyor', 'deputy-gm', 'inspector'] as const;
const fieldWork: Rule = { ...people, who: [...fieldPeople, 'server'] };
/** Work on an open assessment. A submitted one is reopened by a late op; after sealing such an op waits for the office. */
const openWork: Rule = { ...fieldWork, states: ['draft', 'finished', 'submitted', 'returned', 'voided'] };

const byServer: Rule = { ...people, who: ['server'] };

/** Partial on purpose: what is missing here is denied. */
export const policyTable: Readonly<Partial<Record<Action, Rule>>> = {
  'health.read': anyone,
  'app.read': anyone,
  'definitions.read': anyone,
  'session.open': anyone,
  'session.read': people,
  'session.close': anyone,
  'session.activate': anyone,
  'session.factor': people,
  'device.enrol': people,
  'personal-key.read': people,
  'device.own': people,
  // A phone whose session has ended must still learn that it was reported lost. Device ids are not guessable.
  'device.order': anyone,
  'device.revoke': administrators,
  'people.read': { ...people, who: ['administrator', 'auditor'] },
  'people.write': administrators,
  'assignments.read': { ...people, who: ['reviewer', 'administrator', 'auditor'] },
  'assignments.write': { ...people, who: ['reviewer', 'administrator'] },
  'sync.push': people,
  'sync.pull': people,
  'sync.receipts': people,
  'sync.snapshot': people,
  'sync.roots': people,
  'registry.read': people,
  // Revenue and other money of a firm: for who goes with it, and for the bureau that decides on it.
  'finance.read': { ...people, assigned: ['surveyor', 'deputy-gm', 'inspector', 'auditor'] },
  'regions.read': people,
  'files.upload': { ...fieldWork, who: fieldPeople },
  'evidence.commit': fieldWork,
  'evidence.have': people,
  'evidence.read': people,
  // The signature in the address is the permission.
  'evidence.file': anyone,
  'firm-link.read': people,
  'firm-link.write': { ...people, who: [...fieldPeople, 'reviewer'] },
  // The link is the permission: the firm has no account.
  'firm.fill': anyone,
  'office.list': people,
  'office.read': people,
  'office.export': people,
  'office.quarantine': people,
  'office.release': { ...people, who: ['reviewer'] },
  'office.rescue': { ...people, who: ['reviewer', 'administrator'] },
  'visits.read': people,
  'visits.plan': { ...people, who: ['reviewer', 'administrator'] },
  // Names of those who go to firms: for who goes with others, and for who sends them.
  'colleagues.read': { ...people, who: ['surveyor', 'inspector', 'reviewer', 'administrator'] },
  'office.queue': { ...people, who: ['reviewer', 'administrator', 'auditor'] },
  'office.review': { ...people, who: ['reviewer'] },
  'office.seal': { ...people, who: ['reviewer'] },

  'op.create.enterprise': fieldWork,
  'op.set.enterprise': fieldWork,
  'op.resolve.enterprise': fieldWork,
  'op.create.visit': fieldWork,
  'op.set.visit': fieldWork,
  'op.resolve.visit': fieldWork,
  // Who may put it off may call it off: it stays with its reason, and the desk plans visits for others.
  'op.void.visit': fieldWork,
  'op.create.participant': fieldWork,
  'op.set.participant': fieldWork,
  'op.resolve.participant': fieldWork,
  'op.void.participant': fieldWork,
  'op.create.assessment': fieldWork,
  'op.set.assessment': openWork,
  'op.resolve.assessment': openWork,
  'op.void.assessment': { ...fieldWork, own: true, states: ['draft', 'finished', 'returned', 'voided'] },
  'op.finalise.assessment': { ...fieldWork, states: ['draft', 'finished', 'submitted', 'returned'] },
  'op.submit.assessment': { ...fieldWork, states: ['draft', 'finished', 'submitted', 'returned'] },
  'op.create.row': openWork,
  'op.void.row': openWork,
  'op.create.evidence': openWork,
  'op.set.evidence': openWork,
  'op.resolve.evidence': openWork,
  'op.void.evidence': openWork,
  'op.create.evidence-link': openWork,
  'op.void.evidence-link': openWork,
  'op.create.finding': openWork,
  'op.set.finding': openWork,
  'op.resolve.finding': openWork,
  'op.void.finding': openWork,
  // An action goes on after its assessment was sealed.
  'op.create.action': fieldWork,
  'op.set.action': fieldWork,
  'op.resolve.action': fieldWork,
  'op.void.action': { ...fieldWork, own: true },
  // The office decides at its desk; its commands are ops of the server's chain.
  'op.return.assessment': byServer,
  'op.approve.assessment': byServer,
  'op.seal.assessment': byServer,
  'op.amend.assessment': byServer,
  'answers.verify': { ...fieldWork, who: ['surveyor', 'inspector', 'server'] },
  'answers.remark': byServer,
  'visits.assign': byServer,
};
