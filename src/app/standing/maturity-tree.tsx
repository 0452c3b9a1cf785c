import { For, Show, type JSX } from 'solid-js';
import type { TreeRow, TreeStanding } from '#diagnosis/standing.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import './standing.css';

/** Elements, domains and sub-domains: the score of each, and level by level how far it is met. */
export function MaturityTree(props: { readonly tree: TreeStanding | null }): JSX.Element {
  return (
    <Show when={props.tree}>
      {(tree) => (
        <Card title={t('shell.standing.tree')}>
          <p class="soft small">{t('shell.standing.treeHow', { percent: Math.round(tree().satisfiedAt * 100) })}</p>
          <table class="tree" style={{ '--levels': String(tree().levels.length) }}>
            <thead>
              <tr>
                <th scope="col">
                  <span class="visually-hidden">{t('shell.standing.treeName')}</span>
                </th>
                <For each={tree().levels}>
                  {(level) => (
                    <th scope="col" aria-label={level}>
                      {shortLevel(level)}
                    </th>
                  )}
                </For>
                <th scope="col">{t('shell.standing.treeScore')}</th>
              </tr>
            </thead>
            <tbody>
              <For each={tree().rows}>{(row) => <Row row={row} tree={tree()} />}</For>
            </tbody>
          </table>
        </Card>
      )}
    </Show>
  );
}

function Row(props: { readonly row: TreeRow; readonly tree: TreeStanding }): JSX.Element {
  return (
    <tr class={`tree-row tree-row-${String(props.row.depth)}`}>
      <th scope="row" colSpan={props.row.levels.length === 0 ? props.tree.levels.length + 1 : 1}>
        {props.row.name}
      </th>
      <For each={props.row.levels}>
        {(cell) => (
          <td class={`tree-cell ${cellTone(cell, props.tree.satisfiedAt)}`}>{cellWords(cell, props.tree.satisfiedAt)}</td>
        )}
      </For>
      <td class="tree-total">{props.row.total === null ? t('shell.standing.none') : props.row.total.toFixed(2)}</td>
    </tr>
  );
}

function cellTone(cell: TreeRow['levels'][number], satisfiedAt: number): string {
  if (cell === null || cell.score === null) return 'tree-cell-blank';
  return cell.score >= satisfiedAt - 1e-9 ? 'tree-cell-met' : 'tree-cell-part';
}

function cellWords(cell: TreeRow['levels'][number], satisfiedAt: number): JSX.Element {
  if (cell === null) return <span class="visually-hidden">{t('shell.standing.notAsked')}</span>;
  if (cell.score === null) {
    return (
      <>
        <span aria-hidden="true">·</span>
        <span class="visually-hidden">{t('shell.standing.unanswered')}</span>
      </>
    );
  }
  if (cell.score >= satisfiedAt - 1e-9) {
    return (
      <>
        <span aria-hidden="true">✓</span>
        <span class="visually-hidden">{t('shell.standing.met')}</span>
      </>
    );
  }
  // Cut, never rounded up to what it misses.
  return (Math.floor(cell.score * 100) / 100).toFixed(2);
}

/** `三级（集成级）` has room as `三级` above a narrow column. */
function shortLevel(name: string): string {
  return name.split('（')[0] ?? name;
}
