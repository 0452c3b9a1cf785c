import { createMemo, For, Show, type JSX } from 'solid-js';
import type { Attention, ConditionRow, PartStanding } from '#diagnosis/standing.ts';
import { formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import { StateMark } from './state-mark.tsx';
import './standing.css';

/** Conditions by part, each with its state in a word. Parts that do not concern the firm are named in one line. */
export function ChecklistParts(props: { readonly parts: readonly PartStanding[] | null }): JSX.Element {
  const outside = (part: PartStanding): boolean => part.conditions.every(({ state }) => state === 'not-applicable');
  const shown = createMemo(() => (props.parts ?? []).filter((part) => !outside(part)));
  const out = createMemo(() => (props.parts ?? []).filter(outside));
  return (
    <Show when={props.parts !== null}>
      <Card title={t('shell.standing.conditions')}>
        <For each={shown()}>{(part) => <Part part={part} open={shown().length === 1} />}</For>
        <Show when={out().length > 0}>
          <details class="standing-details standing-part">
            <summary>{t('shell.standing.partsOut', { count: out().length })}</summary>
            <ul class="standing-list soft small">
              <For each={out()}>{(part) => <li>{part.name}</li>}</For>
            </ul>
          </details>
        </Show>
      </Card>
    </Show>
  );
}

/** What asks for a person, list by list; an empty one is left out. */
export function AttentionLists(props: { readonly attention: Attention | null }): JSX.Element {
  return (
    <>
      <ConditionList title={t('shell.standing.doubted')} conditions={props.attention?.doubted ?? []} />
      <ConditionList title={t('shell.standing.openJudged')} conditions={props.attention?.open ?? []} />
      <ConditionList title={t('shell.standing.prerequisites')} conditions={props.attention?.prerequisites ?? []} />
    </>
  );
}

/** Conditions of a list that are read at a glance; more of them are one tap away. */
const firstConditions = 5;

function ConditionList(props: { readonly title: string; readonly conditions: readonly ConditionRow[] }): JSX.Element {
  return (
    <Show when={props.conditions.length > 0}>
      <Card title={props.title}>
        <ul class="standing-list">
          <For each={props.conditions.slice(0, firstConditions)}>{(condition) => <Condition condition={condition} />}</For>
        </ul>
        <Show when={props.conditions.length > firstConditions}>
          <details class="standing-details">
            <summary>{t('shell.standing.more', { count: props.conditions.length - firstConditions })}</summary>
            <ul class="standing-list">
              <For each={props.conditions.slice(firstConditions)}>{(condition) => <Condition condition={condition} />}</For>
            </ul>
          </details>
        </Show>
      </Card>
    </Show>
  );
}

/** `满足 3 · 未满足 2`; what is zero is left out. */
function tallyWords(tally: PartStanding['tally']): string {
  const words = [
    tally.notMet > 0 ? t('shell.standing.countNotMet', { count: tally.notMet }) : null,
    tally.unanswered > 0 ? t('shell.standing.countUnanswered', { count: tally.unanswered }) : null,
    tally.judged > 0 ? t('shell.standing.countJudged', { count: tally.judged }) : null,
    tally.met > 0 ? t('shell.standing.countMet', { count: tally.met }) : null,
    tally.notApplicable > 0 ? t('shell.standing.countOut', { count: tally.notApplicable }) : null,
  ];
  return words.filter((each) => each !== null).join(' · ');
}

function Part(props: { readonly part: PartStanding; readonly open: boolean }): JSX.Element {
  return (
    <details class="standing-details standing-part" open={props.open}>
      <summary>
        <span>
          <strong>{props.part.name}</strong>
          <span class="small soft standing-tally">{tallyWords(props.part.tally)}</span>
        </span>
      </summary>
      <ul class="standing-list">
        <For each={props.part.conditions}>{(condition) => <Condition condition={condition} />}</For>
      </ul>
    </details>
  );
}

function Condition(props: { readonly condition: ConditionRow }): JSX.Element {
  const numbers = (): string | null => {
    const { actual, required } = props.condition;
    if (required === null || actual === null) return null;
    return t('shell.standing.numbers', { actual: formatNumber(actual, 2), required: formatNumber(required, 2) });
  };
  const notes = (): string =>
    [
      props.condition.needs,
      numbers(),
      props.condition.levelName,
      props.condition.prerequisite ? t('shell.standing.prerequisite') : null,
    ]
      .filter((each) => each !== null)
      .join(' · ');
  return (
    <li class="standing-condition">
      <span>{props.condition.label}</span>
      <StateMark state={props.condition.state} words={stateWords(props.condition)} />
      <Show when={notes()}>{(words) => <span class="soft small standing-notes">{words()}</span>}</Show>
    </li>
  );
}

function stateWords({ state, opinion }: ConditionRow): string {
  switch (state) {
    case 'met':
      return t('shell.standing.met');
    case 'not-met':
      return t('shell.standing.notMet');
    case 'unanswered':
      return t('shell.standing.unanswered');
    case 'not-applicable':
      return t('shell.standing.notApplicable');
    case 'judged':
      if (opinion === 'met') return t('shell.standing.judgedMet');
      if (opinion === 'not-met') return t('shell.standing.judgedNotMet');
      return opinion === 'noted' ? t('shell.standing.judgedNoted') : t('shell.standing.judgedOpen');
  }
}
