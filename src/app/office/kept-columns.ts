import { createSignal, type Accessor } from 'solid-js';
import { columnIds, defaultColumns, type ColumnId } from './table-columns.tsx';

const key = 'xunzhen.office.columns';

/** The columns that this person wants, kept in the browser: it says nothing about any firm. */
export function createKeptColumns(): {
  readonly columns: Accessor<readonly ColumnId[]>;
  readonly choose: (columns: readonly ColumnId[]) => void;
} {
  const [columns, setColumns] = createSignal<readonly ColumnId[]>(read());
  return {
    columns,
    choose: (chosen) => {
      const inOrder = columnIds.filter((id) => id !== 'firm' && chosen.includes(id));
      setColumns(inOrder);
      write(inOrder);
    },
  };
}

function read(): readonly ColumnId[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(kept) ? columnIds.filter((id) => id !== 'firm' && kept.includes(id)) : defaultColumns;
  } catch {
    return defaultColumns;
  }
}

function write(columns: readonly ColumnId[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(columns));
  } catch {
    // Without localStorage the choice lasts until the page is closed.
  }
}
