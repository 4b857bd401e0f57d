import { expect, test } from 'vitest';
import { folded, index, search, type Searchable } from './search';

const account = (issuer: string, label: string, issuer_in_label: string | null = null): Searchable => ({ issuer, label, issuer_in_label });
const all = [
  account('Amazon Web Services', 'root'),
  account('GitHub', 'mira.okafor'),
  account('GitLab', 'mira'),
  account('Zoë’s Café', 'barista'),
  account('Microsoft', 'mira@lp.example', 'Lindqvist & Partners'),
  account('', 'git-only-in-the-label'),
];
const found = (query: string) => search(index(all), query).map(({ issuer, label }) => issuer || label);

test('an empty query keeps everything in order', () => {
  expect(search(index(all), '   ')).toEqual(all);
});

test('a beginning comes before a middle, the issuer before the label', () => {
  expect(found('git')).toEqual(['GitHub', 'GitLab', 'git-only-in-the-label']);
  expect(found('web')).toEqual(['Amazon Web Services']);
});

test('every word has to occur, in any order', () => {
  expect(found('mira git')).toEqual(['GitHub', 'GitLab']);
  expect(found('mira aws')).toEqual([]);
});

test('accents and capitals do not matter', () => {
  expect(found('ZOE cafe')).toEqual(['Zoë’s Café']);
  expect(folded('Ångström')).toBe('angstrom');
});

test('the organisation in the label is found too', () => {
  expect(found('lindq')).toEqual(['Microsoft']);
});

test('letters in order are enough from three on, and only in the issuer', () => {
  expect(found('gthb')).toEqual(['GitHub']);
  expect(found('gb')).toEqual([]);
});

test('signs with a meaning in patterns are only signs', () => {
  expect(found('.*')).toEqual([]);
  expect(found('(')).toEqual([]);
});
