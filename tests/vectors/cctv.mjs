// Every vector of the age test kit (npm package cctv-age; c2sp.org/CCTV/age) must end as it says.
//
//   node tests/vectors/cctv.mjs [AGE_TOOL]
import assert from 'node:assert';
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { peer, report, run, scratch } from '../interop/tap.mjs';

const EXITS = {
  success: 0,
  'header failure': 11,
  'no match': 12,
  'HMAC failure': 13,
  'payload failure': 14,
  'armor failure': 15,
};
const KEYS = ['expect', 'payload', 'identity', 'passphrase', 'armored', 'compressed', 'file key', 'comment'];
const VECTORS = 143; // in version 0.2.0

const tool = process.argv[2] ?? `${process.env.BUILD ?? 'build'}/tools/age_tool`;
const file = scratch();

// The header's values by key, each a list, and the age file.
function parse(vector) {
  const bytes = Buffer.from(vector);
  const end = bytes.indexOf('\n\n');
  const values = Object.fromEntries(KEYS.map((key) => [key, []]));
  for (const line of bytes.subarray(0, end).toString().split('\n')) {
    const colon = line.indexOf(': ');
    assert(line.slice(0, colon) in values, `unknown key in "${line}"`);
    values[line.slice(0, colon)].push(line.slice(colon + 2));
  }
  const rest = bytes.subarray(end + 2);
  const [compression] = values.compressed;
  assert([undefined, 'zlib'].includes(compression), `unknown compression ${compression}`);
  return { values, age: compression === 'zlib' ? inflateSync(rest) : rest };
}

function check(vector) {
  const { values, age } = parse(vector);
  const [expect] = values.expect;
  const args = ['decrypt'];
  if (values.armored[0] === 'yes') args.push('-a');
  for (const identity of values.identity) args.push('-i', file(`${identity}\n`));
  for (const passphrase of values.passphrase) args.push('-p', file(passphrase));
  const { status, stdout, stderr } = run(tool, args, age);
  assert.strictEqual(status, EXITS[expect], `expected ${expect}, exit status ${status}: ${stderr}`);
  if (expect === 'success' || expect === 'payload failure') {
    assert.strictEqual(createHash('sha256').update(stdout).digest('hex'), values.payload[0]);
  } else if (expect !== 'armor failure') {
    assert.strictEqual(stdout.length, 0, 'content came out of a file that was refused');
  }
}

const vectors = Object.entries(await peer('cctv-age/index.js'));
await report([
  [`there are ${VECTORS} vectors`, () => assert.strictEqual(vectors.length, VECTORS)],
  ...vectors.map(([name, vector]) => [name, () => check(vector)]),
]);
