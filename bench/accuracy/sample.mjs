/*
 * sample.mjs - some queries of each row, the same ones each time; a smaller sample is part of a larger.
 *
 *   node sample.mjs QUERIES COUNT        COUNT of each set and kind
 *   node sample.mjs QUERIES 1/SHARE      one of SHARE, but at least four
 */
import { createHash } from "node:crypto";
import fs from "node:fs";

const LEAST = 4;
const [file, size] = process.argv.slice(2);
if (!size || !/^(1\/)?[1-9][0-9]*$/.test(size)) {
    console.error("usage: sample.mjs QUERIES COUNT|1/SHARE");
    process.exit(2);
}

const rows = new Map();
for (const line of fs.readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const { id, set, kind } = JSON.parse(line);
    const row = `${set}\0${kind}`;
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row).push([createHash("sha256").update(id).digest("hex"), line]);
}
const countOf = (list) => size.startsWith("1/")
    ? Math.max(LEAST, Math.ceil(list.length / Number(size.slice(2)))) : Number(size);
for (const list of rows.values())
    for (const [, line] of list.sort((a, b) => (a[0] < b[0] ? -1 : 1)).slice(0, countOf(list)))
        process.stdout.write(line + "\n");
