import type { Commands, Fault, FaultCode } from '../wire';

const args: Record<string, string> = {
  least: '8',
  provider: 'GNOME Keyring',
  what: 'its end is missing',
  found: '7',
  known: '1',
  path: '/home/mira/.local/share/countersign/vault.countersign',
  reason: 'permission denied',
  name: 'Integrated Webcam',
  limit: '40 megapixels',
  kind: 'HEIC',
};

const pictures: FaultCode[] = [
  'not_a_picture',
  'picture_kind',
  'picture_slow',
  'picture_damaged',
  'picture_too_large',
  'file_too_large',
  'is_a_folder',
  'file_unreadable',
  'no_code_in_picture',
  'other_symbol',
];
const typed: FaultCode[] = ['text_not_understood', 'uri_refused', 'key_refused', 'google_refused'];
const unlocking: FaultCode[] = ['wrong_password', 'wrong_recovery_key', 'recovery_key_typo', 'vault_unreadable'];
const saving: FaultCode[] = ['vault_busy', 'vault_changed', 'disk_full', 'read_only', 'save_failed', 'account_gone', 'name_empty', 'findings_gone'];

/** A fault with arguments as the program would send them. */
export function fault(code: FaultCode): Fault {
  const own = { ...args };
  if (pictures.includes(code)) own.name = code === 'picture_kind' ? 'IMG_4711.heic' : 'screenshot-2026-11-24.png';
  if (code === 'no_code_in_picture') own.hint = 'too_small';
  if (code === 'other_symbol') own.reason = 'other_data_matrix';
  if (code.startsWith('backup_')) own.path = '/media/mira/STICK/Countersign';
  if (code === 'uri_refused') Object.assign(own, { field: 'digits', reason: 'digits' });
  if (code === 'key_refused') Object.assign(own, { reason: 'character', position: '7' });
  if (code === 'google_refused') own.reason = 'otherwise';
  return { code, args: own };
}

/** Which commands a fault comes from. */
export function comesFrom(code: FaultCode, command: keyof Commands): boolean {
  if (pictures.includes(code)) return command === 'picture_pick';
  if (typed.includes(code)) return command === 'enrol_typed';
  if (unlocking.includes(code)) return command === 'unlock';
  if (saving.includes(code)) return ['confirm', 'edit', 'remove', 'pin', 'restore', 'set_password', 'recovery_renew'].includes(command);
  if (code.includes('screen')) return command === 'screen_scan';
  if (code.startsWith('clipboard_')) return command === 'paste' || command === 'copy';
  if (code.startsWith('keyring_')) return command === 'unlock_with_keyring' || command === 'create_with_keyring';
  const others: Partial<Record<FaultCode, (keyof Commands)[]>> = {
    password_too_short: ['set_password'],
    reveal_needed: ['set_password', 'recovery_renew'],
    write_failed: ['recovery_save'],
    recovery_gone: ['recovery_picture'],
    autostart_failed: ['set_settings'],
    settings_not_saved: ['set_settings'],
    internal: ['codes'],
    vault_damaged: ['restore_generation'],
    backup_folder_gone: ['backup_now', 'backup_choose'],
    backup_same_folder: ['backup_choose'],
    backup_unproven: ['backup_now', 'backup_choose'],
    generation_keys_gone: ['generation_preview'],
  };
  return others[code]?.includes(command) ?? false;
}
