/* insert.mjs TABLES FILE - put the tables between the two marks of the file. */
import fs from "node:fs";

const [tables, file] = process.argv.slice(2);
const [begin, end] = ["begin", "end"].map((what) => `<!-- bench/accuracy/run: ${what} -->\n`);
const text = fs.readFileSync(file, "utf8");
const from = text.indexOf(begin), to = text.indexOf(end);
if (from < 0 || to < from) {
    console.error(`${file}: it has no lines ${begin.trim()} and ${end.trim()}`);
    process.exit(2);
}
fs.writeFileSync(file, text.slice(0, from + begin.length) + "\n" + fs.readFileSync(tables, "utf8") + "\n" + text.slice(to));
