import PenLine from 'lucide-solid/icons/pen-line';
import { For, lazy, Show, Suspense, type JSX } from 'solid-js';
import { SignatureLines } from '#app/evidence/signature-lines.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import type { Side, Signing } from './create-signing.ts';

// The pad comes with the first signature; the service worker keeps it.
const SignatureForm = lazy(async () => ({ default: (await import('./signature-sheet.tsx')).SignatureForm }));

const sides = ['firm', 'staff'] as const satisfies readonly Side[];

/** Who signed, and a way to sign while the assessment may still be changed. */
export function SignatureCard(props: { readonly signing: Signing; readonly editable: boolean }): JSX.Element {
  return (
    <Show when={props.signing.state()}>
      {(state) => (
        <Show when={state().signatures.length > 0 || state().reason !== null}>
          <Card title={t('form.capture.signTitle')}>
            <div class="stack">
              <SignatureLines signatures={state().signatures} reason={state().reason} />
              <Show when={props.editable}>
                <SignButtons signing={props.signing} />
              </Show>
            </div>
          </Card>
        </Show>
      )}
    </Show>
  );
}

/** Told where the assessment stands, for it wants somebody to act. */
export function VoidNotice(props: { readonly signing: Signing }): JSX.Element {
  const words = (): string => props.signing.voided().map(sideText).join(t('form.list.and'));
  return (
    <Show when={props.signing.voided().length > 0}>
      <Notice tone="amber" title={t('form.capture.voidTitle')}>
        {t('form.capture.voidText', { sides: words() })}
      </Notice>
    </Show>
  );
}

/** One button for each side whose signature is missing or void, and the sheet to sign on. */
export function SignButtons(props: { readonly signing: Signing }): JSX.Element {
  return (
    <div class="stack-tight">
      <For each={sides.filter((side) => props.signing.missing().includes(side))}>
        {(side) => (
          <Button wide icon={PenLine} onClick={() => props.signing.start(side)}>
            {titleOf(side)}
          </Button>
        )}
      </For>
    </div>
  );
}

/** Over whatever is on screen. */
export function SignatureSheet(props: { readonly signing: Signing }): JSX.Element {
  return (
    <Sheet
      open={props.signing.open() !== null}
      title={titleOf(props.signing.open()?.side ?? 'firm')}
      onClose={() => props.signing.close()}
    >
      <Show when={props.signing.open()}>
        {(open) => (
          <Suspense>
            <SignatureForm signing={props.signing} side={open().side} />
          </Suspense>
        )}
      </Show>
    </Sheet>
  );
}

const reasons = ['reasonAbsent', 'reasonDraft', 'reasonRefused', 'reasonOther'] as const;

/** One of the usual reasons, or one in words; null: none chosen yet. */
export type Unsigned = { readonly chosen: (typeof reasons)[number] | null; readonly words: string };

/** What is written; null: none yet. */
export function unsignedReason({ chosen, words }: Unsigned): string | null {
  if (chosen === null) return null;
  return chosen === 'reasonOther' ? words.trim() || null : t(`form.capture.${chosen}`);
}

/** Why it is finished without both signatures. */
export function UnsignedReason(props: { readonly value: Unsigned; readonly onChange: (value: Unsigned) => void }): JSX.Element {
  return (
    <fieldset class="unsigned-reason">
      <legend class="strong">{t('form.capture.reason')}</legend>
      <For each={reasons}>
        {(reason) => (
          <label>
            <input
              type="radio"
              name="unsigned-reason"
              checked={props.value.chosen === reason}
              onChange={() => props.onChange({ ...props.value, chosen: reason })}
            />
            <span>{t(`form.capture.${reason}`)}</span>
          </label>
        )}
      </For>
      <Show when={props.value.chosen === 'reasonOther'}>
        <Field
          label={t('form.capture.reason')}
          quietLabel
          maxLength={200}
          value={props.value.words}
          onType={(words) => props.onChange({ ...props.value, words })}
        />
      </Show>
    </fieldset>
  );
}

function titleOf(side: Side): string {
  return t(side === 'firm' ? 'form.capture.signFirm' : 'form.capture.signStaff');
}

function sideText(side: Side): string {
  return t(side === 'firm' ? 'shell.proof.signedFirm' : 'shell.proof.signedStaff');
}
