// The whole program as far as the page can tell, in the browser: for design, screenshots and tests.
// Chosen by the address, e.g. ?fake=locked&accounts=60&fault=camera_busy; ui/README.md lists all of it.
import type { Host } from '../host';
import type { Commands, Events, Fault, FaultCode, FindingsView, NamesView, Phase, SavedView } from '../wire';
import { keep, sample, shown, sorted, type Kept } from './accounts';
import { FakeCamera } from './camera';
import { comesFrom, fault } from './faults';
import { draft, empty, findings } from './findings';
import { accountQr, recoverySheet } from './pictures';
import { begin } from './state';

/** What tests see of the fake: `window.fake`. */
export interface Handle {
  calls: [name: string, request: unknown][];
  emit<E extends keyof Events>(event: E, payload: Events[E]): void;
  /** Lets the calls of a held command go on; later ones are held again. */
  release(command: string): void;
  /** A link is opened elsewhere. */
  hand(): void;
}

const PASSWORD = 'correct horse';

export function fake(query: URLSearchParams): Host {
  const ask = (name: string) => query.get(name) ?? undefined;
  // `at`: seconds into the half minute at which the page opens, for pictures that are always the same.
  const start = ask('at') === undefined ? Date.now() : Math.floor(Date.now() / 3e4) * 3e4 + Number(ask('at')) * 1000;
  const opened = performance.now();
  const nowMs = () => Math.floor(start + performance.now() - opened);
  const now = () => Math.floor(nowMs() / 1000);

  const trouble = ask('fault') as FaultCode | undefined;
  const from = ask('from');
  let times = Number(ask('times') ?? Infinity);
  const state = begin(ask);
  let kept: Kept[] = state.phase === 'fresh' ? [] : sample(Number(ask('accounts') ?? 5), now());
  const first = kept[0];
  if (first && ask('huge')) first.label = 'A<b>\u202e'.repeat(200_000);
  const held = new Map<string, FindingsView>();
  const camera = new FakeCamera({
    fault: trouble?.startsWith('camera_') ? trouble : undefined,
    hint: ask('hint'),
    found: ask('found') ?? 'one',
  });

  const hearing = new Map<string, Set<(payload: never) => void>>();
  const waiting = new Map<string, (() => void)[]>(ask('hold')?.split(',').map((name) => [name, []]));
  const handle: Handle = {
    calls: [],
    emit(event, payload) {
      for (const hear of hearing.get(event) ?? []) hear(payload as never);
    },
    release(command) {
      for (const go of waiting.get(command)?.splice(0) ?? []) go();
    },
    hand() {
      state.handed = true;
      changed();
    },
  };
  (window as unknown as { fake: Handle }).fake = handle;

  const changed = () => handle.emit('state_changed', null);
  const recoded = () => handle.emit('codes_changed', null);
  const of = (id: string): Kept => {
    const one = kept.find((account) => account.id === id);
    if (!one) throw fault('account_gone');
    return one;
  };
  const opens = (phaseNow: Phase) => {
    state.phase = phaseNow;
    changed();
    recoded();
  };
  const present = () => {
    if (!state.revealing) throw fault('reveal_needed');
  };
  const hold = (found: FindingsView) => {
    held.set(found.id, found);
    return found;
  };
  const reveal = () => {
    state.revealing = true;
    changed();
    setTimeout(() => {
      state.revealing = false;
      changed();
    }, 60_000);
  };
  const backedUp = (folder: string | null): SavedView => {
    state.backup = { folder, newest_at: now(), old: false, fault: null };
    changed();
    return { path: `${folder}/countersign-2026-11-25-0000000042-c0ffee00.countersign` };
  };
  const secret = () => {
    state.recovery_pending = true;
    state.recovery_at_hand = true;
  };

  const commands: Commands = {
    state: async () => structuredClone(state),
    page_ready: async () => undefined,
    remember: async (request) => void (state.remembered = request),
    dismiss_notice: async ({ code }) => {
      state.notices = state.notices.filter((notice) => notice.code !== code);
      changed();
    },
    create_with_keyring: async () => {
      state.ways = { password: false, recovery: true, keyring: true };
      secret();
      opens('unlocked');
    },
    unlock: async ({ way, secret: typed, purpose }) => {
      await new Promise((done) => setTimeout(done, 350));
      if (way === 'password' && typed !== PASSWORD) throw fault('wrong_password');
      if (way === 'recovery' && !typed.startsWith('ABCD')) throw fault('recovery_key_typo');
      if (purpose === 'reveal') reveal();
      else if (purpose === 'session') opens('unlocked');
      else {
        state.check = null;
        if (way === 'recovery') state.recovery_tried_at = now();
        changed();
      }
    },
    unlock_with_keyring: async () => opens('unlocked'),
    set_password: async ({ password, keyring }) => {
      if (password.length < 8) throw fault('password_too_short');
      if (state.phase === 'fresh') secret();
      else present();
      state.ways = { password: true, recovery: true, keyring };
      opens('unlocked');
    },
    lock: async () => {
      state.remembered = null;
      opens('locked');
    },
    quit: async () => undefined,
    recovery_picture: () => recoverySheet(),
    recovery_save: async () => ({ path: '/home/mira/Documents/Countersign recovery.png' }),
    recovery_print: async () => undefined,
    recovery_done: async () => {
      state.recovery_pending = false;
      state.recovery_at_hand = false;
      changed();
    },
    recovery_renew: async () => {
      present();
      secret();
      changed();
    },
    codes: async () => {
      if (state.phase !== 'unlocked') throw fault('locked');
      const accounts = sorted(kept.filter(({ deleted_at }) => deleted_at === null)).map((one) => shown(one, now()));
      return { now_ms: nowMs(), accounts, quarantined: Number(ask('quarantined') ?? 0) };
    },
    copy: async ({ id }) => {
      const { valid_until } = shown(of(id), now());
      return { clear_after: state.settings.clear_clipboard_after, valid_for: Math.max(0, valid_until - now()) };
    },
    advance: async ({ id }) => {
      of(id).counter += 1;
      recoded();
    },
    edit: async ({ id, issuer, label }) => {
      if (!issuer.trim() && !label.trim()) throw fault('name_empty');
      Object.assign(of(id), { issuer: issuer.trim(), label: label.trim() });
      recoded();
    },
    pin: async ({ id, pinned }) => {
      of(id).pinned = pinned;
      recoded();
    },
    remove: async ({ id }) => {
      of(id).deleted_at = now();
      recoded();
    },
    restore: async ({ id }) => {
      of(id).deleted_at = null;
      recoded();
    },
    trash: async () => ({
      accounts: kept.flatMap(({ id, issuer, label, deleted_at }) =>
        deleted_at === null ? [] : [{ id, issuer, label, deleted_at, gone_at: deleted_at + 30 * 86_400 }],
      ),
    }),
    qr_picture: async () => {
      present();
      return accountQr();
    },
    cameras: async () => {
      if (trouble === 'camera_none') return { cameras: [], chosen: null };
      const cameras = [{ id: 'front', name: 'Integrated Webcam' }];
      if (ask('cameras') === '2') cameras.push({ id: 'desk', name: 'Logitech BRIO Ultra HD Pro Business Webcam' });
      return { cameras, chosen: 'front' };
    },
    camera_start: async () => camera.start(),
    camera_frame: () => camera.frame(),
    camera_stop: async () => camera.stop(),
    screen_scan: async () => hold(findings(ask('found') ?? 'one', 'screen')),
    picture_pick: async () => hold(findings(ask('found') ?? 'one', 'picture')),
    paste: async () => hold(findings(ask('found') ?? 'one', 'paste')),
    enrol_typed: async ({ text, issuer, label, options }) => {
      const uri = /^otpauth:\/\/[a-z]+\/([^?]*)/.exec(text.trim());
      if (!uri && !/^[a-z2-7\s-]{8,}=*$/i.test(text.trim())) throw fault('text_not_understood');
      const [site, user] = uri ? decodeURIComponent(uri[1] ?? '').split(':') : [issuer, label];
      const found = empty('typed');
      const extra = options ? { kind: options.kind, digits: options.digits, period: options.period } : {};
      return hold({ ...found, accounts: [draft(0, site ?? '', user ?? '', extra)] });
    },
    handed: async () => {
      if (state.phase !== 'unlocked') throw fault('locked');
      if (!state.handed) return null;
      state.handed = false;
      return hold(findings(ask('found') ?? 'one', 'link'));
    },
    confirm: async ({ findings: id, accounts }) => {
      const kinds = held.get(id)?.accounts ?? [];
      const added = accounts.map(({ draft: number, issuer, label }) => {
        const from = kinds.find((one) => one.draft === number);
        return keep(issuer, label, now(), from ? { kind: from.kind, digits: from.digits, period: from.period || 30 } : {});
      });
      kept = [...kept, ...added];
      recoded();
      return { ids: added.map((one) => one.id) };
    },
    discard: async () => undefined,
    copy_help: async () => undefined,
    copy_text: async () => undefined,
    export_take: async ({ export: id }) => {
      if (!state.exports.some((one) => one.id === id)) throw fault('export_gone');
      return hold(findings('several', 'picture'));
    },
    export_forget: async ({ export: id }) => {
      state.exports = state.exports.filter((one) => one.id !== id);
      changed();
    },
    set_settings: async (settings) => {
      state.settings = { ...settings };
      changed();
      return settings;
    },
    generations: async () => ({
      generations: Array.from({ length: Number(ask('generations') ?? 6) }, (_, at) => ({
        id: `generation-${at}`,
        saved_at: now() - at * at * 40_000 - 3600,
        size: 65_536,
      })),
    }),
    generation_preview: async ({ id }) => {
      const at = Number(id.split('-').at(-1));
      const names = kept.slice(0, at).map(({ issuer, label }) => ({ issuer, label }));
      const renamed: [NamesView, NamesView][] = at > 2 ? [[{ issuer: 'Contoso', label: 'mira' }, { issuer: 'Contoso Ltd.', label: 'mira@contoso.example' }]] : [];
      return { back: names.map((one) => ({ ...one, issuer: `${one.issuer} (old)` })), gone: names.slice(0, at % 3), renamed, accounts: kept.length };
    },
    go_back: async () => {
      recoded();
      return { undo: 'generation-0' };
    },
    put_off_check: async () => {
      state.check = null;
      changed();
    },
    backup_choose: async () => backedUp('/media/mira/STICK/Countersign'),
    backup_now: async () => backedUp(state.backup.folder),
    backup_stop: async () => {
      state.backup = { folder: null, newest_at: null, old: false, fault: null };
      changed();
    },
    quarantine: async () => ({
      entries: Array.from({ length: Number(ask('quarantined') ?? 0) }, (_, at) => ({
        issuer: at % 3 === 2 ? null : 'Example',
        label: at % 3 === 1 ? null : `user${at}@example.com`,
        reason: (['algorithm', 'kind', 'shape'] as const)[at % 3] ?? 'shape',
      })),
    }),
    quarantine_save: async () => {
      present();
      return { path: '/home/mira/Documents/entries.json' };
    },
    restore_generation: async () => {
      state.fault = null;
      kept = sample(5, now());
      opens('locked');
    },
  };

  const calls: Record<string, (request?: unknown) => Promise<unknown>> = {};
  for (const [name, run] of Object.entries(commands) as [keyof Commands, (request?: unknown) => Promise<unknown>][]) {
    calls[name] = async (request) => {
      if (name !== 'camera_frame') handle.calls.push([name, structuredClone(request)]);
      const queue = waiting.get(name);
      if (queue) await new Promise<void>((go) => queue.push(go));
      if (trouble && (from ? from === name : comesFrom(trouble, name)) && times-- > 0) throw fault(trouble) satisfies Fault;
      return run(request);
    };
  }
  return {
    ...(calls as unknown as Commands),
    async on(event, hear) {
      const set = hearing.get(event) ?? new Set();
      hearing.set(event, set.add(hear as never));
      return () => void set.delete(hear as never);
    },
  };
}
