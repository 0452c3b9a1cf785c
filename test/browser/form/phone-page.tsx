/** A page of its own for a test to let die: the questionnaire of `data-of="<person>/<assessment>"`, over the person's own store. */
import { openProfile } from '#vault/vault.ts';
import type { PersonId } from '#shared/ids.ts';
import { value } from '../store/test-store.ts';
import { mountScreen } from '../app/mount-screen.tsx';

const [person = '', assessment = ''] = (document.documentElement.dataset['of'] ?? '').split('/');
await mountScreen(value(await openProfile(person as PersonId)), `/assessments/${assessment}/q/jc_plan`);
