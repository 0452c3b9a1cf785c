import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, type Accessor } from 'solid-js';
import { createStore } from 'solid-js/store';
import { createDraft, type FormDraft } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { fromLiveOf } from '#app/ui/from-live.ts';
import { creditCodeIn } from '#domain/code-in-text.ts';
import { checkCreditCode } from '#domain/credit-code.ts';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { childRegions } from '#domain/regions.ts';
import { sizeClass, type SizeClass } from '#domain/size-class.ts';
import type { RegionCode } from '#shared/ids.ts';
import type { Problem } from '#shared/problems.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { readEnterprise } from '#store/queries/read-enterprise.ts';
import type { Store } from '#store/store.ts';
import type { EnterpriseView } from '#store/views.ts';
import { codeMessage } from './code-message.ts';
import { numberOf } from './number-of.ts';
import { typedSearch } from './typed.ts';

export type EnterpriseInput = {
  readonly code: string;
  readonly name: string;
  readonly region: string | null;
  readonly industry: string | null;
  readonly headcount: string;
  readonly revenue: string;
  readonly address: string;
  readonly contact: string;
  readonly phone: string;
};

export type NewEnterprise = {
  readonly input: EnterpriseInput;
  readonly draft: FormDraft;
  readonly set: (change: Partial<EnterpriseInput>) => void;
  /** What is wrong with the code so far, null while nothing is; too short counts only once the person moved on. */
  readonly codeProblem: Accessor<string | null>;
  readonly codeValid: Accessor<boolean>;
  /** The firm that this code belongs to already, null when the phone knows none. */
  readonly known: Accessor<EnterpriseView | null>;
  readonly problems: Accessor<Readonly<Record<'name' | 'region' | 'headcount' | 'revenue', string | null>>>;
  readonly size: Accessor<SizeClass | null>;
  readonly saveProblem: Accessor<Problem | null>;
  readonly leaveCode: () => void;
  /** What a licence's QR code says; the answer is what is wrong with it, null when its code was taken. */
  readonly takeLicence: (text: string) => string | null;
  /** Root of the regions the person may choose from. */
  readonly scope: string;
  readonly save: () => Promise<void>;
};

export function createNewEnterprise(): NewEnterprise {
  const field = useField();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const scope = field.profile.region;
  const [input, setInput] = createStore<EnterpriseInput>({
    ...seed(parameters['typed'] === undefined ? '' : typedSearch(field.store)),
    region: childRegions(scope).length === 0 ? scope : null,
    industry: null,
    headcount: '',
    revenue: '',
    address: '',
    contact: '',
    phone: '',
  });
  const draft = createDraft(field.store, 'enterprise', () => ({ ...input }), setInput);
  const [tried, setTried] = createSignal(false);
  const [saving, setSaving] = createSignal(false);
  const [saveProblem, setSaveProblem] = createSignal<Problem | null>(null);

  const codeCheck = createCodeCheck(field.store, () => input.code, tried);
  const headcount = (): number | null | 'wrong' => numberOf(input.headcount, { whole: true, max: 2_000_000 });
  const revenue = (): number | null | 'wrong' => numberOf(input.revenue, { whole: false, max: 1e9 });
  const problems = createMemo(() => ({
    name: tried() && input.name.trim() === '' ? problemText({ code: 'enterprise.name-missing', detail: {} }) : null,
    region: tried() && input.region === null ? problemText({ code: 'enterprise.region-missing', detail: {} }) : null,
    headcount: headcount() === 'wrong' ? t('shell.enterprises.headcountProblem') : null,
    revenue: revenue() === 'wrong' ? t('shell.enterprises.numberProblem') : null,
  }));

  const record = (): EnterpriseRecord | null => {
    const code = codeCheck.valid();
    const [persons, money] = [headcount(), revenue()];
    if (code === null || input.region === null || input.name.trim() === '' || persons === 'wrong' || money === 'wrong')
      return null;
    return {
      code,
      name: input.name.trim(),
      region: input.region as RegionCode,
      industry: input.industry,
      headcount: persons,
      revenue: money,
      address: filled(input.address),
      contact: filled(input.contact),
      phone: filled(input.phone),
      demo: field.profile.demo,
    };
  };

  return {
    input,
    draft,
    set: (change) => setInput(change),
    codeProblem: codeCheck.problem,
    codeValid: () => codeCheck.valid() !== null,
    known: codeCheck.known,
    problems,
    scope,
    saveProblem,
    size: createMemo(() => {
      const [persons, money] = [headcount(), revenue()];
      return persons === 'wrong' || money === 'wrong' ? null : sizeClass(persons, money);
    }),
    leaveCode: codeCheck.leave,
    takeLicence: (text) => {
      const code = creditCodeIn(text);
      if (code === null) return t('shell.enterprises.scanNoCode', { text: text.slice(0, 80) });
      setInput({ code });
      codeCheck.leave();
      return null;
    },
    save: async () => {
      setTried(true);
      const wanted = record();
      if (wanted === null) {
        // After the messages have been rendered.
        queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"], .choose-invalid button')?.focus());
        return;
      }
      if (saving() || codeCheck.known() !== null) return;
      setSaving(true);
      setSaveProblem(null);
      const saved = await addEnterprise(field.store, wanted);
      setSaving(false);
      if (saved.kind === 'refused') return void setSaveProblem(saved.problem);
      draft.sent();
      navigate(`/enterprises/${wanted.code}${parameters['start'] === undefined ? '' : '?start=1'}`, { replace: true });
    },
  };
}

/** What the typed code is worth: whether it holds, whose it is, what to say about it. */
function createCodeCheck(store: Store, typed: Accessor<string>, tried: Accessor<boolean>) {
  const [left, setLeft] = createSignal(false);
  const valid = createMemo(() => {
    const outcome = checkCreditCode(typed());
    return outcome.kind === 'ok' ? outcome.value : null;
  });
  return {
    valid,
    known: fromLiveOf(
      valid,
      (code): Promise<EnterpriseView | null> | null => (code === null ? null : readEnterprise(store, code)),
      null,
    ),
    problem: createMemo(() => codeMessage(typed(), { left: left(), tried: tried() })),
    leave: (): void => {
      setLeft(true);
    },
  };
}

function filled(text: string): string | null {
  const plain = text.trim();
  return plain === '' ? null : plain;
}

/** What was searched for fills the form: digits are a code, anything with Chinese in it a name. */
function seed(text: string): Pick<EnterpriseInput, 'code' | 'name'> {
  const plain = text.trim();
  const isCode = /^[0-9A-Za-z]{6,}$/.test(plain);
  return { code: isCode ? plain.toUpperCase() : '', name: !isCode && /\p{Script=Han}/u.test(plain) ? plain : '' };
}
