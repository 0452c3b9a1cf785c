import Flag from 'lucide-solid/icons/flag';
import { For, Show, untrack, type JSX } from 'solid-js';
import type { FindingOf } from '#oplog/project-action.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { listActions } from '#store/queries/read-action.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import { useField } from '#app/field-context.tsx';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { actionStateText, dueLine } from './action-words.ts';
import { SeverityMark } from './marks.tsx';
import './actions.css';

/** Everything that was found in an assessment, with what was agreed; printed with the result. `print`: read alone, no links. */
export function FindingsCard(props: { readonly evaluation: Evaluation; readonly print?: boolean }): JSX.Element {
  const { store } = useField();
  const now = createNow();
  const id = (): string => props.evaluation.view.assessmentId;
  const { enterprise } = untrack(() => props.evaluation.view.record);
  const findings = (): readonly FindingOf[] => props.evaluation.view.findings;
  const listed = fromLive<readonly ActionOf[]>(() => listActions(store, { enterprise }), []);
  const actionOf = ({ action }: FindingOf): ActionOf | null => listed().find(({ actionId }) => actionId === action) ?? null;
  const clause = ({ question }: FindingOf): string | null => {
    if (question === null) return null;
    const name = question.split('/').at(-1) ?? question;
    return indexDefinition(props.evaluation.compiled).questions.get(name)?.question.label ?? question;
  };
  return (
    <Show when={findings().length > 0 || props.print !== true}>
      <Card title={t('shell.actions.findings')} flush={props.print !== true}>
        <Show when={findings().length > 0}>
          <ul class={`finding-list finding-card${props.print === true ? '' : ' finding-padded'}`}>
            <For each={findings()}>
              {(finding) => (
                <li class="action-row">
                  <span class="finding-line">
                    <SeverityMark severity={finding.severity} />
                    <span>{finding.text}</span>
                  </span>
                  <Show when={clause(finding)}>{(words) => <span class="soft small">{words()}</span>}</Show>
                  <Show when={actionOf(finding)}>
                    {(action) => (
                      <span class="soft small">
                        {t('actions.findings.action', { title: action().record.title })} · {actionStateText(action())} ·{' '}
                        {dueLine(action(), dayKey(now()))}
                      </span>
                    )}
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={props.print !== true}>
          <LinkRow href={`/assessments/${id()}/findings`}>
            <span class="row">
              <Flag size={20} aria-hidden="true" />
              {findings().length === 0
                ? t('shell.actions.findingsAll')
                : t('shell.actions.findingsCount', { count: findings().length })}
            </span>
          </LinkRow>
        </Show>
      </Card>
    </Show>
  );
}
