// What we seal opens in stock age and in typage (npm package age-encryption), and the reverse: every kind
// of key, both forms, sizes around the borders of a chunk; and the keys themselves are read alike.
//
//   node tests/interop/age_interop.mjs [AGE_TOOL]
import assert from 'node:assert';
import { randomBytes } from 'node:crypto';
import { output, peer, report, run, scratch } from './tap.mjs';

const tool = process.argv[2] ?? `${process.env.BUILD ?? 'build'}/tools/age_tool`;
const typage = await peer('age-encryption/dist/index.js');
const file = scratch();

const SIZES = [0, 1, 65535, 65536, 65537, 1048576];
const FORMS = ['binary', 'armored'];
const KINDS = ['hybrid', 'X25519', 'passphrase'];
const PASSPHRASE = 'å long enough passphrase — with ünicode';
const WORK = 10; // scrypt's log N, for speed

const line = (bytes) => String(bytes).trimEnd();
const keygen = { hybrid: ['-pq'], X25519: [] };

// A key pair from one of the two generators, in the text forms that all share.
function key(kind, generator) {
  if (kind === 'passphrase') return {};
  const identity = generator === 'age'
    ? line(output('age-keygen', keygen[kind])).split('\n').at(-1)
    : line(output(tool, ['keygen', kind.toLowerCase()]));
  return { identity, recipient: line(output('age-keygen', ['-y'], `${identity}\n`)) };
}

const ours = {
  seal(plain, kind, form, { recipient }) {
    const to = kind === 'passphrase' ? ['-w', `${WORK}`, '-p', file(PASSPHRASE)] : ['-r', recipient];
    return output(tool, ['encrypt', ...(form === 'armored' ? ['-a'] : []), ...to], plain);
  },
  open(sealed, kind, form, { identity }) {
    const by = kind === 'passphrase' ? ['-p', file(PASSPHRASE)] : ['-i', file(`${identity}\n`)];
    return output(tool, ['decrypt', ...(form === 'armored' ? ['-a'] : []), ...by], sealed);
  },
};

const BATCH = { AGE_PASSPHRASE: PASSPHRASE, AGE_PASSPHRASE_WORK_FACTOR: `${WORK}` };

const stock = {
  seal(plain, kind, form, { recipient }) {
    const to = kind === 'passphrase' ? ['-e', '-j', 'batchpass'] : ['-r', recipient];
    return output('age', [...(form === 'armored' ? ['-a'] : []), ...to], plain, BATCH);
  },
  open(sealed, kind, form, { identity }) {
    const by = kind === 'passphrase' ? ['-j', 'batchpass'] : ['-i', file(`${identity}\n`)];
    return output('age', ['-d', ...by], sealed, BATCH);
  },
};

const script = {
  async seal(plain, kind, form, { recipient }) {
    const encrypter = new typage.Encrypter();
    encrypter.setScryptWorkFactor(WORK);
    if (kind === 'passphrase') encrypter.setPassphrase(PASSPHRASE);
    else encrypter.addRecipient(recipient);
    const sealed = await encrypter.encrypt(plain);
    return form === 'armored' ? typage.armor.encode(sealed) : sealed;
  },
  async open(sealed, kind, form, { identity }) {
    const decrypter = new typage.Decrypter();
    if (kind === 'passphrase') decrypter.addPassphrase(PASSPHRASE);
    else decrypter.addIdentity(identity);
    return decrypter.decrypt(form === 'armored' ? typage.armor.decode(String(sealed)) : sealed);
  },
};

const DIRECTIONS = [
  ['ours to age', ours, stock, 'ours'],
  ['age to ours', stock, ours, 'age'],
  ['ours to typage', ours, script, 'ours'],
  ['typage to ours', script, ours, 'age'],
];

async function carry(from, to, kind, form, size, keys) {
  const plain = randomBytes(size);
  const sealed = Buffer.from(await from.seal(plain, kind, form, keys));
  const opened = Buffer.from(await to.open(sealed, kind, form, keys));
  assert(plain.equals(opened), `${opened.length} bytes came back of ${size}`);
  assert.strictEqual(sealed.indexOf('-----BEGIN AGE') === 0, form === 'armored');
}

function* carriages() {
  for (const [name, from, to, generator] of DIRECTIONS) {
    for (const kind of KINDS) {
      const keys = key(kind, generator);
      for (const form of FORMS) {
        for (const size of SIZES) {
          yield [`${name}: ${kind}, ${form}, ${size} bytes`,
            () => carry(from, to, kind, form, size, keys)];
        }
      }
    }
  }
}

// The recipient of an identity is the same text for all three.
async function agree(kind, generator) {
  const { identity, recipient } = key(kind, generator);
  assert.strictEqual(line(output(tool, ['recipient'], `${identity}\n`)), recipient);
  assert.strictEqual(await typage.identityToRecipient(identity), recipient);
}

// A file to several recipients opens with each of their keys, by the other program too.
function several() {
  const keys = [key('hybrid', 'ours'), key('hybrid', 'age'), key('hybrid', 'ours')];
  const recipients = file(`# three\n\n${keys.map((k) => k.recipient).join('\n')}\n`);
  const plain = randomBytes(100);
  for (const sealed of [output(tool, ['encrypt', '-R', recipients], plain),
    output('age', ['-R', recipients], plain)]) {
    for (const each of keys) {
      assert(plain.equals(stock.open(sealed, 'hybrid', 'binary', each)));
      assert(plain.equals(ours.open(sealed, 'hybrid', 'binary', each)));
    }
  }
}

// Both refuse to seal to a hybrid and an X25519 key at once.
function mixed() {
  const both = ['-r', key('hybrid', 'ours').recipient, '-r', key('X25519', 'ours').recipient];
  const refused = run(tool, ['encrypt', ...both], 'plain');
  assert.strictEqual(refused.status, 17, refused.stderr);
  assert.strictEqual(refused.stdout.length, 0);
  assert.notStrictEqual(run('age', both, 'plain').status, 0);
}

await report([
  ...carriages(),
  ...['hybrid', 'X25519'].flatMap((kind) => ['ours', 'age'].map((generator) =>
    [`recipient of an identity: ${kind}, generated by ${generator}`, () => agree(kind, generator)])),
  ['several recipients', several],
  ['hybrid and X25519 are not mixed', mixed],
]);
