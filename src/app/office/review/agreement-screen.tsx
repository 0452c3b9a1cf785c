import { A } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Scale from 'lucide-solid/icons/scale';
import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { AgreementReply } from '#protocol/review-wire.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { createServerQuery } from '../create-server-query.ts';
import { OfficeFrame } from '../office-frame.tsx';
import { ReadProblem } from '../read-problem.tsx';
import { queueAddress } from './queue-state.ts';
import { readAgreement } from './review-api.ts';
import './review.css';

/** Below so many pairs a kappa says little. */
const fewPairs = 20;

/** `/office/review/agreement`: how far first and second review agree, clause by clause. */
export function AgreementScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('workflow.agreement.title')}>
      <AgreementPage />
    </OfficeFrame>
  );
}

function AgreementPage(): JSX.Element {
  const query = createServerQuery(() => ({ key: ['agreement'], load: readAgreement }));
  return (
    <section class="queue" aria-labelledby="agreement-title">
      <header class="review-head">
        <A href={queueAddress()} class="review-back">
          <ArrowLeft size={18} aria-hidden="true" />
          {t('workflow.review.back')}
        </A>
        <h1 id="agreement-title">{t('workflow.agreement.title')}</h1>
        <Show when={query.value()}>
          {(reply) => (
            <>
              <p>{t('workflow.agreement.text', { share: reply().share })}</p>
              <p class="soft">{t('workflow.agreement.counts', { drawn: reply().drawn, graded: reply().graded })}</p>
            </>
          )}
        </Show>
      </header>
      <Switch fallback={<p class="soft queue-wait">{t('workflow.desk.loading')}</p>}>
        <Match when={query.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={query.again} />}</Match>
        <Match when={query.value()?.graded === 0}>
          <EmptyState icon={Scale} title={t('workflow.agreement.empty')} text={t('workflow.agreement.emptyText')} />
        </Match>
        <Match when={query.value()}>{(reply) => <AgreementTable clauses={reply().clauses} />}</Match>
      </Switch>
    </section>
  );
}

function AgreementTable(props: { readonly clauses: AgreementReply['clauses'] }): JSX.Element {
  const percent = (share: number | null): string => (share === null ? '–' : `${String(Math.round(share * 100))}%`);
  const why = (clause: AgreementReply['clauses'][number]): string => {
    if (clause.why === 'no-pairs') return t('workflow.agreement.noPairs');
    if (clause.why === 'no-variation') return t('workflow.agreement.noVariation');
    return clause.pairs < fewPairs ? t('workflow.agreement.few') : '';
  };
  return (
    <div class="queue-scroll" tabIndex={0} role="region" aria-label={t('workflow.agreement.title')}>
      <table class="queue-table">
        <thead>
          <tr>
            <th scope="col">{t('workflow.agreement.clause')}</th>
            <th scope="col">{t('workflow.agreement.instrument')}</th>
            <th scope="col" class="queue-number">
              {t('workflow.agreement.pairs')}
            </th>
            <th scope="col" class="queue-number">
              {t('workflow.agreement.same')}
            </th>
            <th scope="col" class="queue-number">
              {t('workflow.agreement.kappa')}
            </th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          <For each={props.clauses}>
            {(clause) => (
              <tr>
                <td>
                  <span class="soft">{clause.question}</span> {clause.label}
                </td>
                <td>{clause.definitionTitle}</td>
                <td class="queue-number">{clause.pairs}</td>
                <td class="queue-number">{percent(clause.same)}</td>
                <td class="queue-number">{clause.kappa === null ? '–' : clause.kappa.toFixed(2)}</td>
                <td class="soft small">{why(clause)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
