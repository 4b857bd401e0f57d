/** Whether a key press happened in a field that takes text. */
export function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && !!target.closest('input:not([type=checkbox], [type=radio]), textarea, select');
}

/** Whether Ctrl (Cmd on a Mac) alone is held. */
export const command = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && !event.altKey;

/** Whether a key press types a character. */
export function types(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
}
