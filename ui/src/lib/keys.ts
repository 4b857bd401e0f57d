/** Whether a key press happened in a field that takes text. */
export function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && !!target.closest('input:not([type=checkbox], [type=radio]), textarea, select');
}

/** What of a key press is looked at. */
type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'keyCode'>;

/** Whether Ctrl (Cmd on a Mac) alone is held. */
export const command = (event: Press): boolean => (event.ctrlKey || event.metaKey) && !event.altKey;

/** Whether an input method is at work: its keys are its own. WebKit tells the last one of them by 229 alone. */
export const composing = (event: Press): boolean => event.isComposing || event.keyCode === 229;

/** The sign of a key: where the layout is not Latin, the one that stands there on a Latin keyboard. */
export function sign(event: Press): string {
  const key = event.key.toLowerCase();
  if (key.length !== 1 || key.charCodeAt(0) < 0x80) return key;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return letter?.toLowerCase() ?? (event.code === 'Comma' ? ',' : key);
}

/** Whether a key press types a character. */
export function types(event: Press): boolean {
  return event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey && !composing(event);
}

/** A short cut as the system's own programs write it. */
export const shortCut = (letter: string, system: string | undefined): string => (system === 'macos' ? `⌘${letter}` : `Ctrl+${letter}`);
