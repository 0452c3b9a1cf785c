import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { Decision, DecisionItem } from '#oplog/decision-of.ts';
import { useField } from '#app/field-context.tsx';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { createNow } from '#app/ui/create-now.ts';
import { Notice } from '#app/ui/notice.tsx';
import { indexDefinition } from '#definition/index-definition.ts';
import { Deadline } from './returned-today.tsx';
import { returnedRoute, shownName } from './returned-context.tsx';
import './returned.css';

/** Who decided what and when; what was sent back, question by question. */
export function DecisionCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  const { profile } = useField();
  const decision = (): Decision | null => props.evaluation.view.decision;
  const words = (made: Decision) => ({ by: made.by.name, time: formatMoment(made.at) });
  const mayWrite = (): boolean => ['surveyor', 'deputy-gm', 'inspector'].includes(profile.role);
  return (
    <>
      <Switch>
        <Match when={decision()?.kind === 'return' && decision()}>
          {(returned) => <Returned decision={returned()} evaluation={props.evaluation} />}
        </Match>
        <Match when={decision()?.kind === 'approve' && decision()}>
          {(made) => (
            <Notice tone="green" title={t('workflow.phone.approvedTitle')}>
              {t('workflow.phone.approvedText', words(made()))}
            </Notice>
          )}
        </Match>
        <Match when={decision()?.kind === 'seal' && decision()}>
          {(made) => (
            <Notice tone="green" title={t('workflow.phone.sealedTitle', { version: made().version ?? 1 })}>
              {t('workflow.phone.sealedText', words(made()))}
            </Notice>
          )}
        </Match>
        <Match when={decision()?.kind === 'amend' && decision()}>
          {(made) => (
            <Notice tone="amber" title={t('workflow.phone.amendTitle', { version: made().version ?? 1 })}>
              <p>{t('workflow.phone.amendText', words(made()))}</p>
              <Show when={made().reason}>{(reason) => <p>{t('workflow.phone.reason', { reason: reason() })}</p>}</Show>
            </Notice>
          )}
        </Match>
      </Switch>
      <Show when={!mayWrite()}>
        <Notice tone="info">{t('workflow.phone.noRight')}</Notice>
      </Show>
    </>
  );
}

function Returned(props: { readonly decision: Decision; readonly evaluation: Evaluation }): JSX.Element {
  const now = createNow();
  const left = (): number => props.decision.items.filter(({ handled }) => !handled).length;
  const index = () => indexDefinition(props.evaluation.compiled);
  const label = ({ question }: DecisionItem): string => {
    const name = question.slice(question.lastIndexOf('/') + 1);
    return index().questions.get(name)?.question.label ?? index().repeats.get(shownName(question))?.repeat.label ?? question;
  };
  const href = ({ question }: DecisionItem): string => {
    const name = shownName(question);
    const section = index().questions.get(name)?.section ?? index().repeats.get(name)?.section ?? '';
    return returnedRoute(props.evaluation.view.assessmentId, section, question);
  };
  return (
    <Card
      flush
      class="returned-card"
      title={
        props.decision.items.length === 0
          ? t('workflow.phone.returnedWhole')
          : t('workflow.phone.returned', { count: props.decision.items.length })
      }
    >
      <div class="returned-about">
        <p>
          <Deadline day={props.decision.deadline} now={now()} />
          <Show when={props.decision.items.length > 0}>
            {' · '}
            {left() === 0 ? t('workflow.phone.allHandled') : t('workflow.phone.left', { count: left() })}
          </Show>
        </p>
        <Show when={props.decision.reason}>{(reason) => <p>{t('workflow.phone.reason', { reason: reason() })}</p>}</Show>
        <p class="soft small">{t('workflow.phone.by', { by: props.decision.by.name, time: formatMoment(props.decision.at) })}</p>
      </div>
      <For each={props.decision.items}>
        {(item) => (
          <LinkRow href={href(item)}>
            <span class="strong">{label(item)}</span>
            <br />
            <span class="small">{item.comment === '' ? t('workflow.phone.noComment') : item.comment}</span>
            <br />
            <span class={`small ${item.handled ? 'returned-green' : 'returned-late'}`}>
              {t(item.handled ? 'workflow.phone.handled' : 'workflow.phone.open')}
            </span>
          </LinkRow>
        )}
      </For>
    </Card>
  );
}
