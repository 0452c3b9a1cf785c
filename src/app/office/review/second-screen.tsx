import { A, useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { SecondReply } from '#protocol/review-wire.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FaultNotice } from '../fault-notice.tsx';
import { createCommand } from '../create-command.ts';
import { createServerQuery } from '../create-server-query.ts';
import { EvidenceThumb } from '../evidence-thumb.tsx';
import { EvidenceViewer } from '../evidence-viewer.tsx';
import { OfficeFrame } from '../office-frame.tsx';
import { ReadProblem } from '../read-problem.tsx';
import { keepOnPage } from '../keep-on-page.ts';
import { queueAddress } from './queue-state.ts';
import { readSecond, sendGrades } from './review-api.ts';
import './review.css';

type Clause = SecondReply['clauses'][number];

/** `/office/review/:id/second`: graded anew from clause and evidence, without what was answered. */
export function SecondReviewScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <OfficeFrame title={t('workflow.second.title')}>
      <SecondPage id={params.id} />
    </OfficeFrame>
  );
}

function SecondPage(props: { readonly id: string }): JSX.Element {
  const query = createServerQuery(() => {
    const { id } = props;
    return { key: ['second', id], load: (signal: AbortSignal) => readSecond(id, signal) };
  });
  return (
    <Switch fallback={<p class="soft queue-wait">{t('workflow.desk.loading')}</p>}>
      <Match when={query.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={query.again} />}</Match>
      <Match when={query.value()}>{(second) => <Grading second={second()} onSaved={query.again} />}</Match>
    </Switch>
  );
}

/** Grades given and not saved yet. */
const createKeptGrades = keepOnPage<ReadonlyMap<string, number | null>>();

function Grading(props: { readonly second: SecondReply; readonly onSaved: () => void }): JSX.Element {
  const [kept, keep] = createKeptGrades(() => props.second.assessmentId);
  const given = (): ReadonlyMap<string, number | null> => (props.second.mine ? kept() : undefined) ?? new Map();
  const [viewing, setViewing] = createSignal<string | null>(null);
  const [saved, setSaved] = createSignal(false);
  const command = createCommand();
  const gradeOf = (clause: Clause): number | null => {
    const now = given().get(clause.path);
    return now === undefined ? clause.grade : now;
  };
  const changed = createMemo(() => props.second.clauses.filter((clause) => gradeOf(clause) !== clause.grade));
  const graded = (): number => props.second.clauses.filter((clause) => gradeOf(clause) !== null).length;
  const give = (clause: Clause, grade: number | null): void => {
    setSaved(false);
    keep(new Map(given()).set(clause.path, grade));
  };
  const save = async (): Promise<void> => {
    const send = (): Promise<void> =>
      sendGrades(
        props.second.assessmentId,
        changed().map((clause) => ({ path: clause.path, grade: gradeOf(clause) })),
      );
    if (changed().length === 0 || !(await command.run(send))) return;
    setSaved(true);
    props.onSaved();
  };
  return (
    <section class="second" aria-labelledby="second-firm">
      <header class="review-head">
        <A href={queueAddress()} class="review-back">
          <ArrowLeft size={18} aria-hidden="true" />
          {t('workflow.review.back')}
        </A>
        <div class="review-line">
          <h1 id="second-firm">{props.second.enterpriseName}</h1>
          <Show when={props.second.mine}>
            <div class="review-buttons">
              <span class="soft">{t('workflow.second.progress', { graded: graded(), total: props.second.clauses.length })}</span>
              <Button variant="primary" disabled={command.busy() || changed().length === 0} onClick={() => void save()}>
                {t('workflow.second.save')}
              </Button>
            </div>
          </Show>
        </div>
        <p class="soft">{t(props.second.mine ? 'workflow.second.text' : 'workflow.second.notMine')}</p>
        <FaultNotice fault={command.fault()} />
        <Show when={saved()}>
          <Notice tone="green">{t('workflow.second.saved')}</Notice>
        </Show>
      </header>
      <Show when={props.second.clauses.length > 0} fallback={<p class="soft queue-wait">{t('workflow.second.none')}</p>}>
        <ol class="second-list">
          <For each={props.second.clauses}>
            {(clause) => (
              <ClauseCard
                clause={clause}
                evidence={props.second.evidence}
                mine={props.second.mine}
                grade={gradeOf(clause)}
                onGrade={(grade) => give(clause, grade)}
                onView={setViewing}
              />
            )}
          </For>
        </ol>
      </Show>
      <EvidenceViewer
        firm={props.second.enterpriseName}
        evidence={props.second.evidence}
        open={viewing()}
        onMove={setViewing}
        onClose={() => setViewing(null)}
      />
    </section>
  );
}

function ClauseCard(props: {
  readonly clause: Clause;
  readonly evidence: SecondReply['evidence'];
  readonly mine: boolean;
  readonly grade: number | null;
  readonly onGrade: (grade: number | null) => void;
  readonly onView: (evidenceId: string) => void;
}): JSX.Element {
  return (
    <li class="card second-clause">
      <fieldset disabled={!props.mine}>
        <legend>
          <span class="soft small">{props.clause.section}</span>
          <br />
          {props.clause.label}
        </legend>
        <Show when={props.clause.guidance}>{(guidance) => <p class="item-clause soft">{guidance()}</p>}</Show>
        <div class="second-choices">
          <For each={props.clause.choices}>
            {(choice, index) => (
              <label class="queue-check">
                <input
                  type="radio"
                  name={`grade-${props.clause.path}`}
                  checked={props.grade === index()}
                  onChange={() => props.onGrade(index())}
                />
                {choice}
              </label>
            )}
          </For>
          <label class="queue-check soft">
            <input
              type="radio"
              name={`grade-${props.clause.path}`}
              checked={props.grade === null}
              onChange={() => props.onGrade(null)}
            />
            {t('workflow.second.clear')}
          </label>
        </div>
      </fieldset>
      <div class="item-evidence">
        <For
          each={props.evidence.filter(({ evidenceId }) => props.clause.evidence.includes(evidenceId))}
          fallback={<span class="soft small">{t('workflow.review.noEvidence')}</span>}
        >
          {(piece) => (
            <EvidenceThumb
              piece={piece}
              label={piece.caption ?? props.clause.label}
              onView={() => props.onView(piece.evidenceId)}
            />
          )}
        </For>
      </div>
    </li>
  );
}
