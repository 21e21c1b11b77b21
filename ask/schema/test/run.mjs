// Runs one of the commands as a person would.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('..', import.meta.url));

// files: {path: object or text}, put into a folder that is the last argument.
export function run(script, files) {
  const dir = mkdtempSync(join(tmpdir(), 'pudding-schema-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), typeof content === 'string' ? content : JSON.stringify(content, null, 1));
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(HERE, script), dir], { encoding: 'utf8' });
    return { status, stdout, stderr };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
