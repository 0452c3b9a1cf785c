import type { CompiledDefinition } from '#definition/compiled.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import type { Store } from '#store/store.ts';
import { definitionHash, enterprise, newStore, value } from '../store/test-store.ts';
import { compiled } from './form-fixture.ts';

/** A store that holds the real definition and one new assessment. */
export async function storeWithAssessment(
  hash: string = definitionHash,
  definition: CompiledDefinition = compiled,
): Promise<{ readonly store: Store; readonly id: string }> {
  const store = await newStore();
  await store.db.definitions.put({
    hash,
    id: definition.id,
    edition: definition.edition,
    title: definition.title,
    latest: 1,
    minutes: definition.minutes,
    body: JSON.stringify(definition),
  });
  const record = enterprise({ name: '湖北省某某高新技术产业开发区智能装备制造有限责任公司' });
  value(await addEnterprise(store, record));
  return { store, id: value(await startAssessment(store, { enterprise: record.code, definition: hash })).assessmentId };
}
