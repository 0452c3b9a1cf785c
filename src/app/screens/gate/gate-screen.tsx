import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleX from 'lucide-solid/icons/circle-x';
import { For, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { capabilities, essential, type CapabilityReport } from './check-capabilities.ts';
import './gate.css';

/** What this browser lacks and what that means. Going on is offered only while answers can be kept. */
export function GateScreen(props: { readonly report: CapabilityReport; readonly onContinue: () => void }): JSX.Element {
  const keepsAnswers = (): boolean => essential.every((capability) => props.report[capability]);
  return (
    <main class="screen gate stack">
      <Brand />
      <h1>{t('shell.gate.title')}</h1>
      <p>{t('shell.gate.lead')}</p>
      <Card flush>
        <ul class="gate-checks">
          <For each={capabilities}>
            {(capability) => (
              <li>
                <Show
                  when={props.report[capability]}
                  fallback={
                    <>
                      <CircleX size={20} class={capability === 'persistence' ? 'gate-soft' : 'gate-bad'} aria-hidden="true" />
                      <div>
                        <p class="strong">
                          {t(`shell.gate.checks.${capability}`)} ·{' '}
                          {capability === 'persistence' ? t('shell.gate.notYet') : t('shell.gate.bad')}
                        </p>
                        <p class="soft small">{t(`shell.gate.missing.${capability}`)}</p>
                      </div>
                    </>
                  }
                >
                  <CircleCheck size={20} class="gate-good" aria-hidden="true" />
                  <p>
                    {t(`shell.gate.checks.${capability}`)} · {t('shell.gate.ok')}
                  </p>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <p class="soft">{t('shell.gate.advice')}</p>
      <Button variant="primary" wide onClick={() => window.location.reload()}>
        {t('shell.action.retry')}
      </Button>
      <Show when={keepsAnswers()}>
        <Button wide onClick={() => props.onContinue()}>
          {t('shell.gate.online')}
        </Button>
        <p class="soft small">{t('shell.gate.onlineNote')}</p>
      </Show>
    </main>
  );
}
