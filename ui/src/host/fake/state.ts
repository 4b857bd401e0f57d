import type { FaultCode, Phase, StateView } from '../wire';
import { fault } from './faults';
import { part } from './findings';

/** The state in which the page finds the program, as the address asks for it. */
export function begin(ask: (name: string) => string | undefined): StateView {
  const phase = (ask('fake') ?? 'unlocked') as Phase;
  const trouble = ask('fault') as FaultCode | undefined;
  const keyring = trouble === 'keyring_missing' || ask('keyring') === 'missing' ? fault('keyring_missing') : null;
  const usable = !keyring && ask('keyring') !== 'asking';
  const notice = ask('notice');
  const show = ask('show');
  const wrong: Partial<Record<Phase, FaultCode>> = {
    damaged: trouble === 'vault_unreadable' ? trouble : 'vault_damaged',
    newer: 'vault_newer',
  };
  const code = wrong[phase];
  return {
    phase,
    fault: code ? fault(code) : null,
    ways: { password: ask('password') !== 'none', recovery: ask('recovery') !== 'none', keyring: ask('ways') !== 'password' && !keyring },
    keyring: { usable, provider: usable ? 'GNOME Keyring' : '', fault: keyring },
    recovery_pending: ask('recovery') === 'hand' || ask('recovery') === 'pending',
    recovery_at_hand: ask('recovery') === 'hand',
    recovery_tried_at: ask('tried') ? Math.floor(Date.now() / 1000) - 86_400 * Number(ask('tried')) : null,
    check: (ask('check') as StateView['check']) ?? null,
    backup: {
      folder: ask('backup') ? '/media/mira/STICK/Countersign' : null,
      newest_at: ask('backup') && ask('backup') !== 'none' ? Math.floor(Date.now() / 1000) - 86_400 * Number(ask('backup')) : null,
      old: Number(ask('backup') ?? 0) > 7 || ask('backup') === 'none',
      fault: trouble?.startsWith('backup_') && ask('backup') ? fault(trouble) : null,
    },
    revealing: false,
    settings: {
      theme: (ask('theme') ?? 'system') as StateView['settings']['theme'],
      clear_clipboard_after: 30,
      lock_after: 600,
      lock_on_screensaver: true,
      lock_on_session: true,
      lock_on_sleep: true,
      lock_on_minimise: false,
      close_to_tray: true,
      start_at_login: false,
      hide_codes: ask('hide') === '1',
      camera: null,
    },
    notices: notice ? [{ code: notice, args: { count: '2', kept: 'settings.json.odd', way: 'back', time: '2 minutes' } }] : [],
    remembered: show ? { show: show as 'codes', search: ask('search') ?? '', scroll: Number(ask('scroll') ?? 0) } : null,
    exports: ask('exports')?.split(',').map((id) => part(id, id === 'e2' ? { have: 1, size: 3, missing: [1, 2], accounts: 4 } : {})) ?? [],
    tray: ask('tray') !== '0',
    lock_sources: { screensaver: ask('signals') !== '0', session: ask('signals') !== '0', sleep: ask('signals') !== '0' },
    handed: ask('handed') === '1',
    version: '0.1.0',
    system: ask('system') ?? 'linux',
    vault_path: '/home/mira/.local/share/countersign/vault.countersign',
  };
}
