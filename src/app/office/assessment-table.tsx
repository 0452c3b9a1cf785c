import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { createEffect, createMemo, For, on, Show, type JSX } from 'solid-js';
import type { OfficeSort } from '#protocol/office-query.ts';
import type { OfficeRow } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import { Tag } from '../ui/card.tsx';
import { RowSigns } from './row-signs.tsx';
import { columnName, tableColumns, type ColumnId, type TableColumn } from './table-columns.tsx';
import { createTableScroll } from './create-table-scroll.ts';
import type { VirtualWindow } from './virtual-window.ts';
import './assessment-table.css';

/**
 * The list as a table that stays fast at any length: only the rows in sight are in the page, between two spacers. `current` is the
 * row that the keyboard is on.
 */
export function AssessmentTable(props: {
  readonly total: number;
  readonly row: (index: number) => OfficeRow | null;
  readonly columns: readonly ColumnId[];
  readonly sort: OfficeSort;
  readonly onSort: (sort: OfficeSort) => void;
  /** Another one is another list: it begins at its top. */
  readonly orderKey: string;
  readonly onWindow: (window: VirtualWindow) => void;
  readonly current: number;
  /** Moves the focus to the current row each time it changes. */
  readonly focusTurn: number;
  readonly openId: string | null;
  readonly href: (row: OfficeRow) => string;
  readonly onOpen: (index: number, row: OfficeRow) => void;
}): JSX.Element {
  const scroll = createTableScroll({
    total: () => props.total,
    current: () => props.current,
    orderKey: () => props.orderKey,
  });
  const columns = createMemo<readonly TableColumn[]>(() => [tableColumns.firm, ...props.columns.map((id) => tableColumns[id])]);
  createEffect(() => props.onWindow(scroll.inSight()));
  const indexes = createMemo(() => {
    const { from, to } = scroll.inSight();
    return Array.from({ length: to - from }, (_, at) => from + at);
  });
  return (
    <div
      ref={(element) => scroll.attach(element)}
      class="table-scroll"
      tabIndex={-1}
      onScroll={(event) => scroll.onScroll(event.currentTarget.scrollTop)}
    >
      {/* Grid layout takes the table roles from the tags in some browsers: they are said once more. */}
      <table
        role="table"
        class="desk-table"
        aria-label={t('office.list.table')}
        aria-rowcount={props.total + 1}
        style={{
          '--columns': columns()
            .map(({ width }) => width)
            .join(' '),
          '--row-height': `${String(scroll.rowHeight())}px`,
        }}
      >
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            <For each={columns()}>{(column) => <HeadCell column={column} sort={props.sort} onSort={props.onSort} />}</For>
          </tr>
        </thead>
        <tbody
          role="rowgroup"
          style={{
            'padding-top': `${String(scroll.inSight().from * scroll.rowHeight())}px`,
            'padding-bottom': `${String((props.total - scroll.inSight().to) * scroll.rowHeight())}px`,
          }}
        >
          <For each={indexes()}>
            {(index) => (
              <Show when={props.row(index)} fallback={<PendingRow index={index} />}>
                {(row) => (
                  <BodyRow
                    row={row()}
                    index={index}
                    columns={columns()}
                    current={props.current === index}
                    focusTurn={props.focusTurn}
                    open={props.openId === row().assessmentId}
                    href={props.href(row())}
                    onOpen={() => props.onOpen(index, row())}
                  />
                )}
              </Show>
            )}
          </For>
        </tbody>
      </table>
      <Show when={scroll.inSight().to - scroll.inSight().from < props.total}>
        <p class="print-only small">
          {t('office.list.printed', { from: scroll.inSight().from + 1, to: scroll.inSight().to, total: props.total })}
        </p>
      </Show>
    </div>
  );
}

function HeadCell(props: {
  readonly column: TableColumn;
  readonly sort: OfficeSort;
  readonly onSort: (sort: OfficeSort) => void;
}): JSX.Element {
  const active = (): boolean => props.column.sort !== null && props.column.sort === props.sort.key;
  const direction = (): 'ascending' | 'descending' | undefined => {
    if (!active()) return undefined;
    return props.sort.descending ? 'descending' : 'ascending';
  };
  return (
    <th role="columnheader" scope="col" class={`align-${props.column.align}`} aria-sort={direction()}>
      <Show when={props.column.sort} fallback={columnName(props.column.id)}>
        {(key) => (
          <button
            type="button"
            class="head-button"
            title={t('office.list.sortBy', { column: columnName(props.column.id) })}
            onClick={() => props.onSort({ key: key(), descending: active() ? !props.sort.descending : firstDescending(key()) })}
          >
            {columnName(props.column.id)}
            <Show when={active()}>
              {props.sort.descending ? <ArrowDown size={14} aria-hidden="true" /> : <ArrowUp size={14} aria-hidden="true" />}
            </Show>
          </button>
        )}
      </Show>
    </th>
  );
}

/** Names and places are read from A; of times and scores the newest and highest are wanted first. */
function firstDescending(key: OfficeSort['key']): boolean {
  return key !== 'name' && key !== 'region' && key !== 'state';
}

function BodyRow(props: {
  readonly row: OfficeRow;
  readonly index: number;
  readonly columns: readonly TableColumn[];
  readonly current: boolean;
  readonly focusTurn: number;
  readonly open: boolean;
  readonly href: string;
  readonly onOpen: () => void;
}): JSX.Element {
  let link: HTMLAnchorElement | null = null;
  createEffect(
    on([() => props.current, () => props.focusTurn], ([current, turn], before) => {
      // A row that merely scrolls into sight again takes the focus from nobody.
      const asked = before !== undefined && before[1] !== turn;
      if (current && (asked || isFree(document.activeElement))) link?.focus({ preventScroll: true });
    }),
  );
  const openHere = (event: MouseEvent): void => {
    // Asking the browser for a new tab stays the browser's.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    props.onOpen();
  };
  return (
    <tr
      role="row"
      aria-rowindex={props.index + 2}
      classList={{ current: props.current, open: props.open, voided: props.row.state === 'voided' }}
      onClick={openHere}
    >
      <For each={props.columns}>
        {(column) =>
          column.id === 'firm' ? (
            <th role="rowheader" scope="row" class="firm-cell">
              <a
                ref={(element) => {
                  link = element;
                }}
                href={props.href}
                title={props.row.enterpriseName}
                aria-label={t('office.list.open', { firm: props.row.enterpriseName })}
                aria-current={props.open ? 'true' : undefined}
              >
                {props.row.enterpriseName}
              </a>
              <span class="firm-under">
                <span class="firm-code">{props.row.enterpriseCode}</span>
                <RowSigns row={props.row} />
                <Show when={props.row.followUp}>
                  <Tag>{t('shell.actions.followUp')}</Tag>
                </Show>
                <Show when={props.row.demo}>
                  <Tag>{t('office.row.demo')}</Tag>
                </Show>
              </span>
            </th>
          ) : (
            <td role="cell" class={`align-${column.align}`}>
              {column.cell(props.row)}
            </td>
          )
        }
      </For>
    </tr>
  );
}

function PendingRow(props: { readonly index: number }): JSX.Element {
  return (
    <tr role="row" class="pending" aria-rowindex={props.index + 2}>
      <td role="cell">
        <span class="soft">{t('office.list.loadingRows', { from: props.index + 1, to: props.index + 1 })}</span>
      </td>
    </tr>
  );
}

/** Nothing that a person is using has the focus: the page itself, or another row. */
function isFree(active: Element | null): boolean {
  return (
    active === null ||
    active === document.body ||
    active.matches('#main, .table-scroll') ||
    active.closest('.desk-table') !== null
  );
}
