import { Show, type JSX } from 'solid-js';
import type { AssessmentState } from '#domain/assessment.ts';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import type { AssessmentSummary } from '#store/views.ts';
import { LinkRow, Tag } from './card.tsx';
import { StatusMark } from './status-mark.tsx';
import './assessment-row.css';

/** States in which the person still has something to do. */
export const openStates: ReadonlySet<AssessmentState> = new Set<AssessmentState>(['draft', 'finished', 'returned']);

/** One assessment in a list: whose, what, how far, and where it is. In a firm's own list, since when: years tell those of one questionnaire apart. */
export function AssessmentRow(props: {
  readonly assessment: AssessmentSummary;
  readonly hideName?: boolean | undefined;
}): JSX.Element {
  return (
    <LinkRow
      href={`/assessments/${props.assessment.assessmentId}`}
      class={`assessment-row${props.assessment.state === 'voided' ? ' assessment-row-void' : ''}`}
    >
      <span class="assessment-row-name">
        {props.hideName === true ? props.assessment.title : props.assessment.enterpriseName}
      </span>
      <span class="soft small">
        {props.hideName === true
          ? t('shell.enterprises.begun', { day: dayKey(props.assessment.createdAt) })
          : props.assessment.title}
      </span>
      <span class="row">
        <Tag>{t(`shell.state.${props.assessment.state}`)}</Tag>
        <Show when={props.assessment.followUp}>
          <Tag>{t('shell.actions.followUp')}</Tag>
        </Show>
        <Show when={props.assessment.demo}>
          <Tag>{t('shell.app.demo')}</Tag>
        </Show>
        <AssessmentPlace assessment={props.assessment} />
      </span>
    </LinkRow>
  );
}

/** 在本机 / 上传中 3/12 / 已核对入库, or that the server has set something aside. */
export function AssessmentPlace(props: {
  readonly assessment: Pick<AssessmentSummary, 'location' | 'photos' | 'quarantined'>;
}): JSX.Element {
  return (
    <Show when={props.assessment.quarantined === 0} fallback={<StatusMark status="conflict" />}>
      <StatusMark
        status={props.assessment.location}
        progress={
          props.assessment.location === 'uploading' && props.assessment.photos.total > 0
            ? { done: props.assessment.photos.verified, total: props.assessment.photos.total }
            : null
        }
      />
    </Show>
  );
}
