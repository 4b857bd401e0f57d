import app from '$texts/app';
import scan from '$texts/scan';
import type { Fault, Notice } from '../host/wire';

/** What happened, and what to do; the second may be empty. */
export interface Said {
  what: string;
  next: string;
}

/** Help for a code that is no account. */
export interface Guide {
  title: string;
  what: string;
  steps: string[];
  dont: string;
}

interface Text {
  what: string;
  do: string;
}
type Section = Record<string, Text>;
type Args = Record<string, string | undefined>;
interface Help {
  title: string;
  what: string;
  do: string[];
  dont?: string;
}

const sections = app as unknown as Record<
  'faults' | 'notices' | 'warnings' | 'uri_reasons' | 'key_reasons' | 'google_reasons',
  Section
>;
const helps = scan as unknown as { foreign: Record<string, Help>; hint: Record<string, Help> };

/** A name within a sentence (FSI … PDI): whichever way it is written, the sentence keeps its own direction. */
export function isolated(name: string): string {
  // A name that closes the isolate by itself would reach beyond it.
  return `\u2068${name.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')}\u2069`;
}

/**
 * Puts each `{name}` in its place, in one pass: an argument that looks like a placeholder stays as it is.
 * `words` are arguments that are sentences of ours.
 */
export function filled(text: string, args: Args, words: Args = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? (args[name] ? isolated(args[name]) : ''));
}

function say(section: Section, code: string, args: Args, words?: Args): Said {
  const text = Object.hasOwn(section, code) ? section[code] : undefined;
  return text ? { what: filled(text.what, args, words), next: filled(text.do, args, words) } : { what: code, next: '' };
}

// In these faults the reason is itself a code.
const reasons: Partial<Record<Fault['code'], Section>> = {
  uri_refused: sections.uri_reasons,
  key_refused: sections.key_reasons,
  google_refused: sections.google_reasons,
};

/** What a fault says. */
export function faultText({ code, args }: Fault): Said {
  const section = reasons[code];
  const { reason, hint } = args;
  if (code === 'other_symbol' && reason !== undefined) return say(sections.faults, code, args, { reason: hintGuide(reason).what });
  if (section && reason !== undefined) {
    const known = Object.hasOwn(section, reason) ? reason : 'otherwise';
    return say(sections.faults, code, args, { reason: say(section, known, args).what });
  }
  const said = say(sections.faults, code, args);
  const helps = hint === undefined ? undefined : hintGuide(hint).steps[0];
  // What stood in the way in this very picture comes before what helps in general.
  return helps ? { ...said, next: `${helps} ${said.next}` } : said;
}

/** What a notice says. */
export const noticeText = ({ code, args }: Notice): Said => say(sections.notices, code, args);

/** What the warning of a draft says. */
export const warningText = ({ code, args }: Notice): Said => say(sections.warnings, code, args);

function guide(help: Help | undefined, code: string): Guide {
  if (!help) return { title: code, what: '', steps: [], dont: '' };
  return { title: help.title, what: help.what, steps: help.do, dont: help.dont ?? '' };
}

const own = <T>(table: Record<string, T>, key: string) => (Object.hasOwn(table, key) ? table[key] : undefined);

/** Help for a code that is no account. */
export const foreignGuide = (kind: string): Guide => guide(own(helps.foreign, kind), kind);

/** Why a live picture was not read yet. */
export const hintGuide = (hint: string): Guide => guide(own(helps.hint, hint), hint);

/** A rejected command's fault; whatever else was thrown becomes an internal one. */
export function asFault(thrown: unknown): Fault {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'args' in thrown) return thrown as Fault;
  return { code: 'internal', args: { reason: thrown instanceof Error ? thrown.message : String(thrown) } };
}
