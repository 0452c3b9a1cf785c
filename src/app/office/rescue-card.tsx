import { createSignal, Show, type JSX } from 'solid-js';
import type { RescueReport } from '#protocol/rescue-wire.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Notice } from '../ui/notice.tsx';
import { problemOf } from './office-api.ts';
import { importRescue } from './people-api.ts';
import { officeProblemText } from './office-problem-text.ts';

type Import =
  | { readonly kind: 'idle' | 'busy' }
  | { readonly kind: 'done'; readonly report: RescueReport }
  | { readonly kind: 'failed'; readonly text: string };

/** Takes in a rescue bundle that a phone made without a network. The same file twice changes nothing. */
export function RescueCard(props: { readonly onImported: () => void }): JSX.Element {
  const [state, setState] = createSignal<Import>({ kind: 'idle' });
  const take = async (file: File): Promise<void> => {
    setState({ kind: 'busy' });
    try {
      setState({ kind: 'done', report: await importRescue(file) });
      props.onImported();
    } catch (error) {
      setState({ kind: 'failed', text: officeProblemText(problemOf(error)) });
    }
  };
  const report = (): RescueReport | null => {
    const now = state();
    return now.kind === 'done' ? now.report : null;
  };
  const failure = (): string | null => {
    const now = state();
    return now.kind === 'failed' ? now.text : null;
  };
  return (
    <section class="card stack-tight" aria-labelledby="rescue-title">
      <h2 id="rescue-title">{t('office.rescue.title')}</h2>
      <p class="soft">{t('office.rescue.text')}</p>
      <label class="button button-secondary rescue-choose" aria-disabled={state().kind === 'busy'}>
        {state().kind === 'busy' ? t('office.rescue.busy') : t('office.rescue.choose')}
        <input
          class="visually-hidden"
          type="file"
          accept=".txt,text/plain"
          disabled={state().kind === 'busy'}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void take(file);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <Show when={report()}>
        {(done) => (
          <Notice
            tone={done().ops.refused + done().photos.refused + done().damaged === 0 ? 'green' : 'amber'}
            title={t('office.rescue.from', { account: done().account, time: formatMoment(done().madeAt) })}
          >
            <p>{t('office.rescue.ops', done().ops)}</p>
            <p>{t('office.rescue.photos', done().photos)}</p>
          </Notice>
        )}
      </Show>
      <Show when={failure()}>{(text) => <Notice tone="red">{text()}</Notice>}</Show>
    </section>
  );
}
