import { host } from './host/host';
import { command, composing, inField, sign } from './lib/keys';
import { app } from './state/app.svelte';
import { toasts } from './state/toast.svelte';

/** Keys that work in every view. Those of the list are in `views/codes`. */
export function shortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || composing(event)) return;
  const key = sign(event);
  if (command(event) && key === 'q') return act(event, () => void host().quit().catch(toasts.fail));
  if (app.state?.phase !== 'unlocked') return;
  if (command(event) && key === 'l') return act(event, () => app.lock());
  // What is open on top comes first.
  if (document.querySelector('dialog[open]')) return;
  if (command(event) && key === 'n') return act(event, () => app.go('add_camera'));
  if (command(event) && key === ',') return act(event, () => app.go('settings'));
  if (command(event) && key === 'v' && !inField(event.target)) return act(event, () => void app.paste());
  if (event.key === 'Escape' && app.show !== 'codes') return act(event, () => app.go(app.show === 'trash' ? 'settings' : 'codes'));
}

function act(event: KeyboardEvent, run: () => void): void {
  event.preventDefault();
  run();
}
