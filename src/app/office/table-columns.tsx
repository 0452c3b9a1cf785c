import { Show, type JSX } from 'solid-js';
import type { OfficeSortKey } from '#protocol/office-query.ts';
import type { OfficeRow } from '#protocol/office-wire.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { PhotoCount } from './photo-count.tsx';
import { scoreText } from './score-text.ts';
import { ShareBar } from './share-bar.tsx';
import { StageLadder } from './stage-ladder.tsx';

export const columnIds = [
  'firm',
  'region',
  'definition',
  'level',
  'L',
  'B',
  'verified',
  'completeness',
  'photos',
  'state',
  'submitted',
  'updated',
  'author',
] as const;
export type ColumnId = (typeof columnIds)[number];

export type TableColumn = {
  readonly id: ColumnId;
  /** Null where the server cannot order by it. */
  readonly sort: OfficeSortKey | null;
  /** CSS width in the grid of columns. With the least of each, the columns that stand there by default fit a window of 1280 pixels. */
  readonly width: string;
  readonly align: 'start' | 'end';
  readonly cell: (row: OfficeRow) => JSX.Element;
};

/** The firm's column leads and cannot be hidden. */
export const defaultColumns: readonly ColumnId[] = ['region', 'level', 'L', 'B', 'completeness', 'photos', 'state', 'submitted'];
/** What is left of the table beside the open panel. */
export const narrowColumns: readonly ColumnId[] = ['level', 'L', 'state'];
export const narrowestColumns: readonly ColumnId[] = ['level'];

export function columnName(id: ColumnId): string {
  return t(`office.column.${id}`);
}

export const tableColumns: Readonly<Record<ColumnId, TableColumn>> = {
  firm: { id: 'firm', sort: 'name', width: 'minmax(13rem, 1fr)', align: 'start', cell: () => null },
  region: {
    id: 'region',
    sort: 'region',
    width: 'minmax(3.5rem, 4.5rem)',
    align: 'start',
    cell: (row) => <span class="cell-wraps">{row.regionName}</span>,
  },
  definition: { id: 'definition', sort: null, width: '10rem', align: 'start', cell: (row) => row.definitionTitle },
  level: {
    id: 'level',
    sort: 'level',
    width: 'minmax(6.25rem, 7.5rem)',
    align: 'start',
    cell: (row) => <StageLadder name={row.levelName} reached={row.ladder.reached} of={row.ladder.of} />,
  },
  L: { id: 'L', sort: 'L', width: 'minmax(4.75rem, 5.5rem)', align: 'end', cell: (row) => <Score value={row.L} /> },
  B: { id: 'B', sort: 'B', width: 'minmax(4.5rem, 5rem)', align: 'end', cell: (row) => <Score value={row.B} /> },
  verified: { id: 'verified', sort: null, width: '8.5rem', align: 'start', cell: (row) => <Verified verified={row.verified} /> },
  completeness: {
    id: 'completeness',
    sort: 'completeness',
    width: 'minmax(6.25rem, 6.75rem)',
    align: 'start',
    cell: (row) => <ShareBar share={row.completeness} />,
  },
  photos: {
    id: 'photos',
    sort: 'photos',
    width: 'minmax(6.5rem, 7.75rem)',
    align: 'start',
    cell: (row) => <PhotoCount photos={row.photos} />,
  },
  state: {
    id: 'state',
    sort: 'state',
    width: 'minmax(5rem, 7rem)',
    align: 'start',
    cell: (row) => <span class="cell-wraps">{t(`shell.state.${row.state}`)}</span>,
  },
  submitted: {
    id: 'submitted',
    sort: 'submitted',
    width: 'minmax(7rem, 8rem)',
    align: 'start',
    cell: (row) =>
      row.submittedAt === null ? <span class="soft">{t('office.list.none')}</span> : <Moment at={row.submittedAt} />,
  },
  updated: { id: 'updated', sort: 'updated', width: '8rem', align: 'start', cell: (row) => <Moment at={row.updatedAt} /> },
  author: {
    id: 'author',
    sort: null,
    width: '6rem',
    align: 'start',
    cell: (row) => <span class="cell-wraps">{row.author}</span>,
  },
};

/** The score that stands after the visit, and how much of it differs from what the firm said. */
function Verified(props: { readonly verified: OfficeRow['verified'] }): JSX.Element {
  return (
    <Show when={props.verified} fallback={<span class="soft">{t('office.list.none')}</span>}>
      {(found) => (
        <span class="verified-cell">
          <Show when={found().L !== null}>
            <span>{scoreText(found().L)}</span>
          </Show>
          <span classList={{ soft: found().differing === 0, small: true }}>
            {t('office.verified.cell', { looked: found().looked, of: found().of, differing: found().differing })}
          </span>
        </span>
      )}
    </Show>
  );
}

function Moment(props: { readonly at: string }): JSX.Element {
  return <span class="moment-cell">{formatMoment(props.at)}</span>;
}

function Score(props: { readonly value: number | null }): JSX.Element {
  return <span classList={{ soft: props.value === null }}>{scoreText(props.value)}</span>;
}
