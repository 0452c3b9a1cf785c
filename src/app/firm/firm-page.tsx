import FileQuestion from 'lucide-solid/icons/file-question-mark';
import { createMemo, createSignal, Match, onMount, Show, Switch, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FirmFormReply } from '#protocol/firm-link-wire.ts';
import { problem, type Problem } from '#shared/problems.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { firmApi, tokenOf, type FirmApi } from './firm-api.ts';
import { FirmFilling } from './firm-filling.tsx';
import { failureText } from './firm-save-line.tsx';

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'open'; readonly api: FirmApi; readonly reply: FirmFormReply; readonly compiled: CompiledDefinition };

/** The self-assessment as the firm fills it by its link: needs a network and a browser, nothing else. */
export function FirmPage(): JSX.Element {
  const [state, setState] = createSignal<State>({ kind: 'opening' });
  const open = async (): Promise<void> => {
    const token = tokenOf(window.location.hash);
    if (token === null) {
      setState({ kind: 'failed', problem: problem('firm-link.unknown') });
      return;
    }
    setState({ kind: 'opening' });
    const api = firmApi(token);
    const form = await api.form();
    setState(form.kind === 'ok' ? { kind: 'open', api, ...form.value } : { kind: 'failed', problem: form.problem });
  };
  onMount(() => {
    void open();
    // Another link pasted into the same tab.
    window.addEventListener('hashchange', () => window.location.reload());
  });
  const failed = (): Problem | null => {
    const now = state();
    return now.kind === 'failed' ? now.problem : null;
  };
  const opened = createMemo(() => {
    const now = state();
    return now.kind === 'open' ? now : null;
  });
  return (
    <Switch>
      <Match when={state().kind === 'opening'}>
        <TopBar title={t('firm.name')} />
        <ScreenBody>
          <p class="soft" role="status">
            {t('firm.opening')}
          </p>
        </ScreenBody>
      </Match>
      <Match when={failed()}>
        {(why) => (
          <>
            <TopBar title={t('firm.name')} />
            <ScreenBody>
              <EmptyState
                icon={FileQuestion}
                title={isLink(why()) ? t('firm.closed') : t('firm.failed')}
                text={failureText(why())}
                action={
                  <Show when={!isLink(why())}>
                    <Button variant="primary" onClick={() => void open()}>
                      {t('firm.retry')}
                    </Button>
                  </Show>
                }
              />
            </ScreenBody>
          </>
        )}
      </Match>
      <Match when={opened()} keyed>
        {({ api, reply, compiled }) => <FirmFilling api={api} reply={reply} compiled={compiled} />}
      </Match>
    </Switch>
  );
}

function isLink({ code }: Problem): boolean {
  return code === 'firm-link.unknown' || code === 'firm-link.closed';
}
