// Test results in the Test Anything Protocol, for the scripts that compare with other programs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Node 18 has the Web Crypto API without its global name, which the peers use.
globalThis.crypto ??= webcrypto;

const PEERS = new URL('../peers/node_modules/', import.meta.url);

// Loads an installed peer, or ends the test with a word on how to install it.
export async function peer(path) {
  try {
    return await import(new URL(path, PEERS));
  } catch (error) {
    console.log(`Bail out! ${path} cannot be loaded (${error.message}); run npm ci in tests/peers`);
    process.exit(1);
  }
}

// Runs every case, [name, function], where a function that throws has failed. Exits 1 if one did.
export async function report(cases) {
  console.log(`1..${cases.length}`);
  let failures = 0;
  for (const [index, [name, check]] of cases.entries()) {
    try {
      await check();
      console.log(`ok ${index + 1} - ${name}`);
    } catch (error) {
      failures += 1;
      console.log(`not ok ${index + 1} - ${name}`);
      console.log(`# ${String(error.message ?? error).replaceAll('\n', '\n# ')}`);
    }
  }
  process.exitCode = failures === 0 && cases.length > 0 ? 0 : 1;
}

// A directory that goes when the process ends, and a function that writes a file into it.
export function scratch() {
  const directory = mkdtempSync(join(tmpdir(), 'sigill-test-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  let count = 0;
  return (content) => {
    count += 1;
    const path = join(directory, `${count}`);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
}

// Runs a program with input on its standard input; { status, stdout, stderr }.
export function run(program, args, input, variables = {}) {
  const env = { ...process.env, ...variables };
  const result = spawnSync(program, args, { input, env, maxBuffer: 1 << 28 });
  // A program that refuses early may do so before it has read its input.
  if (result.error && result.error.code !== 'EPIPE') throw result.error;
  return { status: result.status, stdout: result.stdout, stderr: String(result.stderr) };
}

// The standard output of a program that must succeed.
export function output(program, args, input, variables) {
  const result = run(program, args, input, variables);
  if (result.status !== 0) {
    throw new Error(`${program} ${args[0]} exits ${result.status}: ${result.stderr}`);
  }
  return result.stdout;
}
