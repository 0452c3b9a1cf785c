import { expect, test } from 'vitest';
import { withInputs } from '#definition/inputs-of.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import { loadDefinitions } from '#server/definitions/load-definitions.ts';

test('[V81] what is computed is seen to by what it is computed from; anything else by itself', async () => {
  const compiled = (await loadDefinitions(definitionsFolder())).find((each) => each.compiled.id === 'two-integration')?.compiled;
  if (compiled === undefined) throw new Error('there is no such definition');
  expect(withInputs(compiled, 'jc08')).toEqual(expect.arrayContaining(['jc08', 'equipment_digital', 'equipment_total']));
  expect(withInputs(compiled, 'jc03')).toEqual(['jc03']);
  expect(withInputs(compiled, 'key_processes/r1/key_process_name')).toEqual(['key_processes/r1/key_process_name']);
});
