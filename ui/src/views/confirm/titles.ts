import type { Fault, FindingsView, PicturesView } from '../../host/wire';
import { foreignGuide } from '../../lib/texts';

/** What stands over findings. */
export function title({ accounts, batch, choose, foreign, refused }: FindingsView): string {
  const [first] = accounts;
  if (choose) return 'Which key do you mean?';
  if (first && accounts.length === 1) {
    if (first.duplicate?.same !== 'secret') return 'Add this account?';
    return first.duplicate.trashed ? 'This account is in the trash' : 'You have this account already';
  }
  if (first) return `${accounts.length} accounts found`;
  if (batch) return 'Part of an export';
  const [other] = foreign;
  if (other) return foreign.length === 1 && refused.length === 0 ? foreignGuide(other.kind).title : 'Nothing to add here';
  return refusedTitle(refused);
}

/** How many of several pictures had codes on them. */
export function pictures({ with_codes: codes, of }: PicturesView): string {
  if (codes === of) return `There is a code in each of the ${of} pictures.`;
  return codes === 0 ? `There is no code in any of the ${of} files.` : `There are codes in ${codes} of ${of} files.`;
}

/** Of several files each may be refused for a reason of its own: a text that was read, or a file that was not. */
function refusedTitle(refused: Fault[]): string {
  const read = refused.filter(({ code }) => code.endsWith('_refused')).length;
  const one = refused.length === 1;
  if (read === refused.length) return one ? 'This code cannot be used' : 'These codes cannot be used';
  if (read > 0) return 'Nothing here can be used';
  return one ? 'This file cannot be used' : 'These files cannot be used';
}
