import { createSignal, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import type { InAppBrowser } from './in-app-browser.ts';
import './gate.css';

/** Hands over from a chat app to a real browser. */
export function InAppScreen(props: { readonly browser: InAppBrowser }): JSX.Element {
  const [copied, setCopied] = createSignal(false);
  const name = (): string => (props.browser === 'other' ? t('shell.gate.thisApp') : t(`shell.gate.${props.browser}`));
  let link: HTMLParagraphElement | undefined;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setCopied(true);
    } catch {
      // In-app browsers often refuse the clipboard: select the text, so that a long press copies it.
      if (link !== undefined) window.getSelection()?.selectAllChildren(link);
    }
  };
  return (
    <main class="screen gate stack">
      <Brand />
      <h1>{t('shell.gate.inAppTitle')}</h1>
      <p>{t('shell.gate.inAppLead', { app: name() })}</p>
      <Card>
        <ol class="gate-steps stack">
          <li>{t('shell.gate.inAppStep1')}</li>
          <li>{t('shell.gate.inAppStep2')}</li>
        </ol>
      </Card>
      <p
        ref={(element) => {
          link = element;
        }}
        class="gate-link"
        role="textbox"
        aria-readonly="true"
        tabIndex={0}
        aria-label={t('shell.gate.linkLabel')}
      >
        {window.location.href}
      </p>
      <Button variant="primary" size="large" wide onClick={() => void copy()}>
        {copied() ? t('shell.action.copied') : t('shell.gate.copyLink')}
      </Button>
    </main>
  );
}
