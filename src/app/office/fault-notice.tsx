import { Show, type JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import { Notice } from '../ui/notice.tsx';
import { faultText, isSignedOut, type Fault } from './create-command.ts';

/** Why a command was not carried out. Whose session has ended signs in beside the form: going away would take what was typed. */
export function FaultNotice(props: { readonly fault: Fault | null }): JSX.Element {
  return (
    <Show when={props.fault}>
      <Show when={isSignedOut(props.fault)} fallback={<Notice tone="red">{faultText(props.fault)}</Notice>}>
        <Notice
          tone="red"
          actions={
            <a class="button button-secondary" href="/sign-in?next=%2Foffice" target="_blank" rel="noopener">
              {t('office.frame.signInBeside')}
            </a>
          }
        >
          {t('office.frame.signedOutForm')}
        </Notice>
      </Show>
    </Show>
  );
}
