type TextBox = HTMLInputElement | HTMLTextAreaElement;

/**
 * What a text box tells while it is typed in. Half-typed pinyin is no answer: its characters come with the end of the composition. A
 * dictation is one long composition too, though, and what it has so far counts, should the page die before its end.
 */
export function typedText(take: (text: string) => void) {
  return {
    onInput: (event: InputEvent & { readonly currentTarget: TextBox }): void => {
      if (!event.isComposing || isWritten(event.data ?? '')) take(event.currentTarget.value);
    },
    onCompositionEnd: (event: CompositionEvent & { readonly currentTarget: TextBox }): void => take(event.currentTarget.value),
  };
}

/** Chinese characters, with no letters after them that still wait for theirs. */
function isWritten(composed: string): boolean {
  return /\p{Script=Han}/u.test(composed) && !/[a-z']$/i.test(composed);
}
