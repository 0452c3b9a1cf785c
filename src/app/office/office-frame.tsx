import { A, useLocation } from '@solidjs/router';
import { QueryClientProvider } from '@tanstack/solid-query';
import ClipboardList from 'lucide-solid/icons/clipboard-list';
import Handshake from 'lucide-solid/icons/handshake';
import Inbox from 'lucide-solid/icons/inbox';
import Smartphone from 'lucide-solid/icons/smartphone';
import Users from 'lucide-solid/icons/users';
import { createEffect, onCleanup, Show, type JSX } from 'solid-js';
import { beforeLock } from '../before-lock.ts';
import { t } from '../i18n/t.ts';
import { readSession } from './office-api.ts';
import { officeClient } from './office-client.ts';
import { createServerQuery } from './create-server-query.ts';
import './office-frame.css';

/** Rail and page of a desk screen; makes the cache that its reads share. */
export function OfficeFrame(props: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  createEffect(() => {
    document.title = `${props.title} · ${t('office.frame.title')} · ${t('shell.app.name')}`;
  });
  // Whoever signs in next on this computer finds nothing of what was read here.
  let locking = false;
  const noted = async (): Promise<boolean> => (locking = true);
  onCleanup(beforeLock(noted));
  onCleanup(() => {
    if (locking || !window.location.pathname.startsWith('/office')) officeClient.clear();
  });
  return (
    <QueryClientProvider client={officeClient}>
      <div class="office">
        <OfficeRail />
        <main id="main" class="office-main" tabIndex={-1}>
          {props.children}
        </main>
      </div>
    </QueryClientProvider>
  );
}

function OfficeRail(): JSX.Element {
  const location = useLocation();
  const { read } = createServerQuery(() => ({ key: ['session'], load: readSession }));
  const person = () => {
    const current = read();
    return current.kind === 'ready' ? current.value.person : null;
  };
  const onQuarantine = (): boolean => location.pathname === '/office/quarantine';
  const onPeople = (): boolean => location.pathname === '/office/people';
  const onAssignments = (): boolean => location.pathname === '/office/assignments';
  const onList = (): boolean => location.pathname.startsWith('/office') && !onQuarantine() && !onPeople() && !onAssignments();
  const keepsPeople = (): boolean => person()?.role === 'administrator' || person()?.role === 'auditor';
  const seesAssignments = (): boolean => keepsPeople() || person()?.role === 'reviewer';
  return (
    <nav class="office-rail no-print" aria-label={t('office.frame.nav')}>
      <p class="office-brand">
        <span class="office-brand-mark" aria-hidden="true" />
        <span class="office-rail-word">
          {t('shell.app.name')} <span class="office-brand-soft">{t('office.frame.title')}</span>
        </span>
      </p>
      <ul class="office-rail-list">
        <li>
          <A
            href="/office"
            class="office-rail-link"
            aria-current={onList() ? 'page' : undefined}
            title={t('office.frame.assessments')}
          >
            <ClipboardList size={20} aria-hidden="true" />
            <span class="office-rail-word">{t('office.frame.assessments')}</span>
          </A>
        </li>
        <li>
          <A
            href="/office/quarantine"
            class="office-rail-link"
            aria-current={onQuarantine() ? 'page' : undefined}
            title={t('office.quarantine.title')}
          >
            <Inbox size={20} aria-hidden="true" />
            <span class="office-rail-word">{t('office.quarantine.title')}</span>
          </A>
        </li>
        <Show when={seesAssignments()}>
          <li>
            <A
              href="/office/assignments"
              class="office-rail-link"
              aria-current={onAssignments() ? 'page' : undefined}
              title={t('office.assignments.title')}
            >
              <Handshake size={20} aria-hidden="true" />
              <span class="office-rail-word">{t('office.assignments.title')}</span>
            </A>
          </li>
        </Show>
        <Show when={keepsPeople()}>
          <li>
            <A
              href="/office/people"
              class="office-rail-link"
              aria-current={onPeople() ? 'page' : undefined}
              title={t('office.people.title')}
            >
              <Users size={20} aria-hidden="true" />
              <span class="office-rail-word">{t('office.people.title')}</span>
            </A>
          </li>
        </Show>
      </ul>
      <div class="office-rail-foot">
        <Show when={person()}>
          {(who) => (
            <p class="office-person office-rail-word">
              <strong>{who().name}</strong>
              <span>
                {t(`shell.role.${who().role}`)} · {who().regionName}
              </span>
            </p>
          )}
        </Show>
        <A href="/" end class="office-rail-link" title={t('office.frame.toPhone')}>
          <Smartphone size={20} aria-hidden="true" />
          <span class="office-rail-word">{t('office.frame.toPhone')}</span>
        </A>
      </div>
    </nav>
  );
}
