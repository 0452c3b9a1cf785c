import ArrowUpRight from 'lucide-solid/icons/move-up-right';
import Check from 'lucide-solid/icons/check';
import Circle from 'lucide-solid/icons/circle';
import Crop from 'lucide-solid/icons/crop';
import Grid from 'lucide-solid/icons/grid-2x2';
import Type from 'lucide-solid/icons/type';
import { For, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button, type Icon } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import type { Tool } from './drawing-tool.ts';

const tools: readonly { readonly tool: Tool; readonly icon: Icon }[] = [
  { tool: 'arrow', icon: ArrowUpRight },
  { tool: 'circle', icon: Circle },
  { tool: 'text', icon: Type },
  { tool: 'cover', icon: Grid },
  { tool: 'crop', icon: Crop },
];

/** The tools, what the chosen one does, and the way out with a copy. */
export function EditorFoot(props: {
  readonly tool: Tool;
  /** Said instead of what the tool does; null: nothing is wrong. */
  readonly note: string | null;
  /** What the text tool writes. */
  readonly words: string;
  readonly onTool: (tool: Tool) => void;
  readonly onWords: (words: string) => void;
  readonly onSave: () => void;
}): JSX.Element {
  return (
    <div class="editor-foot">
      <p class="editor-hint" role="status">
        {props.note ?? hintOf(props.tool)}
      </p>
      <Show when={props.tool === 'text'}>
        <Field label={t('form.capture.editWords')} value={props.words} maxLength={40} onType={props.onWords} />
      </Show>
      <div class="editor-tools" role="toolbar" aria-label={t('form.capture.tools')}>
        <For each={tools}>
          {({ tool: each, icon }) => (
            <Button
              icon={icon}
              variant={props.tool === each ? 'primary' : 'secondary'}
              aria-pressed={props.tool === each}
              onClick={() => props.onTool(each)}
            >
              {wordOf(each)}
            </Button>
          )}
        </For>
      </div>
      <Button variant="primary" size="large" wide icon={Check} onClick={() => props.onSave()}>
        {t('form.capture.editSave')}
      </Button>
    </div>
  );
}

function wordOf(tool: Tool): string {
  return t(`form.capture.${tool}`);
}

function hintOf(tool: Tool): string {
  switch (tool) {
    case 'arrow':
      return t('form.capture.editArrow');
    case 'circle':
      return t('form.capture.editCircle');
    case 'text':
      return t('form.capture.editText');
    case 'cover':
      return t('form.capture.editCover');
    case 'crop':
      return t('form.capture.editCrop');
  }
}
