import ListChecks from 'lucide-solid/icons/list-checks';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { Show, type JSX } from 'solid-js';
import type { ActionOf } from '#oplog/project-action.ts';
import { ActionRow } from '#app/actions/action-row.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { LinkRow } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { VirtualList } from '#app/ui/virtual-list.tsx';
import { createActions, shows, type ActionList } from './create-actions.ts';
import './actions-screen.css';

const rowHeight = 8.75;

/** What was agreed, by day: of everybody on this phone, or of one firm. */
export function ActionsScreen(): JSX.Element {
  const list = createActions();
  return (
    <>
      <TopBar
        title={t('actions.list.title')}
        subtitle={list.firmName()}
        back={list.firm() === null ? '/' : `/enterprises/${list.firm() ?? ''}`}
        actions={
          <Show when={list.listed().length > 0 && list.show() !== 'closed'}>
            <Button variant="quiet" aria-pressed={list.chosen() !== null} onClick={() => list.choose(list.chosen() === null)}>
              {list.chosen() === null ? t('shell.actions.followUp') : t('actions.list.cancel')}
            </Button>
          </Show>
        }
        below={
          <Segmented
            label={t('actions.list.filter')}
            quietLabel
            value={list.show()}
            onChange={list.setShow}
            options={shows.map((value) => ({ value, label: `${t(`actions.list.${value}`)} ${String(list.count(value))}` }))}
          />
        }
      />
      <ScreenBody class="actions-body">
        <Show when={list.problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
        <Show when={list.chosen() !== null}>
          <p class="soft small">{t('actions.list.chooseFirst')}</p>
        </Show>
        <Show when={list.all() !== null}>
          <Show when={list.listed().length > 0} fallback={<Nothing list={list} />}>
            <section class="card card-flush">
              <VirtualList
                count={list.listed().length}
                rowHeight={rowHeight}
                label={t('actions.list.label')}
                row={(at) => <Show when={list.listed()[at]}>{(action) => <Row list={list} action={action()} />}</Show>}
              />
            </section>
          </Show>
        </Show>
      </ScreenBody>
      <Show when={(list.chosen()?.size ?? 0) > 0}>
        <div class="actions-bar no-print">
          <Button variant="primary" size="large" wide icon={RotateCcw} onClick={() => void list.follow()}>
            {t('actions.list.chosen', { count: list.chosen()?.size ?? 0 })}
          </Button>
        </div>
      </Show>
    </>
  );
}

function Row(props: { readonly list: ActionList; readonly action: ActionOf }): JSX.Element {
  const inner = (): JSX.Element => (
    <ActionRow action={props.action} today={props.list.today()} hideFirm={props.list.firm() !== null} />
  );
  return (
    <Show
      when={props.list.chosen()}
      fallback={
        <LinkRow class="actions-row" href={`/actions/${props.action.actionId}`}>
          {inner()}
        </LinkRow>
      }
    >
      {(chosen) => (
        <label class="link-row actions-row">
          <input
            type="checkbox"
            checked={chosen().has(props.action.actionId)}
            disabled={!props.list.canChoose(props.action)}
            onChange={() => props.list.toggle(props.action)}
          />
          <span class="link-row-text">{inner()}</span>
        </label>
      )}
    </Show>
  );
}

function Nothing(props: { readonly list: ActionList }): JSX.Element {
  const any = (): boolean => (props.list.all()?.length ?? 0) > 0;
  return (
    <EmptyState
      icon={ListChecks}
      title={any() ? t('actions.list.none') : t('actions.list.empty')}
      text={any() ? t('actions.list.noneText') : t('actions.list.emptyText')}
    />
  );
}
