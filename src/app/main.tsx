import { Router } from '@solidjs/router';
import { render } from 'solid-js/web';
import { AppSessionProvider, createAppSession } from './app-session.ts';
import { watchInstall } from './install.ts';
import { applyPreferences } from './preferences.ts';
import { Routes } from './routes.tsx';
import { Shell } from './shell.tsx';
import { startUpdates } from './update.ts';
import './ui/tokens.css';
import './ui/base.css';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');

watchInstall();
await applyPreferences();
const session = createAppSession();
render(
  () => (
    <AppSessionProvider value={session}>
      <Router root={Shell} scrollRestoration>
        <Routes />
      </Router>
    </AppSessionProvider>
  ),
  root,
);
void startUpdates();
