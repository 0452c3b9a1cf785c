import Columns3 from 'lucide-solid/icons/columns-3';
import { For, type JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Popover } from './popover.tsx';
import { columnIds, columnName, defaultColumns, type ColumnId } from './table-columns.tsx';

/** Which columns the table has; the firm's own always stays. */
export function ColumnMenu(props: {
  readonly columns: readonly ColumnId[];
  readonly onChange: (columns: readonly ColumnId[]) => void;
}): JSX.Element {
  return (
    <Popover label={t('office.column.choose')} title={t('office.column.chooseTitle')} icon={Columns3} align="end">
      {() => (
        <>
          <p class="popover-title">{t('office.column.chooseTitle')}</p>
          <For each={columnIds.filter((id) => id !== 'firm')}>
            {(id) => (
              <label class="check-row">
                <input
                  type="checkbox"
                  checked={props.columns.includes(id)}
                  onChange={(event) =>
                    props.onChange(
                      event.currentTarget.checked ? [...props.columns, id] : props.columns.filter((shown) => shown !== id),
                    )
                  }
                />
                {columnName(id)}
              </label>
            )}
          </For>
          <Button variant="quiet" onClick={() => props.onChange(defaultColumns)}>
            {t('office.column.reset')}
          </Button>
        </>
      )}
    </Popover>
  );
}
