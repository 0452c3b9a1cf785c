import { useParams, useSearchParams } from '@solidjs/router';
import Factory from 'lucide-solid/icons/factory';
import ClipboardList from 'lucide-solid/icons/clipboard-list';
import ClipboardPlus from 'lucide-solid/icons/clipboard-plus';
import { For, Show, Suspense, type JSX } from 'solid-js';
import { FirmActions } from '#app/actions/firm-actions.tsx';
import { formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { screen } from '#app/screen.ts';
import { AssessmentRow } from '#app/ui/assessment-row.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card, Tag } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { StatusMark } from '#app/ui/status-mark.tsx';
import { pathName } from '#domain/regions.ts';
import type { EnterpriseView } from '#store/views.ts';
import { createEnterprise, type EnterprisePage } from './create-enterprise.ts';
import { industryText } from './industry-picker.tsx';
import { FirmDisputes } from './firm-disputes.tsx';
import { StartSheet } from './start-sheet.tsx';
import './enterprises.css';

const FirmVisits = screen<{ readonly code: string }>(
  async () => (await import('#app/visits/firm-visits.tsx')).FirmVisits,
  'visits',
);

/** One firm: its facts, its assessments, and the start of a new one. */
export function EnterpriseScreen(): JSX.Element {
  const parameters = useParams<{ code: string }>();
  const [search, setSearch] = useSearchParams();
  const page = createEnterprise(() => parameters.code);
  const starting = (): boolean => search['start'] !== undefined;
  return (
    <>
      <TopBar
        title={page.enterprise()?.name ?? t('shell.enterprises.title')}
        tabTitle={t('shell.enterprises.title')}
        back="/enterprises"
      />
      <ScreenBody>
        <Show
          when={!page.absent()}
          fallback={<EmptyState icon={Factory} title={t('shell.enterprises.absent')} text={t('shell.enterprises.absentText')} />}
        >
          <Show when={page.enterprise()}>
            {(enterprise) => (
              <>
                <Button
                  variant="primary"
                  size="large"
                  wide
                  icon={ClipboardPlus}
                  onClick={() => setSearch({ start: '1' }, { replace: true, scroll: false })}
                >
                  {t('shell.enterprises.start')}
                </Button>
                <Suspense>
                  <FirmVisits code={enterprise().code} />
                </Suspense>
                <Assessments page={page} />
                <FirmActions enterprise={enterprise().code} />
                <FirmDisputes enterprise={enterprise()} disputes={page.disputes()} />
                <Facts enterprise={enterprise()} />
                <StartSheet
                  page={page}
                  open={starting()}
                  onClose={() => setSearch({ start: null }, { replace: true, scroll: false })}
                />
              </>
            )}
          </Show>
        </Show>
      </ScreenBody>
    </>
  );
}

function Assessments(props: { readonly page: EnterprisePage }): JSX.Element {
  return (
    <section class="stack-tight">
      <h2>{t('shell.enterprises.assessments')}</h2>
      <Card flush>
        <For
          each={props.page.assessments()}
          fallback={
            <EmptyState
              icon={ClipboardList}
              title={t('shell.enterprises.assessmentsNone')}
              text={t('shell.enterprises.assessmentsNoneText')}
            />
          }
        >
          {(assessment) => <AssessmentRow assessment={assessment} hideName />}
        </For>
      </Card>
    </section>
  );
}

function Facts(props: { readonly enterprise: EnterpriseView }): JSX.Element {
  const facts = (): readonly (readonly [string, string | null])[] => {
    const firm = props.enterprise;
    return [
      [t('shell.enterprises.code'), firm.code],
      [t('shell.enterprises.region'), pathName(firm.region)],
      [t('shell.enterprises.industry'), firm.industry === null ? null : industryText(firm.industry)],
      [t('shell.enterprises.size'), firm.size === null ? null : t(`shell.size.${firm.size}`)],
      [
        t('shell.enterprises.headcount'),
        firm.headcount === null ? null : `${formatNumber(firm.headcount)} ${t('shell.enterprises.persons')}`,
      ],
      [
        t('shell.enterprises.revenue'),
        firm.revenue === null ? null : `${formatNumber(firm.revenue, 2)} ${t('shell.enterprises.tenThousand')}`,
      ],
      [t('shell.enterprises.address'), firm.address],
      [t('shell.enterprises.contact'), firm.contact],
      [t('shell.enterprises.phone'), firm.phone],
    ];
  };
  // The server leaves it out for who need not see it, which reads like not filled in.
  const unknown = (name: string): string =>
    t(name === t('shell.enterprises.revenue') ? 'shell.enterprises.revenueNotShown' : 'shell.enterprises.notKnown');
  return (
    <Card title={t('shell.enterprises.facts')} action={<Tag>{t(`shell.enterprises.source.${props.enterprise.source}`)}</Tag>}>
      <div class="stack">
        <div class="row">
          <Show when={props.enterprise.demo}>
            <Tag>{t('shell.app.demo')}</Tag>
          </Show>
          <Show when={props.enterprise.unsent}>
            <StatusMark status="phone" />
          </Show>
        </div>
        <dl class="facts">
          <For each={facts()}>
            {([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd classList={{ soft: value === null }}>{value ?? unknown(name)}</dd>
              </>
            )}
          </For>
        </dl>
      </div>
    </Card>
  );
}
