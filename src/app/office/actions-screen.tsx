import ListChecks from 'lucide-solid/icons/list-checks';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Search from 'lucide-solid/icons/search';
import SearchX from 'lucide-solid/icons/search-x';
import { createUniqueId, For, Match, Show, Switch, type JSX } from 'solid-js';
import { actionsPageSize, actionViews, writeActionsQuery, type ActionsReply, type OfficeAction } from '#protocol/actions-wire.ts';
import type { OfficeFacets } from '#protocol/office-wire.ts';
import { severityText } from '../actions/action-words.ts';
import { formatNumber } from '../i18n/format.ts';
import { locale, t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Tag } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field } from '../ui/field.tsx';
import { ActionPanel } from './action-panel.tsx';
import { actionsExportAddress } from './actions-api.ts';
import { createActionsList, pageOf, type ActionsList } from './create-actions-list.ts';
import { createServerQuery } from './create-server-query.ts';
import { ExportMenu } from './export-menu.tsx';
import { readFacets } from './office-api.ts';
import { OfficeFrame } from './office-frame.tsx';
import { OfficeActionState } from './office-action-state.tsx';
import { ReadProblem } from './read-problem.tsx';
import './actions-screen.css';
import './assessment-panel.css';
import './filter-bar.css';
import './filter-box.css';
import './office-list.css';

/** `/office/actions`: what the firms of the region were to do, by day, with one open beside the list. */
export function OfficeActionsScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('actions.office.title')}>
      <Page />
    </OfficeFrame>
  );
}

function Page(): JSX.Element {
  const list = createActionsList();
  return (
    <div class="office-list" classList={{ 'office-list-split': list.openId() !== null }}>
      <section class="office-list-side" aria-labelledby="actions-title">
        <Head list={list} />
        <Filters list={list} />
        <Body list={list} />
        <Foot list={list} />
      </section>
      <Show when={list.openId()}>{(id) => <ActionPanel actionId={id()} onClose={() => list.open(null)} />}</Show>
    </div>
  );
}

function Head(props: { readonly list: ActionsList }): JSX.Element {
  const total = (): number => props.list.reply()?.total ?? 0;
  return (
    <header class="office-list-head">
      <h1 id="actions-title">{t('actions.office.title')}</h1>
      <p class="soft" role="status">
        <Show when={props.list.reply()} fallback={props.list.problem() === null ? t('office.list.loading') : ''}>
          {t('actions.office.total', { count: formatNumber(total(), 0) })}
        </Show>
      </p>
      <span class="office-list-tools no-print">
        <Show when={total() > 0}>
          <ExportMenu
            label={t('actions.office.export')}
            title={t('actions.office.exportTitle', { count: total() })}
            entries={[
              {
                label: t('actions.office.exportXlsx'),
                address: actionsExportAddress(props.list.query(), 'xlsx', locale()),
                disabled: null,
              },
              {
                label: t('actions.office.exportCsv'),
                address: actionsExportAddress(props.list.query(), 'csv', locale()),
                disabled: null,
              },
            ]}
          />
        </Show>
        <Button class="filter-button" icon={RefreshCw} aria-busy={props.list.refreshing()} onClick={() => props.list.again()}>
          {t('office.list.refresh')}
        </Button>
      </span>
    </header>
  );
}

function Filters(props: { readonly list: ActionsList }): JSX.Element {
  const facets = createServerQuery(() => ({ key: ['facets'], load: readFacets }));
  const regions = (): OfficeFacets['regions'] => facets.value()?.regions ?? [];
  const [regionId, authorId] = [createUniqueId(), createUniqueId()];
  const count = (view: (typeof actionViews)[number]): string => {
    const counts = props.list.reply()?.counts;
    return counts === undefined ? '' : formatNumber(counts[view], 0);
  };
  return (
    <div class="filter-bar no-print" role="search" aria-label={t('actions.office.views')}>
      <Field
        class="filter-search"
        type="search"
        label={t('actions.office.search')}
        quietLabel
        placeholder={t('actions.office.search')}
        maxLength={100}
        value={props.list.query().q ?? ''}
        before={<Search size={18} aria-hidden="true" />}
        onCommit={(text) => props.list.change({ q: text.trim() === '' ? null : text.trim() })}
      />
      <div class="action-views" role="group" aria-label={t('actions.office.views')}>
        <For each={actionViews}>
          {(view) => (
            <button
              type="button"
              class="filter-box action-view"
              classList={{ 'filter-box-active': props.list.query().view === view }}
              aria-pressed={props.list.query().view === view}
              onClick={() => props.list.change({ view })}
            >
              {t(`actions.office.view.${view}`)} {count(view)}
            </button>
          )}
        </For>
      </div>
      <Show when={regions().length > 1 || props.list.query().region !== null}>
        <div class="filter-box" classList={{ 'filter-box-active': props.list.query().region !== null }}>
          <label class="visually-hidden" for={regionId}>
            {t('office.filter.region')}
          </label>
          <select id={regionId} onChange={(event) => props.list.change({ region: event.currentTarget.value || null })}>
            <option value="" selected={props.list.query().region === null}>
              {t('office.filter.allRegions')}
            </option>
            <For each={regions().filter(({ depth }) => depth > 0)}>
              {(region) => (
                <option value={region.code} selected={props.list.query().region === region.code}>
                  {'\u3000'.repeat(Math.max(0, region.depth - 1))}
                  {region.name}
                </option>
              )}
            </For>
          </select>
        </div>
      </Show>
      <Show when={(props.list.reply()?.authors.length ?? 0) > 1 || props.list.query().author !== null}>
        <div class="filter-box" classList={{ 'filter-box-active': props.list.query().author !== null }}>
          <label class="visually-hidden" for={authorId}>
            {t('actions.office.author')}
          </label>
          <select id={authorId} onChange={(event) => props.list.change({ author: event.currentTarget.value || null })}>
            <option value="" selected={props.list.query().author === null}>
              {t('actions.office.allAuthors')}
            </option>
            <For each={props.list.reply()?.authors ?? []}>
              {({ id, name }) => (
                <option value={id} selected={props.list.query().author === id}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </div>
      </Show>
      <Show when={isNarrowed(props.list)}>
        <Button variant="quiet" class="filter-clear" onClick={() => props.list.clear()}>
          {t('actions.office.clear')}
        </Button>
      </Show>
    </div>
  );
}

function isNarrowed(list: ActionsList): boolean {
  return writeActionsQuery({ ...list.query(), offset: 0 }).length > 0;
}

function Body(props: { readonly list: ActionsList }): JSX.Element {
  return (
    <Switch fallback={<p class="office-list-wait soft">{t('office.list.loading')}</p>}>
      <Match when={props.list.problem()}>
        {(reason) => <ReadProblem problem={reason()} onAgain={() => props.list.again()} />}
      </Match>
      <Match when={props.list.reply()?.total === 0}>
        <Show
          when={isNarrowed(props.list)}
          fallback={<EmptyState icon={ListChecks} title={t('actions.office.empty')} text={t('actions.office.emptyText')} />}
        >
          <EmptyState
            icon={SearchX}
            title={t('actions.office.none')}
            text={t('actions.office.noneText')}
            action={<Button onClick={() => props.list.clear()}>{t('actions.office.clear')}</Button>}
          />
        </Show>
      </Match>
      <Match when={props.list.reply()}>{(reply) => <Table list={props.list} rows={reply().rows} />}</Match>
    </Switch>
  );
}

function Table(props: { readonly list: ActionsList; readonly rows: readonly OfficeAction[] }): JSX.Element {
  const wide = (): boolean => props.list.openId() === null;
  return (
    <div class="actions-scroll" tabIndex={-1}>
      <table class="actions-table" aria-label={t('actions.office.table')}>
        <thead>
          <tr>
            <th scope="col">{t('actions.office.columns.title')}</th>
            <th scope="col">{t('actions.office.columns.firm')}</th>
            <th scope="col">{t('actions.office.columns.due')}</th>
            <th scope="col">{t('actions.office.columns.state')}</th>
            <Show when={wide()}>
              <th scope="col">{t('actions.office.columns.owner')}</th>
              <th scope="col" class="actions-number">
                {t('actions.office.columns.gain')}
              </th>
              <th scope="col">{t('actions.office.columns.author')}</th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr classList={{ open: props.list.openId() === row.actionId }} onClick={() => props.list.open(row.actionId)}>
                <th scope="row">
                  <button
                    type="button"
                    class="actions-open"
                    aria-current={props.list.openId() === row.actionId ? 'true' : undefined}
                  >
                    {row.title}
                  </button>
                  <span class="action-row-line small">
                    <span class={`severity severity-${row.severity}`}>{severityText(row.severity)}</span>
                    <Show when={row.demo}>
                      <Tag>{t('office.row.demo')}</Tag>
                    </Show>
                  </span>
                </th>
                <td>
                  {row.enterpriseName}
                  <br />
                  <span class="soft small">{row.regionName}</span>
                </td>
                <td class="actions-day" classList={{ 'actions-late': row.overdue }}>
                  {row.due ?? t('actions.due.none')}
                  <Show when={row.overdue}>
                    <br />
                    <span class="small">{t('actions.office.view.overdue')}</span>
                  </Show>
                </td>
                <td>
                  <OfficeActionState row={row} />
                </td>
                <Show when={wide()}>
                  <td>{row.ownerName ?? '—'}</td>
                  <td class="actions-number">{row.gain === null ? '—' : formatNumber(row.gain)}</td>
                  <td>{row.author}</td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

function Foot(props: { readonly list: ActionsList }): JSX.Element {
  const page = (reply: ActionsReply) => pageOf(props.list.query(), reply);
  return (
    <footer class="office-list-foot no-print">
      <span>{t('actions.office.text')}</span>
      <Show when={props.list.reply()}>
        {(reply) => (
          <Show when={reply().total > actionsPageSize}>
            <span class="row">
              <Button
                variant="quiet"
                disabled={props.list.query().offset === 0}
                onClick={() => props.list.change({ offset: Math.max(0, props.list.query().offset - actionsPageSize) })}
              >
                {t('actions.office.previous')}
              </Button>
              <span>{t('actions.office.page', page(reply()))}</span>
              <Button
                variant="quiet"
                disabled={!page(reply()).next}
                onClick={() => props.list.change({ offset: props.list.query().offset + actionsPageSize })}
              >
                {t('actions.office.next')}
              </Button>
            </span>
          </Show>
        )}
      </Show>
    </footer>
  );
}
