import { createSignal, createUniqueId, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { ReviewReply } from '#protocol/review-wire.ts';
import { dayKey } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Fault } from '../create-command.ts';
import { FaultNotice } from '../fault-notice.tsx';
import type { Returning, ReviewWork } from './create-review.ts';
import type { Command } from './review-api.ts';

export type DecisionKind = ReviewReply['may'][number];

/** Asks for what a decision needs, and says what it does. */
export function DecideSheet(props: {
  readonly kind: DecisionKind | null;
  readonly work: ReviewWork;
  readonly review: ReviewReply;
  readonly busy: boolean;
  /** Why the last try was refused. */
  readonly fault: Fault | null;
  readonly onClose: () => void;
  readonly onDecide: (command: Command) => Promise<void>;
}): JSX.Element {
  const title = (): string => {
    switch (props.kind) {
      case 'return':
        return t('workflow.review.returnTitle');
      case 'amend':
        return t('workflow.review.amendTitle');
      case 'seal':
        return t('workflow.review.sealTitle', { version: props.review.version });
      case 'approve':
      case null:
        return t('workflow.review.approveTitle');
    }
  };
  return (
    <Sheet open={props.kind !== null} title={title()} onClose={() => props.onClose()}>
      <Switch>
        <Match when={props.kind === 'return'}>
          <ReturnForm {...props} />
        </Match>
        <Match when={props.kind === 'amend'}>
          <AmendForm {...props} />
        </Match>
        <Match when={props.kind === 'approve' || props.kind === 'seal'}>
          <div class="stack">
            <p>{t(props.kind === 'seal' ? 'workflow.review.sealText' : 'workflow.review.approveText')}</p>
            <Show when={props.kind === 'approve' && props.review.unclean.length > 0}>
              <Notice tone="amber" title={t('workflow.review.unclean')}>
                {props.review.unclean.map((reason) => t(`workflow.desk.reason.${reason}`)).join('；')}
              </Notice>
            </Show>
            <Show when={props.kind === 'seal' && props.review.obstacles.length > 0}>
              <Notice tone="red" title={t('workflow.review.obstacles')}>
                {props.review.obstacles.map(({ kind, label }) => t(`workflow.review.obstacle.${kind}`, { label })).join('；')}
              </Notice>
            </Show>
            <Button
              variant="primary"
              wide
              disabled={props.busy || (props.kind === 'seal' && props.review.obstacles.length > 0)}
              onClick={() => void props.onDecide({ kind: props.kind === 'seal' ? 'seal' : 'approve' })}
            >
              {t(props.kind === 'seal' ? 'workflow.review.confirmSeal' : 'workflow.review.confirmApprove')}
            </Button>
          </div>
        </Match>
      </Switch>
      <FaultNotice fault={props.fault} />
    </Sheet>
  );
}

function ReturnForm(props: {
  readonly work: ReviewWork;
  readonly busy: boolean;
  readonly onDecide: (command: Command) => Promise<void>;
}): JSX.Element {
  const reason = (): string => props.work.returning().reason;
  const deadline = (): string => props.work.returning().deadline;
  const type = (part: Partial<Returning>): void => props.work.setReturning({ ...props.work.returning(), ...part });
  const [asked, setAsked] = createSignal(false);
  const items = () => props.work.items().filter((item) => props.work.marked().has(item.path));
  const isOver = (): boolean => deadline() !== '' && deadline() < dayKey(Date.now());
  const send = (): void => {
    setAsked(true);
    if (reason().trim() === '' || isOver()) return;
    void props.onDecide({
      kind: 'return',
      reason: reason().trim(),
      deadline: deadline() || null,
      items: items().map((item) => ({ question: item.path, comment: props.work.commentOf(item).trim() })),
    });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Show when={items().length > 0} fallback={<Notice tone="amber">{t('workflow.review.returnNone')}</Notice>}>
        <p>{t('workflow.review.returnItems', { count: items().length })}</p>
        <ul class="return-items">
          <For each={items()}>
            {(item) => (
              <li>
                <span>{item.answer.label}</span>
                <span class="soft small">{props.work.commentOf(item)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <ReasonBox
        label={t('workflow.review.reasonLabel')}
        value={reason()}
        missing={asked() && reason().trim() === ''}
        onType={(text) => type({ reason: text })}
      />
      <Field
        label={t('workflow.review.deadlineLabel')}
        optional
        type="date"
        value={deadline()}
        problem={isOver() ? t('workflow.review.deadlineOver') : null}
        onType={(text) => type({ deadline: text })}
      />
      <Button type="submit" variant="primary" wide disabled={props.busy}>
        {t('workflow.review.confirmReturn')}
      </Button>
    </form>
  );
}

function AmendForm(props: {
  readonly work: ReviewWork;
  readonly review: ReviewReply;
  readonly busy: boolean;
  readonly onDecide: (command: Command) => Promise<void>;
}): JSX.Element {
  const reason = (): string => props.work.amending();
  const [asked, setAsked] = createSignal(false);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (reason().trim() !== '') void props.onDecide({ kind: 'amend', reason: reason().trim() });
      }}
    >
      <p>{t('workflow.review.amendText', { version: props.review.version })}</p>
      <ReasonBox
        label={t('workflow.review.amendReason')}
        value={reason()}
        missing={asked() && reason().trim() === ''}
        onType={props.work.setAmending}
      />
      <Button type="submit" variant="primary" wide disabled={props.busy}>
        {t('workflow.review.confirmAmend')}
      </Button>
    </form>
  );
}

function ReasonBox(props: {
  readonly label: string;
  readonly value: string;
  readonly missing: boolean;
  readonly onType: (text: string) => void;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="item-comment">
      <label for={id} class="field-label">
        {props.label}
      </label>
      <textarea
        id={id}
        autofocus
        rows={3}
        maxLength={2000}
        aria-invalid={props.missing ? 'true' : undefined}
        value={props.value}
        onInput={(event) => props.onType(event.currentTarget.value)}
      />
      <p class="queue-late small" aria-live="polite">
        {props.missing ? t('workflow.review.reasonMissing') : ''}
      </p>
    </div>
  );
}
