import { createSignal, For, Show, type JSX } from 'solid-js';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { pathName } from '#domain/regions.ts';
import { decide } from '#policy/decide.ts';
import type { RegionCode } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problems.ts';
import { editEnterprise } from '#store/commands/edit-enterprise.ts';
import type { FirmDispute } from '#store/queries/read-firm-disputes.ts';
import type { EnterpriseView } from '#store/views.ts';
import { keepTexts } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { Dispute } from '#app/form/dispute.tsx';
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
    <For each={props.disputes}>
      {(dispute) => (
        <Show when={kinds[dispute.field]}>{(kind) => <One dispute={dispute} kind={kind()} enterprise={props.enterprise} />}</Show>
      )}
    </For>
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

function One(props: { readonly dispute: FirmDispute; readonly kind: Kind; readonly enterprise: EnterpriseView }): JSX.Element {
  const { store } = useField();
  const [reason, setReason] = createSignal<string | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const settling = (): Settling => {
    const { personId: person, role, region } = store.profile;
    const { region: place, code: firm } = props.enterprise;
    const target = { region: place, firm, createdBy: null, state: null };
    // A firm that reached this phone is one that its person goes with.
    const actor = { person, role, region: region as RegionCode, assigned: new Set([firm]) };
    const may = decide(actor, 'op.resolve.enterprise', target);
    return may.kind === 'allowed' ? 'allowed' : 'role';
  };
  const write = async (value: Json): Promise<void> => {
    const { field } = props.dispute;
    // The value is one that its author's phone took for this field, or one that `typed` has read.
    const outcome = await editEnterprise(store, props.enterprise.code, { [field]: value }, reason());
    setProblem(outcome.kind === 'refused' ? outcome.problem : null);
  };
  const typed = (text: string): void => {
    const rule = { whole: props.dispute.field === 'headcount', max: 1e9 };
    const value = props.kind === 'number' ? numberOf(text, rule) : text.trim();
    if (value !== null && value !== '' && value !== 'wrong') void write(value);
  };
  const canType = (): boolean => settling() === 'allowed' && props.kind !== 'choice';
  return (
    <Card title={nameOf(props.dispute.field)}>
      <div class="stack-tight">
        <Dispute
          title={t('form.disputed.title', { count: props.dispute.values.length })}
          values={props.dispute.values}
          words={(value) => wordsOf(props.dispute.field, value)}
          settling={settling()}
          third={canType() ? t('form.disputed.third') : null}
          keep={keepTexts(store)}
          onReason={setReason}
          onChoose={(value) => void write(value)}
        />
        <Show when={canType()}>
          <Field
            label={nameOf(props.dispute.field)}
            inputmode={props.kind === 'number' ? 'decimal' : 'text'}
            maxLength={200}
            onCommit={typed}
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
