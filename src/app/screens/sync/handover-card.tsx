import FileText from 'lucide-solid/icons/file-text';
import PackageOpen from 'lucide-solid/icons/package-open';
import PackagePlus from 'lucide-solid/icons/package-plus';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { saveFile } from '#app/save-file.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { ShareFileButton } from '#app/ui/share-file-button.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import type { Taken } from '#sync/take-handover.ts';

/** From one phone to the other of the same visit, without any network: a file and a code that is said aloud. */
export function HandoverCard(): JSX.Element {
  const [taking, setTaking] = createSignal(false);
  return (
    <Card title={t('shell.sync.handover')}>
      <div class="stack">
        <p class="soft">{t('shell.sync.handoverText')}</p>
        <Give />
        <Button wide icon={PackageOpen} onClick={() => setTaking(true)}>
          {t('shell.sync.handoverTake')}
        </Button>
      </div>
      <Sheet open={taking()} title={t('shell.sync.handoverTake')} onClose={() => setTaking(false)}>
        <Take />
      </Sheet>
    </Card>
  );
}

type Given =
  | { readonly kind: 'idle' | 'making' | 'nothing' | 'failed' }
  | { readonly kind: 'done'; readonly file: File; readonly code: string; readonly ops: number; readonly photos: number };

function Give(): JSX.Element {
  const field = useField();
  const [state, setState] = createSignal<Given>({ kind: 'idle' });
  const make = async (): Promise<void> => {
    setState({ kind: 'making' });
    try {
      const { giveHandover } = await import('#sync/give-handover.ts');
      const made = await giveHandover(field.store);
      if (made === null) return void setState({ kind: 'nothing' });
      const { fileName, blob, code, ops, photos } = made;
      saveFile(fileName, blob);
      setState({ kind: 'done', file: new File([blob], fileName, { type: 'text/plain' }), code, ops, photos });
    } catch (error) {
      reportError(error);
      setState({ kind: 'failed' });
    }
  };
  const done = (): Extract<Given, { readonly kind: 'done' }> | null => {
    const now = state();
    return now.kind === 'done' ? now : null;
  };
  return (
    <>
      <Button wide icon={PackagePlus} disabled={state().kind === 'making'} onClick={() => void make()}>
        {state().kind === 'making' ? t('shell.sync.handoverMaking') : t('shell.sync.handoverMake')}
      </Button>
      <div aria-live="polite">
        <Switch>
          <Match when={done()}>
            {(made) => (
              <div class="stack-tight">
                <p class="small">{t('shell.sync.handoverCode')}</p>
                <p class="handover-code">{made().code}</p>
                <Notice tone="green" actions={<ShareFileButton file={made().file} />}>
                  {t('shell.sync.handoverDone', { name: made().file.name, ops: made().ops, photos: made().photos })}
                </Notice>
              </div>
            )}
          </Match>
          <Match when={state().kind === 'nothing'}>
            <Notice tone="info">{t('shell.sync.handoverNothing')}</Notice>
          </Match>
          <Match when={state().kind === 'failed'}>
            <Notice tone="red">{t('shell.sync.rescueFailed')}</Notice>
          </Match>
        </Switch>
      </div>
    </>
  );
}

function Take(): JSX.Element {
  const field = useField();
  let input: HTMLInputElement | undefined;
  const [file, setFile] = createSignal<File | null>(null);
  const [code, setCode] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [taken, setTaken] = createSignal<Taken | null>(null);
  const take = async (): Promise<void> => {
    const chosen = file();
    if (chosen === null) return;
    setBusy(true);
    setTaken(null);
    try {
      const { takeHandover } = await import('#sync/take-handover.ts');
      setTaken(await takeHandover(field.store, chosen, code()));
    } catch (error) {
      reportError(error);
      setTaken({ kind: 'damaged' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      <p class="soft">{t('shell.sync.handoverTakeText')}</p>
      <Button wide icon={FileText} onClick={() => input?.click()}>
        {file()?.name ?? t('shell.sync.handoverFile')}
      </Button>
      <input
        ref={(element) => (input = element)}
        class="visually-hidden handover-file"
        type="file"
        accept=".txt,text/plain"
        tabIndex={-1}
        aria-label={t('shell.sync.handoverFile')}
        onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
      />
      <Field
        label={t('shell.sync.handoverCodeLabel')}
        class="handover-typed"
        autocapitalize="off"
        spellcheck={false}
        maxLength={32}
        placeholder="xxxx-xxxx-xxxx"
        value={code()}
        onType={setCode}
      />
      <Button variant="primary" wide disabled={busy() || file() === null || code().trim() === ''} onClick={() => void take()}>
        {busy() ? t('shell.sync.handoverOpening') : t('shell.sync.handoverOpen')}
      </Button>
      <div aria-live="polite">
        <Show when={taken()}>{(result) => <TakenNotice taken={result()} />}</Show>
      </div>
    </div>
  );
}

function TakenNotice(props: { readonly taken: Taken }): JSX.Element {
  return (
    <Notice tone={props.taken.kind === 'taken' ? 'green' : 'red'}>
      <>{takenText(props.taken)}</>
    </Notice>
  );
}

function takenText(taken: Taken): string {
  switch (taken.kind) {
    case 'taken':
      return taken.ops + taken.photos === 0
        ? t('shell.sync.handoverKnown', { name: taken.giver })
        : t('shell.sync.handoverTaken', { name: taken.giver, ops: taken.ops, photos: taken.photos });
    case 'not-a-handover':
      return t('shell.sync.handoverOther');
    case 'damaged':
      return t('shell.sync.handoverDamaged');
    case 'wrong-code':
      return t('shell.sync.handoverWrongCode');
    case 'out-of-scope':
      return t('shell.sync.handoverScope');
    case 'refused':
      return problemText(taken.problem);
  }
}
