import { Show, untrack, type JSX } from 'solid-js';
import type { VisitMoment, VisitPurpose } from '#domain/visit.ts';
import { visitPurposes } from '#domain/visit.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { decide } from '#policy/decide.ts';
import type { RegionCode } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { settleField } from '#store/commands/settle-field.ts';
import { readFirmDisputes, type FirmDispute } from '#store/queries/read-firm-disputes.ts';
import { listPeople } from '#store/queries/read-people.ts';
import { createWrite } from '../create-write.ts';
import { keepDisputed } from '../drafts/create-draft.ts';
import { useField } from '../field-context.tsx';
import { Dispute, EachDispute } from '../form/dispute.tsx';
import type { Settling } from '../form/form-context.tsx';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Card } from '../ui/card.tsx';
import { fromLive } from '../ui/from-live.ts';
import { ProblemNotice } from '../ui/notice.tsx';

/** What two phones wrote differently of a visit: settled by choosing one. Fixed for one visit. */
export function VisitDisputes(props: { readonly visit: VisitOf; readonly nameOf: (field: string) => string }): JSX.Element {
  const { store, profile } = useField();
  const { problem, run } = createWrite();
  const id = untrack(() => props.visit.visitId);
  const disputes = fromLive<readonly FirmDispute[]>(() => readFirmDisputes(store, id), []);
  const settling = (): Settling => {
    if (props.visit.state === 'cancelled') return 'closed';
    const { region: place, enterprise: firm } = props.visit.record;
    // A firm that reached this phone is one that its person goes with.
    const actor = {
      person: profile.personId,
      role: profile.role,
      region: profile.region as RegionCode,
      assigned: new Set([firm]),
    };
    const may = decide(actor, 'op.resolve.visit', { region: place, firm, createdBy: null, state: null });
    return may.kind === 'allowed' ? 'allowed' : 'role';
  };
  const people = fromLive<ReadonlyMap<string, string>>(() => listPeople(store), new Map([[profile.personId, profile.name]]));
  const person = (id: string): string => people().get(id) ?? id.slice(0, 6);
  return (
    <>
      <Show when={problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      <EachDispute disputes={disputes()}>
        {(field, values) => (
          <Card title={props.nameOf(field)}>
            <Dispute
              title={t('form.disputed.title', { count: values().length })}
              values={values()}
              words={(value) => wordsOf(field, value, person)}
              settling={settling()}
              third={null}
              keep={keepDisputed(store, { part: 'reason', entityId: id, register: field })}
              onChoose={(value, reason) => run(() => settleField(store, { entity: 'visit', id }, field, value, reason))}
            />
          </Card>
        )}
      </EachDispute>
    </>
  );
}

function wordsOf(field: string, value: Json, person: (id: string) => string): string {
  if (value === null || value === '') return t('form.disputed.blank');
  if (field === 'checkIn' || field === 'checkOut') return formatMoment((value as VisitMoment).at);
  if (field === 'people' && Array.isArray(value)) return value.map((id) => person(textOf(id))).join(t('form.list.and'));
  if (field.startsWith('section/')) return person(textOf(value));
  if (field === 'purpose' && isPurpose(value)) return t(`visits.purpose.${value}`);
  return Array.isArray(value) ? value.map(textOf).join(t('form.list.and')) : textOf(value);
}

function isPurpose(value: Json): value is VisitPurpose {
  return visitPurposes.some((purpose) => purpose === value);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
