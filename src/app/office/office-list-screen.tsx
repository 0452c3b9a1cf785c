import ClipboardList from 'lucide-solid/icons/clipboard-list';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import SearchX from 'lucide-solid/icons/search-x';
import { createMemo, createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { writeFilter, type OfficeFilter } from '#protocol/office-query.ts';
import { formatNumber, formatTime } from '../i18n/format.ts';
import { locale, t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { AssessmentPanel } from './assessment-panel.tsx';
import { AssessmentTable } from './assessment-table.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { createOfficeList, type OfficeList } from './create-office-list.ts';
import { createServerQuery } from './create-server-query.ts';
import { ExportMenu, type ExportEntry } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { createKeptColumns } from './kept-columns.ts';
import { listExportAddress, readFacets } from './office-api.ts';
import { OfficeFrame } from './office-frame.tsx';
import { ReadProblem } from './read-problem.tsx';
import { createWide } from './create-wide.ts';
import { narrowColumns, narrowestColumns } from './table-columns.tsx';
import './office-list.css';

/** Most assessments whose answers fit into one workbook; the server refuses more. */
const workbookAssessmentLimit = 1000;

/** `/office`: everything received in the person's region, narrowed by the filters in the address, with one open beside it. */
export function OfficeListScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('office.list.title')}>
      <ListPage />
    </OfficeFrame>
  );
}

function ListPage(): JSX.Element {
  const list = createOfficeList();
  const kept = createKeptColumns();
  const facets = createServerQuery(() => ({ key: ['facets'], load: readFacets }));
  const wide = createWide();
  const columns = () => {
    if (list.openId() === null) return kept.columns();
    return wide() ? narrowColumns : narrowestColumns;
  };
  return (
    <div class="office-list" classList={{ 'office-list-split': list.openId() !== null }}>
      <section class="office-list-side" aria-labelledby="office-list-title">
        <ListHead list={list} columns={kept.columns()} onColumns={kept.choose} />
        <FilterBar filter={list.filter()} facets={facets.value()} onChange={list.setFilter} onClear={list.clearFilter} />
        <ListBody list={list} columns={columns()} />
        <ListFoot list={list} />
      </section>
      <Show when={list.openId()}>{(id) => <AssessmentPanel assessmentId={id()} onClose={list.close} onMove={list.move} />}</Show>
    </div>
  );
}

function ListHead(props: {
  readonly list: OfficeList;
  readonly columns: Parameters<typeof ColumnMenu>[0]['columns'];
  readonly onColumns: Parameters<typeof ColumnMenu>[0]['onChange'];
}): JSX.Element {
  const total = (): number => props.list.pages.total() ?? 0;
  const entries = createMemo<readonly ExportEntry[]>(() => {
    const address = (format: 'xlsx' | 'csv', content: 'list' | 'answers'): string =>
      listExportAddress(props.list.filter(), props.list.sort(), { format, content }, locale());
    const tooMany = total() > workbookAssessmentLimit ? t('office.export.tooMany', { limit: workbookAssessmentLimit }) : null;
    return [
      { label: t('office.export.listXlsx'), address: address('xlsx', 'list'), disabled: null },
      { label: t('office.export.listCsv'), address: address('csv', 'list'), disabled: null },
      { label: t('office.export.answersXlsx'), address: address('xlsx', 'answers'), disabled: tooMany },
      { label: t('office.export.answersCsv'), address: address('csv', 'answers'), disabled: null },
    ];
  });
  return (
    <header class="office-list-head">
      <h1 id="office-list-title">{t('office.list.heading')}</h1>
      <p class="soft" role="status">
        <Show
          when={props.list.pages.total() !== null}
          fallback={props.list.pages.problem() === null ? t('office.list.loading') : ''}
        >
          {t(narrowed(props.list.filter()) ? 'office.list.totalFiltered' : 'office.list.total', {
            count: formatNumber(total(), 0),
          })}
        </Show>
      </p>
      <span class="office-list-tools no-print">
        <Show when={total() > 0}>
          <ExportMenu
            label={t('office.export.button')}
            title={t('office.export.title', { count: total() })}
            entries={entries()}
          />
        </Show>
        <Show when={props.list.openId() === null}>
          <ColumnMenu columns={props.columns} onChange={props.onColumns} />
        </Show>
        <Button
          class="filter-button"
          icon={RefreshCw}
          aria-busy={props.list.pages.refreshing()}
          onClick={() => props.list.pages.again()}
        >
          {t('office.list.refresh')}
        </Button>
      </span>
    </header>
  );
}

function ListBody(props: {
  readonly list: OfficeList;
  readonly columns: Parameters<typeof AssessmentTable>[0]['columns'];
}): JSX.Element {
  const [sawAny, setSawAny] = createSignal(false);
  const total = createMemo(() => {
    const now = props.list.pages.total();
    if (now !== null && now > 0) setSawAny(true);
    return now;
  });
  return (
    <Switch fallback={<p class="office-list-wait soft">{t('office.list.loading')}</p>}>
      <Match when={props.list.pages.problem()}>
        {(reason) => <ReadProblem problem={reason()} onAgain={() => props.list.pages.again()} />}
      </Match>
      <Match when={total() === 0}>
        <Show
          when={narrowed(props.list.filter()) || sawAny()}
          fallback={<EmptyState icon={ClipboardList} title={t('office.list.emptyTitle')} text={t('office.list.emptyText')} />}
        >
          <EmptyState
            icon={SearchX}
            title={t('office.list.noneTitle')}
            text={t('office.list.noneText')}
            action={<Button onClick={() => props.list.clearFilter()}>{t('office.list.clear')}</Button>}
          />
        </Show>
      </Match>
      <Match when={total() !== null}>
        <AssessmentTable
          total={total() ?? 0}
          row={props.list.pages.row}
          columns={props.columns}
          sort={props.list.sort()}
          onSort={props.list.setSort}
          orderKey={props.list.orderKey()}
          onWindow={props.list.setWindow}
          current={props.list.current()}
          focusTurn={props.list.focusTurn()}
          openId={props.list.openId()}
          href={props.list.hrefOf}
          onOpen={props.list.open}
        />
      </Match>
    </Switch>
  );
}

function ListFoot(props: { readonly list: OfficeList }): JSX.Element {
  const at = (): string => {
    const total = props.list.pages.total() ?? 0;
    const index = props.list.current();
    return index < 0 || total === 0 ? '' : t('office.list.position', { index: index + 1, total });
  };
  return (
    <footer class="office-list-foot no-print">
      <span>{t('office.list.keys')}</span>
      <Show when={props.list.pages.staleSince()}>
        {(since) => <span class="office-stale">{t('office.frame.stale', { time: formatTime(since()) })}</span>}
      </Show>
      <span>{at()}</span>
    </footer>
  );
}

function narrowed(filter: OfficeFilter): boolean {
  return writeFilter(filter).length > 0;
}
