/** The firm's own page: none of the app's sign-in, store or service worker. */
import { render } from 'solid-js/web';
import { FirmPage } from './firm/firm-page.tsx';
import { loadArea } from './i18n/t.ts';
import './ui/tokens.css';
import './ui/base.css';

const root = document.getElementById('app');
if (root === null) throw new Error('firm.html has no #app');
await Promise.all([loadArea('form'), loadArea('firm')]);
render(() => <FirmPage />, root);
