import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { createSignal, For, Match, Show, Switch, untrack, type JSX } from 'solid-js';
import { coarsePosition, type VisitMoment } from '#domain/visit.ts';
import { createKeptText, type KeepText } from '#app/drafts/create-kept-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { locate, type Located } from '#app/visits/locate.ts';

const usual = ['indoors', 'refused', 'gate', 'other'] as const;

/** Arriving, or leaving: with the position where there is one, with a reason where there is none or it says too little. */
export function CheckSheet(props: CheckFormProps & { readonly open: boolean; readonly onClose: () => void }): JSX.Element {
  return (
    <Sheet
      open={props.open}
      title={props.way === 'in' ? t('visits.check.inTitle') : t('visits.check.outTitle')}
      onClose={() => props.onClose()}
    >
      <CheckForm {...props} />
    </Sheet>
  );
}

type CheckFormProps = {
  readonly way: 'in' | 'out';
  readonly busy: boolean;
  /** Said in the record beside the reason, such as a clock that was set; null: nothing. */
  readonly note: string | null;
  /** Where the reason is kept as it is typed. */
  readonly keep: KeepText;
  /** True once it is written. */
  readonly onCheck: (moment: VisitMoment) => Promise<boolean>;
};

function CheckForm(props: CheckFormProps): JSX.Element {
  const [located, setLocated] = createSignal<Located | null>(null);
  const { text: reason, type, sent } = createKeptText(untrack(() => props.keep));
  const [asked, setAsked] = createSignal(false);
  let turn = 0;
  const look = async (): Promise<void> => {
    const mine = ++turn;
    setLocated(null);
    const found = await locate();
    if (mine === turn) setLocated(found);
  };
  void look();
  const position = () => {
    const found = located();
    return found?.kind === 'got' ? found.position : null;
  };
  const isFine = (): boolean => (position()?.accuracy ?? Infinity) <= coarsePosition;
  const missing = (): boolean => !isFine() && reason().trim() === '';
  const go = async (): Promise<void> => {
    setAsked(true);
    if (missing()) return;
    const said = [isFine() ? '' : reason().trim(), props.note ?? ''].filter((part) => part !== '').join('；');
    const moment = { at: new Date().toISOString(), position: position(), reason: said === '' ? null : said };
    if (await props.onCheck(moment)) sent();
  };
  return (
    <div class="stack">
      <Found located={located()} />
      <Show when={props.note}>{(note) => <Notice tone="amber">{note()}</Notice>}</Show>
      <Show when={located() !== null && !isFine()}>
        <Button icon={RefreshCw} wide onClick={() => void look()}>
          {t('visits.check.again')}
        </Button>
      </Show>
      <Show when={!isFine()}>
        <div class="stack-tight">
          <Field
            label={t('visits.check.reason')}
            hint={located() === null ? t('visits.check.wait') : null}
            value={reason()}
            maxLength={200}
            onType={type}
            problem={asked() && missing() ? t('visits.check.reasonMissing') : null}
          />
          <div class="reason-picks">
            <For each={usual}>
              {(key) => (
                <Button onClick={() => type(t(`visits.check.reasons.${key}`))}>{t(`visits.check.reasons.${key}`)}</Button>
              )}
            </For>
          </div>
        </div>
      </Show>
      <Button variant="primary" size="large" wide disabled={props.busy} onClick={() => void go()}>
        {props.way === 'in' ? t('visits.check.inNow') : t('visits.check.outNow')}
      </Button>
    </div>
  );
}

function Found(props: { readonly located: Located | null }): JSX.Element {
  const accuracy = (): number => (props.located?.kind === 'got' ? Math.round(props.located.position.accuracy) : 0);
  return (
    <div aria-live="polite">
      <Switch fallback={<Notice tone="info">{t('visits.locating')}</Notice>}>
        <Match when={props.located?.kind === 'got' && accuracy() <= coarsePosition}>
          <Notice tone="green">{t('visits.check.got', { accuracy: accuracy() })}</Notice>
        </Match>
        <Match when={props.located?.kind === 'got'}>
          <Notice tone="amber" title={t('visits.check.coarse', { accuracy: accuracy() })}>
            {t('visits.check.coarseText')}
          </Notice>
        </Match>
        <Match when={props.located?.kind === 'refused'}>
          <Notice tone="amber" title={t('visits.check.refused')}>
            {t('visits.check.refusedText')}
          </Notice>
        </Match>
        <Match when={props.located?.kind === 'absent'}>
          <Notice tone="amber" title={t('visits.check.absent')}>
            {t('visits.check.absentText')}
          </Notice>
        </Match>
        <Match when={props.located?.kind === 'unavailable'}>
          <Notice tone="amber" title={t('visits.check.unavailable')}>
            {t('visits.check.unavailableText')}
          </Notice>
        </Match>
      </Switch>
    </div>
  );
}
