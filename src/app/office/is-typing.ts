/** Whether a key press belongs to a control that takes text or moves by letters. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), select, textarea'))
  );
}
