import { useNavigate, useParams, useSearchParams } from '@solidjs/router';
import Factory from 'lucide-solid/icons/factory';
import { Show, untrack, type JSX } from 'solid-js';
import type { VisitPlan } from '#domain/visit.ts';
import { monthsLater } from '#domain/visit-plan.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { changeVisit, planVisit } from '#store/commands/plan-visit.ts';
import { readEnterprise } from '#store/queries/read-enterprise.ts';
import { readVisit } from '#store/queries/read-visit.ts';
import type { EnterpriseView } from '#store/views.ts';
import { createWrite } from '#app/create-write.ts';
import { DraftNote } from '#app/drafts/draft-note.tsx';
import { createDraft, type FormDraft } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { fromLiveOf } from '#app/ui/from-live.ts';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { createColleagues } from '#app/visits/create-colleagues.ts';
import { createInstruments } from '#app/visits/create-instruments.ts';
import { createPlan } from '#app/visits/create-plan.ts';
import { PlanForm } from '#app/visits/plan-form.tsx';
import './visits.css';

/** What the form stands on: a firm for a new visit (and the visit it follows), or the visit that is changed. */
type Ground = { readonly firm: EnterpriseView | null; readonly after: VisitOf | null };

/** `/visits/new?enterprise=<code>&after=<visit>`: plans a visit. */
export function PlanVisitScreen(): JSX.Element {
  const { store, profile } = useField();
  const navigate = useNavigate();
  const [search] = useSearchParams<{ enterprise?: string; after?: string; purpose?: string }>();
  const { busy, problem, run } = createWrite();
  const ground = fromLiveOf<string, Ground | null>(
    () => `${search.enterprise ?? ''} ${search.after ?? ''}`,
    async (key) => {
      const [code = '', id = ''] = key.split(' ');
      const after = id === '' ? null : await readVisit(store, id);
      return { firm: await readEnterprise(store, after?.record.enterprise ?? code), after };
    },
    null,
  );
  const save = async ({ firm, after }: Ground, plan: VisitPlan, draft: FormDraft): Promise<void> => {
    if (firm === null) return;
    const followUpOf = after?.visitId ?? null;
    await run(
      () => planVisit(store, { ...plan, enterprise: firm.code, followUpOf, unplanned: false }),
      ({ visitId }) => {
        draft.sent();
        navigate(`/visits/${visitId}`, { replace: true });
      },
    );
  };
  const initial = ({ after }: Ground): VisitPlan => {
    const record = after?.record;
    const purpose = search.purpose === 'follow-up' ? 'follow-up' : (record?.purpose ?? purposeOf(profile.role));
    return {
      date: record?.every == null ? dayKey(Date.now()) : monthsLater(record.date, record.every),
      time: record?.time ?? null,
      purpose,
      instruments: record?.instruments ?? [],
      people: record?.people ?? [profile.personId],
      every: record?.every ?? null,
      note: null,
    };
  };
  return (
    <>
      <TopBar
        title={search.after === undefined ? t('visits.form.title') : t('visits.form.nextTitle')}
        subtitle={ground()?.firm?.name ?? null}
        back={search.after === undefined ? '/visits' : `/visits/${search.after}`}
      />
      <ScreenBody>
        <Show when={ground()} keyed>
          {(found) => (
            <Show when={found.firm !== null} fallback={<NoFirm />}>
              <Show when={problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
              <PhonePlanForm
                initial={initial(found)}
                about={`${found.firm?.code ?? ''}/${found.after?.visitId ?? ''}`}
                saveText={t('visits.form.save')}
                busy={busy()}
                onSave={(plan, draft) => void save(found, plan, draft)}
              />
            </Show>
          )}
        </Show>
      </ScreenBody>
    </>
  );
}

/** `/visits/:id/edit`: changes a plan. */
export function EditVisitScreen(): JSX.Element {
  const { store } = useField();
  const navigate = useNavigate();
  const params = useParams<{ id: string }>();
  const { busy, problem, run } = createWrite();
  let begun: VisitOf | null = null;
  // What arrives from elsewhere while one types does not take the form away.
  const visit = fromLiveOf<string, VisitOf | null>(
    () => params.id,
    async (id) => (begun ??= await readVisit(store, id)),
    null,
  );
  const save = async (plan: VisitPlan, draft: FormDraft): Promise<void> => {
    await run(
      () => changeVisit(store, params.id, plan),
      () => {
        draft.sent();
        navigate(`/visits/${params.id}`, { replace: true });
      },
    );
  };
  return (
    <>
      <TopBar
        title={t('visits.form.editTitle')}
        subtitle={visit()?.record.enterpriseName ?? null}
        back={`/visits/${params.id}`}
      />
      <ScreenBody>
        <Show when={problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
        <Show when={visit()} keyed>
          {({ record }) => (
            <PhonePlanForm
              initial={record}
              about={params.id}
              saveText={t('visits.form.saveChanges')}
              busy={busy()}
              onSave={(plan, draft) => void save(plan, draft)}
            />
          )}
        </Show>
      </ScreenBody>
    </>
  );
}

/** With what this phone holds to choose from. */
function PhonePlanForm(props: {
  readonly initial: VisitPlan;
  /** Names the draft: the visit it changes, or what a new one is for. */
  readonly about: string;
  readonly saveText: string;
  readonly busy: boolean;
  readonly onSave: (plan: VisitPlan, draft: FormDraft) => void;
}): JSX.Element {
  const { store, profile } = useField();
  const plan = createPlan(untrack(() => props.initial));
  const about = untrack(() => `visit/${props.about}`);
  const draft = createDraft(store, about, plan.typed, plan.retype);
  const instruments = createInstruments();
  const colleagues = createColleagues(true);
  return (
    <>
      <DraftNote draft={draft} />
      <PlanForm
        plan={plan}
        saveText={props.saveText}
        busy={props.busy}
        onSave={(whole) => props.onSave(whole, draft)}
        instruments={(instruments.newest() ?? []).map(({ id, title, here }) => ({
          id,
          label: title,
          detail: here ? null : t('visits.form.notHere'),
        }))}
        people={colleagues.choice().map(({ person, name }) => ({
          id: person,
          label: name,
          detail: person === profile.personId ? t('visits.me') : null,
        }))}
        peopleHint={colleagues.loading() ? t('visits.form.peopleLoading') : t('visits.form.peopleHint')}
      />
    </>
  );
}

function NoFirm(): JSX.Element {
  return <EmptyState icon={Factory} title={t('shell.enterprises.absent')} text={t('visits.form.absent')} />;
}

/** What somebody of this role goes to a firm for. */
function purposeOf(role: string): VisitPlan['purpose'] {
  return role === 'inspector' ? 'verification' : 'assessment';
}
