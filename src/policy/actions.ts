/** The names of everything that can be asked of the system: requests to the server, and ops by kind and entity. */

export type RouteAction =
  | 'health.read'
  | 'session.open'
  | 'session.read'
  | 'session.close'
  | 'session.factor'
  | 'session.activate'
  | 'device.enrol'
  | 'personal-key.read'
  | 'device.own'
  | 'device.order'
  | 'device.revoke'
  | 'people.read'
  | 'people.write'
  | 'assignments.read'
  | 'assignments.write'
  | 'sync.push'
  | 'sync.pull'
  | 'sync.receipts'
  | 'sync.snapshot'
  | 'sync.roots'
  | 'registry.read'
  | 'definitions.read'
  | 'regions.read'
  | 'files.upload'
  | 'evidence.commit'
  | 'evidence.have'
  | 'evidence.read'
  | 'evidence.file'
  | 'office.list'
  | 'office.read'
  | 'office.export'
  | 'office.quarantine'
  | 'office.release'
  | 'office.rescue'
  | 'visits.read'
  | 'visits.plan'
  | 'colleagues.read'
  | 'firm-link.read'
  | 'firm-link.write'
  | 'firm.fill'
  | 'office.queue'
  | 'office.review'
  | 'office.seal'
  | 'app.read';

type OpKindName = 'create' | 'set' | 'resolve' | 'void' | 'finalise' | 'submit' | 'return' | 'approve' | 'seal' | 'amend';
type EntityName =
  | 'enterprise'
  | 'visit'
  | 'assessment'
  | 'row'
  | 'evidence'
  | 'evidence-link'
  | 'participant'
  | 'finding'
  | 'action';

export type OpAction = `op.${OpKindName}.${EntityName}`;
/** Not asked for by itself: parts of answers that only some are given. */
export type FieldAction =
  | 'finance.read'
  /** Fields `verified/…`: what was found on site. */
  | 'answers.verify'
  /** Fields `review/…`, `second/…`, `desk/…`: what the office says of it. */
  | 'answers.remark'
  /** A visit that says who at the desk planned it. */
  | 'visits.assign';
export type Action = RouteAction | OpAction | FieldAction;

/** The action of an op: `op.set.assessment`. */
export function opAction(op: { readonly kind: OpKindName; readonly entity: EntityName }): OpAction {
  return `op.${op.kind}.${op.entity}`;
}
