import { A, useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, Match, Show, Switch, type JSX } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import type { ReviewReply } from '#protocol/review-wire.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FaultNotice } from '../fault-notice.tsx';
import type { DeskCommand } from '../create-command.ts';
import { EvidenceViewer } from '../evidence-viewer.tsx';
import { OfficeFrame } from '../office-frame.tsx';
import { ReadProblem } from '../read-problem.tsx';
import { CaseFacts } from './case-facts.tsx';
import { createDesk, type DeskOf } from './create-desk.ts';
import { createReview, type ReviewWork } from './create-review.ts';
import { DecideSheet, type DecisionKind } from './decide-sheet.tsx';
import { ItemDetail } from './item-detail.tsx';
import { ItemList } from './item-list.tsx';
import { queueAddress } from './queue-state.ts';
import './review.css';

/** `/office/review/:id`: one assessment clause by clause, and the decision over it. */
export function ReviewScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <OfficeFrame title={t('workflow.desk.title')}>
      <ReviewPage id={params.id} />
    </OfficeFrame>
  );
}

function ReviewPage(props: { readonly id: string }): JSX.Element {
  const work = createReview(() => props.id);
  const both = createMemo(() => {
    const [detail, review] = [work.detail(), work.review()];
    return detail === null || review === null ? null : { detail, review };
  });
  return (
    <Switch fallback={<p class="soft queue-wait">{t('workflow.desk.loading')}</p>}>
      <Match when={work.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={work.again} />}</Match>
      <Match when={both()}>{(read) => <Desk id={props.id} work={work} detail={read().detail} review={read().review} />}</Match>
    </Switch>
  );
}

function Desk(props: DeskOf): JSX.Element {
  const { mayReview, filter, setFilter, current, shown, choose, viewing, setViewing, deciding, setDeciding, ...act } =
    createDesk(props);
  return (
    <section class="review" aria-labelledby="review-firm">
      <ReviewHead
        detail={props.detail}
        review={props.review}
        work={props.work}
        mayReview={mayReview()}
        command={act.command}
        done={act.done()}
        onSave={() => void act.save()}
        onAsk={act.ask}
        onNext={() => void act.next()}
      />
      <div class="review-columns">
        <ItemList
          items={shown()}
          current={current()?.path ?? null}
          marked={props.work.marked()}
          filter={filter()}
          onFilter={setFilter}
          onChoose={choose}
        />
        <Show when={current()} fallback={<p class="soft queue-wait">{t('workflow.review.nothing')}</p>}>
          {(item) => (
            <ItemDetail
              item={item()}
              detail={props.detail}
              comment={props.work.commentOf(item())}
              marked={props.work.marked().has(item().path)}
              mayReview={mayReview()}
              onComment={(text) => props.work.comment(item().path, text)}
              onMark={(marked) => props.work.mark(item().path, marked)}
              onView={setViewing}
            />
          )}
        </Show>
        <CaseFacts id={props.id} review={props.review} mayReview={mayReview()} onChanged={props.work.again} />
      </div>
      <p class="queue-foot soft small no-print">{t(mayReview() ? 'workflow.review.keys' : 'workflow.review.keysRead')}</p>
      <EvidenceViewer
        firm={props.detail.enterpriseName}
        evidence={props.detail.evidence}
        open={viewing()}
        onMove={setViewing}
        onClose={() => setViewing(null)}
      />
      <DecideSheet
        kind={deciding()}
        work={props.work}
        review={props.review}
        busy={act.command.busy()}
        fault={act.command.fault()}
        onClose={() => setDeciding(null)}
        onDecide={act.carryOut}
      />
    </section>
  );
}

function ReviewHead(props: {
  readonly detail: OfficeDetail;
  readonly review: ReviewReply;
  readonly work: ReviewWork;
  readonly mayReview: boolean;
  readonly command: DeskCommand;
  readonly done: string | null;
  readonly onSave: () => void;
  readonly onAsk: (kind: DecisionKind) => void;
  readonly onNext: () => void;
}): JSX.Element {
  return (
    <header class="review-head">
      <A href={queueAddress()} class="review-back">
        <ArrowLeft size={18} aria-hidden="true" />
        {t('workflow.review.back')}
      </A>
      <div class="review-line">
        <h1 id="review-firm">{props.detail.enterpriseName}</h1>
        <div class="review-buttons">
          <Show when={props.mayReview} fallback={<span class="soft small">{t('workflow.review.readOnly')}</span>}>
            <Show when={props.work.unsaved() > 0}>
              <Button disabled={props.command.busy()} onClick={() => props.onSave()}>
                {t('workflow.review.save')}
              </Button>
            </Show>
            <Decisions may={props.review.may} busy={props.command.busy()} onAsk={props.onAsk} />
          </Show>
          <Button onClick={() => props.onNext()}>{t('workflow.review.next')}</Button>
        </div>
      </div>
      <p class="review-facts">
        <strong>{t(`shell.state.${props.detail.state}`)}</strong>
        <span>{props.detail.regionName}</span>
        <span>{props.detail.definitionTitle}</span>
        <span>{props.detail.levelName ?? '–'}</span>
        <Show when={props.work.marked().size > 0}>
          <span>{t('workflow.review.marked', { count: props.work.marked().size })}</span>
        </Show>
        <Show when={props.work.unsaved() > 0}>
          <span class="queue-late">{t('workflow.review.unsaved', { count: props.work.unsaved() })}</span>
        </Show>
        <Show when={props.detail.demo}>
          <Tag>{t('office.row.demo')}</Tag>
        </Show>
      </p>
      <FaultNotice fault={props.command.fault()} />
      <Show when={props.done}>{(text) => <Notice tone="green">{text()}</Notice>}</Show>
    </header>
  );
}

function Decisions(props: {
  readonly may: ReviewReply['may'];
  readonly busy: boolean;
  readonly onAsk: (kind: DecisionKind) => void;
}): JSX.Element {
  const may = (kind: DecisionKind): boolean => props.may.includes(kind);
  return (
    <>
      <Show when={may('return')}>
        <Button disabled={props.busy} onClick={() => props.onAsk('return')}>
          {t('workflow.review.return')}
        </Button>
      </Show>
      <Show when={may('approve')}>
        <Button variant="primary" disabled={props.busy} onClick={() => props.onAsk('approve')}>
          {t('workflow.review.approve')}
        </Button>
      </Show>
      <Show when={may('seal')}>
        <Button variant="primary" disabled={props.busy} onClick={() => props.onAsk('seal')}>
          {t('workflow.review.seal')}
        </Button>
      </Show>
      <Show when={may('amend')}>
        <Button disabled={props.busy} onClick={() => props.onAsk('amend')}>
          {t('workflow.review.amend')}
        </Button>
      </Show>
    </>
  );
}
