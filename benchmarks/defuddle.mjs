// Reads [{id, path, url}] from standard input; prints [{id, type, author, html}]: what npm defuddle
// makes of each saved page. Run by defuddle.py in the folder where the package is.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const here = pathToFileURL(`${process.cwd()}/`);
const { Defuddle } = await import(new URL("node_modules/defuddle/dist/node.js", here).href);

const out = [];
for (const page of JSON.parse(readFileSync(0, "utf8"))) {
  const result = await Defuddle(readFileSync(page.path, "utf8"), page.url, { useAsync: false });
  out.push({ id: page.id, type: result.extractorType ?? "", author: result.author ?? "", html: result.content });
}
process.stdout.write(JSON.stringify(out));
