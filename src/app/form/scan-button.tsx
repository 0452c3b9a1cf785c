import ScanLine from 'lucide-solid/icons/scan-line';
import { createSignal, lazy, Show, Suspense, type JSX } from 'solid-js';
import { loadArea, t } from '#app/i18n/t.ts';
import { Button, IconButton } from '#app/ui/button.tsx';

// Screens outside the form have not loaded its texts; the service worker keeps these chunks and the reader.
const CodeScanner = lazy(async () => {
  await loadArea('form');
  return { default: (await import('./code-scanner.tsx')).CodeScanner };
});

/** Opens the scanner. `words`: written on the button, else a drawing alone. */
export function ScanButton(props: {
  readonly words: string | null;
  readonly onRead: (text: string) => string | null;
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <>
      <Show
        when={props.words}
        fallback={<IconButton icon={ScanLine} label={t('form.capture.scan')} onClick={() => setOpen(true)} />}
      >
        {(words) => (
          <Button icon={ScanLine} onClick={() => setOpen(true)}>
            {words()}
          </Button>
        )}
      </Show>
      <Show when={open()}>
        <Suspense>
          <CodeScanner onRead={props.onRead} onClose={() => setOpen(false)} />
        </Suspense>
      </Show>
    </>
  );
}
