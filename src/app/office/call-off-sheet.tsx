import { createEffect, on, untrack, type JSX } from 'solid-js';
import type { VisitRow } from '#protocol/visits-wire.ts';
import type { KeepText } from '../drafts/create-kept-text.ts';
import { t } from '../i18n/t.ts';
import { ReasonSheet } from '../ui/reason-sheet.tsx';
import { callOffWords } from '../visits/visit-text.ts';
import { FaultNotice } from './fault-notice.tsx';
import { createCommand } from './create-command.ts';
import { keepOnPage } from './keep-on-page.ts';
import { callOff } from './visits-api.ts';

const createKeptReason = keepOnPage<string>();

/** Calls a planned visit off, with a reason that who was to go reads. Null: closed. */
export function CallOffSheet(props: {
  readonly visit: VisitRow | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const { busy, fault, say, run } = createCommand();
  const keepReason: KeepText = (text, take) => {
    const id = untrack(() => props.visit?.visitId ?? '');
    const [kept, keep] = createKeptReason(() => id);
    // Another person who signs in beside the open sheet finds it blank; it waits for who typed it.
    createEffect(on(kept, (words) => take(words ?? '')));
    createEffect(on(text, keep, { defer: true }));
    return { sent: () => keep('') };
  };
  const close = (): void => {
    say(null);
    props.onClose();
  };
  const go = async (reason: string): Promise<boolean> => {
    const id = props.visit?.visitId;
    const done = id !== undefined && (await run(() => callOff(id, reason)));
    if (done) props.onDone();
    return done;
  };
  return (
    <ReasonSheet
      open={props.visit !== null}
      keep={keepReason}
      title={t('visits.visit.cancelTitle')}
      text={
        <>
          <strong>{props.visit?.enterpriseName}</strong> {props.visit?.date}
          <br />
          {t('visits.visit.cancelText')}
        </>
      }
      words={callOffWords()}
      tone="danger"
      busy={busy()}
      onClose={close}
      onReason={go}
    >
      <FaultNotice fault={fault()} />
    </ReasonSheet>
  );
}
