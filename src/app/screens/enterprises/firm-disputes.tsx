import { createMemo, createSignal, onCleanup, Show, untrack, type JSX } from 'solid-js';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { pathName } from '#domain/regions.ts';
import { decide } from '#policy/decide.ts';
import type { RegionCode } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { editEnterprise } from '#store/commands/edit-enterprise.ts';
import type { FirmDispute } from '#store/queries/read-firm-disputes.ts';
import type { DisputedValue, EnterpriseView } from '#store/views.ts';
import { createWrite } from '#app/create-write.ts';
import { keepDisputed } from '#app/drafts/create-draft.ts';
import { createKeptText } from '#app/drafts/create-kept-text.ts';
import { useField } from '#app/field-context.tsx';
import { Dispute, EachDispute, hashesOf } from '#app/form/dispute.tsx';
import type { Settling } from '#app/form/form-context.tsx';
import { formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import { Field } from '#app/ui/field.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { industryText } from './industry-picker.tsx';
import { numberOf } from './number-of.ts';

/** What several people wrote differently about a firm. */
export function FirmDisputes(props: {
  readonly enterprise: EnterpriseView;
  readonly disputes: readonly FirmDispute[];
}): JSX.Element {
  return (
    <EachDispute disputes={props.disputes}>
      {(field, values) => (
        <Show when={kinds[field]}>
          {(kind) => <One field={field} values={values()} kind={kind()} enterprise={props.enterprise} />}
        </Show>
      )}
    </EachDispute>
  );
}

type Kind = 'text' | 'number' | 'choice';

const kinds: Readonly<Partial<Record<string, Kind>>> = {
  name: 'text',
  region: 'choice',
  industry: 'choice',
  headcount: 'number',
  revenue: 'number',
  address: 'text',
  contact: 'text',
  phone: 'text',
} satisfies Partial<Record<keyof EnterpriseRecord, Kind>>;

/** Fixed for one field. */
function One(props: {
  readonly field: string;
  readonly values: readonly DisputedValue[];
  readonly kind: Kind;
  readonly enterprise: EnterpriseView;
}): JSX.Element {
  const { store } = useField();
  const [reason, setReason] = createSignal<string | null>(null);
  const { problem, run } = createWrite();
  const [code, field] = untrack(() => [props.enterprise.code, props.field] as const);
  const keep = (part: 'reason' | 'third') => keepDisputed(store, { part, entityId: code, register: field });
  const settling = (): Settling => {
    const { personId: person, role, region } = store.profile;
    const target = { region: props.enterprise.region, firm: code, createdBy: null, state: null };
    // A firm that reached this phone is one that its person goes with.
    const actor = { person, role, region: region as RegionCode, assigned: new Set([code]) };
    const may = decide(actor, 'op.resolve.enterprise', target);
    return may.kind === 'allowed' ? 'allowed' : 'role';
  };
  // The value is one that its author's phone took for this field, or one that `finish` has read.
  const write = (value: Json, why: string | null): Promise<boolean> =>
    run(() => editEnterprise(store, code, { [field]: value }, why));
  const heads = createMemo(() => hashesOf(props.values));
  /** Written on leaving the box; until then, and where that fails, kept as it is typed. */
  const third = createKeptText(untrack(() => keep('third')(heads)));
  let gone = false;
  onCleanup(() => {
    gone = true;
  });
  const finish = async (): Promise<void> => {
    // A box that goes because somebody else has decided is left, too.
    if (gone) return;
    const rule = { whole: field === 'headcount', max: 1e9 };
    const value = props.kind === 'number' ? numberOf(third.text(), rule) : third.text().trim();
    if (value !== null && value !== '' && value !== 'wrong' && (await write(value, reason()))) third.sent();
  };
  const canType = (): boolean => settling() === 'allowed' && props.kind !== 'choice';
  return (
    <Card title={nameOf(field)}>
      <div class="stack-tight">
        <Dispute
          title={t('form.disputed.title', { count: props.values.length })}
          values={props.values}
          words={(value) => wordsOf(field, value)}
          settling={settling()}
          third={canType() ? t('form.disputed.third') : null}
          keep={keep('reason')}
          onReason={setReason}
          onChoose={write}
        />
        <Show when={canType()}>
          <Field
            label={nameOf(field)}
            inputmode={props.kind === 'number' ? 'decimal' : 'text'}
            maxLength={200}
            value={third.text()}
            onType={third.type}
            onBlur={() => void finish()}
            onCommit={() => void finish()}
          />
        </Show>
        <Show when={problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      </div>
    </Card>
  );
}

function nameOf(field: string): string {
  switch (field) {
    case 'region':
      return t('shell.enterprises.region');
    case 'industry':
      return t('shell.enterprises.industry');
    case 'headcount':
      return t('shell.enterprises.headcount');
    case 'revenue':
      return t('shell.enterprises.revenue');
    case 'address':
      return t('shell.enterprises.address');
    case 'contact':
      return t('shell.enterprises.contact');
    case 'phone':
      return t('shell.enterprises.phone');
    default:
      return t('shell.enterprises.name');
  }
}

function wordsOf(field: string, value: Json): string {
  if (value === null || value === '') return t('form.disputed.blank');
  if (typeof value === 'number') {
    const unit = field === 'headcount' ? t('shell.enterprises.persons') : t('shell.enterprises.tenThousand');
    return `${formatNumber(value, 2)} ${unit}`;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (field === 'region') return pathName(text);
  return field === 'industry' ? industryText(text) : text;
}
