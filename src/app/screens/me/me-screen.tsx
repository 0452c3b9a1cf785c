import BookOpen from 'lucide-solid/icons/book-open';
import LogOut from 'lucide-solid/icons/log-out';
import MonitorCheck from 'lucide-solid/icons/monitor-check';
import { Show, type JSX } from 'solid-js';
import { appVersion } from '#app/build-info.ts';
import { useField } from '#app/field-context.tsx';
import { canInstall, install, isIos, standsAlone, wasInstalled } from '#app/install.ts';
import { t } from '#app/i18n/t.ts';
import { changePreferences, preferences } from '#app/preferences.ts';
import { Button } from '#app/ui/button.tsx';
import { Card, LinkRow, Tag } from '#app/ui/card.tsx';
import { RescueButton } from '#app/ui/rescue-button.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { createSignOut, type SignOut } from './create-sign-out.ts';
import { SecurityCard } from './security-card.tsx';
import './me.css';

/** The person, how the app looks, how to install it, what it is, and the way out. */
export function MeScreen(): JSX.Element {
  const field = useField();
  const signOut = createSignOut();
  return (
    <>
      <TopBar title={t('shell.me.title')} />
      <ScreenBody>
        <Card>
          <div class="me-person">
            <span class="me-avatar" aria-hidden="true">
              {field.profile.name.slice(0, 1)}
            </span>
            <div>
              <p class="row">
                <span class="strong">{field.profile.name}</span>
                <Show when={field.profile.demo}>
                  <Tag>{t('shell.app.demo')}</Tag>
                </Show>
              </p>
              <p class="soft small">
                {t(`shell.role.${field.profile.role}`)} · {field.profile.regionName}
              </p>
              <p class="soft small">
                {t('shell.me.account')} {field.profile.account}
              </p>
            </div>
          </div>
        </Card>
        <Card flush>
          <LinkRow href="/office">
            <span class="row">
              <MonitorCheck size={20} aria-hidden="true" />
              <span>{t('shell.me.office')}</span>
            </span>
            <span class="soft small">{t('shell.me.officeText')}</span>
          </LinkRow>
        </Card>
        <Card flush>
          <LinkRow href="/definitions">
            <span class="row">
              <BookOpen size={20} aria-hidden="true" />
              <span>{t('shell.me.instruments')}</span>
            </span>
            <span class="soft small">{t('shell.me.instrumentsText')}</span>
          </LinkRow>
        </Card>
        <SecurityCard />
        <Display />
        <Install />
        <Card title={t('shell.me.about')}>
          <div class="stack-tight">
            <p>{t('shell.me.aboutText')}</p>
            <p>{t('shell.me.aboutScore')}</p>
            <p>{t('shell.me.aboutData')}</p>
            <p class="soft small">{t('shell.me.version', { version: appVersion })}</p>
          </div>
        </Card>
        <Button wide icon={LogOut} onClick={() => void signOut.ask()}>
          {t('shell.me.lock')}
        </Button>
        <p class="soft small">{t('shell.me.lockText')}</p>
        <UnsentSheet signOut={signOut} />
      </ScreenBody>
    </>
  );
}

function Display(): JSX.Element {
  return (
    <Card title={t('shell.me.display')}>
      <div class="stack">
        <Segmented
          label={t('shell.me.textSize')}
          value={preferences().textSize}
          onChange={(textSize) => changePreferences({ textSize })}
          options={[
            { value: 'normal', label: t('shell.me.textSizes.normal') },
            { value: 'large', label: t('shell.me.textSizes.large') },
            { value: 'larger', label: t('shell.me.textSizes.larger') },
          ]}
        />
        <div class="stack-tight">
          <Segmented
            label={t('shell.me.theme')}
            value={preferences().theme}
            onChange={(theme) => changePreferences({ theme })}
            options={[
              { value: 'auto', label: t('shell.me.themes.auto') },
              { value: 'light', label: t('shell.me.themes.light') },
              { value: 'dark', label: t('shell.me.themes.dark') },
              { value: 'sunlight', label: t('shell.me.themes.sunlight') },
            ]}
          />
          <p class="soft small">{t('shell.me.themeHint')}</p>
        </div>
        <Segmented
          label={t('shell.me.language')}
          value={preferences().language}
          onChange={(language) => changePreferences({ language })}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
    </Card>
  );
}

function Install(): JSX.Element {
  const done = (): boolean => standsAlone() || wasInstalled();
  return (
    <Card title={t('shell.me.install')}>
      <Show when={!done()} fallback={<p>{t('shell.me.installed')}</p>}>
        <div class="stack-tight">
          <p>{t('shell.me.installText')}</p>
          <Show
            when={canInstall()}
            fallback={<p class="soft small">{isIos() ? t('shell.me.installIos') : t('shell.me.installOther')}</p>}
          >
            <Button variant="primary" onClick={() => void install()}>
              {t('shell.me.installNow')}
            </Button>
          </Show>
        </div>
      </Show>
    </Card>
  );
}

function UnsentSheet(props: { readonly signOut: SignOut }): JSX.Element {
  return (
    <Sheet open={props.signOut.unsent() !== null} title={t('shell.me.lockUnsentTitle')} onClose={() => props.signOut.stay()}>
      <div class="stack">
        <p>{t('shell.me.lockUnsent', { what: props.signOut.unsent() ?? '' })}</p>
        <Button variant="primary" wide onClick={() => props.signOut.syncFirst()}>
          {t('shell.me.lockSync')}
        </Button>
        <RescueButton label={t('shell.me.lockRescue')} />
        <Button wide onClick={() => props.signOut.stay()}>
          {t('shell.me.lockStay')}
        </Button>
        <Button variant="danger" wide onClick={() => void props.signOut.leave()}>
          {t('shell.me.lockAnyway')}
        </Button>
      </div>
    </Sheet>
  );
}
