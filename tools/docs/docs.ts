import { readFile, writeFile } from 'node:fs/promises';
import { withGenerated } from './generated-block.ts';
import { FILES, PAGES } from './pages.ts';

for (const [file, content] of Object.entries(PAGES)) {
  await writeFile(file, withGenerated(await readFile(file, 'utf8'), content()));
  console.log(`vigil  wrote ${file}`);
}
for (const [file, content] of Object.entries(FILES)) {
  await writeFile(file, content());
  console.log(`vigil  wrote ${file}`);
}
